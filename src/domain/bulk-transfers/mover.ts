import type { Actor, Channel } from '../../platform/context.ts'
import { Problem } from '../../platform/problem.ts'
import type { Instant } from '../../values/instant.ts'
import { accessOf, type Membership } from '../people/index.ts'
import { rightsOf } from '../rights/index.ts'

/** Through what somebody asked, and with which key. */
export type Asking = { channel: Channel; key?: Actor['key'] }

/**
 * Whoever asked for a transfer of many deals, as they may work at a moment: with the role and grants that they have then,
 * and no more than their key was given. Throws 403 where that is not enough any more.
 */
export function moverOf(person: Membership | undefined, { channel, key }: Asking, now: Instant): Actor {
  if (key?.expires_at && key.expires_at <= now)
    throw new Problem('forbidden', 'The API key that asked for this has expired.')
  const scopes = key?.scopes ?? null
  const access = new Set([...(person ? accessOf(person.role) : [])].filter((one) => scopes?.includes(one) ?? true))
  if (!person || !access.has('deals:work'))
    throw new Problem('forbidden', 'Whoever asked for this may not work on deals any more.')
  const { id, name, role, workspace_id } = person
  const actor = { id, name, role, workspace_id, channel, access, rights: rightsOf(person) }
  return key ? { ...actor, key } : actor
}
