import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Account } from '../accounts/index.ts'

export const takeable = ['name', 'domain', 'country', 'owner'] as const
export type Takeable = (typeof takeable)[number]

/** What a merge may change of the account that lives on. */
export type Facts = Pick<Account, Takeable | 'fields'>
export const factsOf = ({ name, domain, country, owner, fields }: Account): Facts => ({
  name,
  domain,
  country,
  owner,
  fields,
})

/**
 * Decides what an account says once another one went into it: its own words, those of the other where it had none, and
 * those that were chosen.
 */
export function decideMerge(kept: Account, gone: Account, take: readonly Takeable[]): Decision<Facts> {
  if (kept.id === gone.id) return refuse('merge-self', 'An account cannot go into itself; name another one.')
  const away = [kept, gone].find(({ merged_into }) => merged_into !== undefined)
  if (away) return refuse('account-merged', `${away.name} went into another account already; merge that one.`)
  if (kept.kind !== gone.kind)
    return refuse('kind-differs', `${kept.name} is a ${kept.kind}, ${gone.name} a ${gone.kind}; make them alike first.`)
  const chosen = Object.fromEntries(take.map((name) => [name, gone[name]]))
  return accept({
    ...factsOf(kept),
    domain: kept.domain ?? gone.domain,
    country: kept.country ?? gone.country,
    owner: kept.owner ?? gone.owner,
    fields: { ...gone.fields, ...kept.fields },
    ...chosen,
  })
}

export const undoDays = 30

export type Undoing = {
  days: number
  undone: boolean
  kept: Account
  gone: Account
  kept_before: Facts
  kept_after: Facts
  gone_domain: string | null
}

/**
 * Decides whether two accounts are parted again: within 30 days, and not where the one that lived on went into a third.
 * What was taken over goes back where it still says the same.
 */
export function decideParting({ days, undone, kept, gone, kept_before, kept_after, gone_domain }: Undoing): Decision<{
  kept: Facts
  gone_domain: string | null
}> {
  if (undone) return refuse('merge-undone', 'These two were parted already.')
  if (days > undoDays)
    return refuse('undo-too-late', `${gone.name} was merged more than ${undoDays} days ago; create the account anew.`)
  if (kept.merged_into !== undefined)
    return refuse('account-merged', `${kept.name} has itself gone into another account; undo that first.`)
  const now = factsOf(kept)
  const back = <K extends Takeable>(name: K): Facts[K] =>
    alike(now[name], kept_after[name]) ? kept_before[name] : now[name]
  const fields = Object.fromEntries(
    Object.entries(now.fields).flatMap(([key, value]) => {
      if (!alike(value, kept_after.fields[key])) return [[key, value]]
      const old = kept_before.fields[key]
      return old === undefined ? [] : [[key, old]]
    }),
  )
  const facts = { name: back('name'), domain: back('domain'), country: back('country'), owner: back('owner'), fields }
  return accept({ kept: facts, gone_domain: facts.domain === gone_domain ? null : gone_domain })
}

const alike = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
