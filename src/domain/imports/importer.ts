import type { Actor } from '../../platform/context.ts'
import { Problem } from '../../platform/problem.ts'
import type { Instant } from '../../values/instant.ts'
import { accessOf, type Membership } from '../people/index.ts'
import { rightsOf } from '../rights/index.ts'

/** The key that asked, and whether anybody has revoked it since. */
type Key = NonNullable<Actor['key']> & { revoked: boolean }

/**
 * Whoever asked for an import, as they may work on it at a moment: with the role and grants that they have then, and no
 * more than the key that they asked with was given, for as long as it holds. Throws 403 where that is not enough.
 */
export function importerOf(person: Membership | undefined, key: Key | undefined, now: Instant): Actor {
  if (key?.revoked) throw new Problem('forbidden', 'The API key that asked for this import was revoked.')
  if (key?.expires_at && key.expires_at <= now)
    throw new Problem('forbidden', 'The API key that asked for this import has expired.')
  const scopes = key?.scopes ?? null
  const access = new Set([...(person ? accessOf(person.role) : [])].filter((one) => scopes?.includes(one) ?? true))
  if (!person || !access.has('imports:work'))
    throw new Problem('forbidden', 'Whoever asked for this import may not import any more.')
  const { id, name, role, workspace_id } = person
  const actor = { id, name, role, workspace_id, channel: 'import', access, rights: rightsOf(person) } as const
  if (!key) return actor
  const { revoked: _, ...limits } = key
  return { ...actor, key: limits }
}
