import type { Access } from '../../platform/access.ts'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import { patched, type Patch } from '../../values/merge-patch.ts'
import { accessOf, type Role } from './access.ts'

type Changeable = { name: string; role: Role; active: boolean }
type Member = Changeable & { id: string }

export type PersonSituation = {
  person: Member
  /** Everybody of the workspace. */
  people: readonly Pick<Member, 'id' | 'role' | 'active'>[]
}

type Asking = { id: string; access: ReadonlySet<Access> }

/** May this person be changed so, by this one? */
export function decidePersonChange(
  { person, people }: PersonSituation,
  change: Patch<Changeable>,
  by: Asking,
): Decision<Changeable> {
  const { name, role, active } = person
  const before = { name, role, active }
  const after = patched(before, change)
  if (after.role !== role && person.id === by.id)
    return refuse('own-role', 'Nobody changes their own role; ask another owner.')
  const owners = people.filter((one) => one.role === 'owner' && one.active)
  const stays_owner = after.role === 'owner' && after.active
  if (!stays_owner && owners.length === 1 && owners[0]?.id === person.id)
    return refuse('last-owner', `${name} is the only owner of this workspace. Make somebody else an owner first.`)
  const wider = active === after.active && role === after.role ? null : widerThan(by, after.role)
  if (wider) return wider
  return accept(after)
}

/** Nobody hands out a role that may more than they may themselves: a key limited to some scopes must not get around them. */
export function widerThan({ access }: Pick<Asking, 'access'>, role: Role): Decision<never> | null {
  const missing = [...accessOf(role)].filter((one) => !access.has(one))
  if (missing.length === 0) return null
  return refuse('wider-than-own', `The role ${role} may do what you may not: ${missing.join(', ')}.`, { missing })
}

export type KeyLimits = { scopes: readonly Access[] | null; expires_at: string | null }

/** What a new key may do at most and until when: never more, nor longer, than the key that makes it. */
export function decideKeyLimits(
  asked: { scopes?: readonly Access[] | undefined; expires_at?: string | undefined },
  by: KeyLimits | undefined,
): Decision<KeyLimits> {
  const scopes = asked.scopes ?? by?.scopes ?? null
  const expires_at = asked.expires_at ?? by?.expires_at ?? null
  const beyond = by?.scopes ? (scopes ?? []).filter((scope) => !by.scopes?.includes(scope)) : []
  if (beyond.length > 0)
    return refuse('wider-than-own', `This key was not given ${beyond.join(', ')}, so it cannot give it to another.`, {
      missing: beyond,
    })
  if (by?.expires_at && expires_at !== null && expires_at > by.expires_at)
    return refuse('longer-than-own', `This key ends at ${by.expires_at}; one that it makes cannot outlive it.`)
  return accept({ scopes, expires_at })
}
