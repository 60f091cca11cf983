import type { Day } from '../../values/instant.ts'

/** A contract with what it brings in a year, all of them in one currency. */
export type Held = { account: string; starts_on: Day; ends_on: Day; annual_minor: bigint }

export type Retained = {
  accounts: number
  starting: bigint
  ending: bigint
  expanded: bigint
  contracted: bigint
  churned: bigint
  added: bigint
  gross: number | null
  net: number | null
}

/**
 * What became of the recurring revenue of those who were customers on a day, account by account. Gross retention counts
 * of each account no more than it brought at first; net retention counts its growth too. Who came later is in neither.
 */
export function retentionOf(contracts: readonly Held[], from: Day, to: Day): Retained {
  const [before, after] = [inForce(contracts, from), inForce(contracts, to)]
  let [starting, kept, ending, expanded, contracted, churned, added] = [0n, 0n, 0n, 0n, 0n, 0n, 0n]
  for (const [account, was] of before) {
    const is = after.get(account) ?? 0n
    starting += was
    ending += is
    kept += is < was ? is : was
    if (is === 0n) churned += was
    else if (is > was) expanded += is - was
    else contracted += was - is
  }
  for (const [account, is] of after) if (!before.has(account)) added += is
  const share = (part: bigint) => (starting === 0n ? null : Number((part * 1_000_000n) / starting) / 1_000_000)
  const parts = { starting, ending, expanded, contracted, churned, added }
  return { accounts: before.size, ...parts, gross: share(kept), net: share(ending) }
}

export type AccountRetained = { account: string; was: bigint; is: bigint; change: RetainedChange }
export const retainedChanges = ['expanded', 'contracted', 'churned', 'unchanged', 'added'] as const
export type RetainedChange = (typeof retainedChanges)[number]

/** The same account by account: what retention is made of, in the order of their ids. */
export function accountsRetained(contracts: readonly Held[], from: Day, to: Day): AccountRetained[] {
  const [before, after] = [inForce(contracts, from), inForce(contracts, to)]
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().map((account) => {
    const [was, is] = [before.get(account) ?? 0n, after.get(account) ?? 0n]
    return { account, was, is, change: before.has(account) ? changeOf(was, is) : 'added' }
  })
}

function changeOf(was: bigint, is: bigint): RetainedChange {
  if (is === 0n) return 'churned'
  if (is === was) return 'unchanged'
  return is > was ? 'expanded' : 'contracted'
}

/** What each account brings in a year by the contracts that hold on a day. */
function inForce(contracts: readonly Held[], day: Day): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { account, starts_on, ends_on, annual_minor } of contracts)
    if (starts_on <= day && day <= ends_on) sums.set(account, (sums.get(account) ?? 0n) + annual_minor)
  return sums
}
