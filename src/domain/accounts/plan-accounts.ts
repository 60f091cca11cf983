import { foldedText } from '../../values/text.ts'
import type { AccountKind } from './account.ts'

/** A company as an import names it. The domain is one that `readDomain` answered. */
export type WantedAccount = { name: string; domain?: string | null; kind: AccountKind }

export type KnownAccount = { id: string; name: string; domain: string | null; version: number }

export type AccountPlan = {
  /** Which account each wanted one is, by `accountKeyOf`. */
  found: Map<string, { id: string; name: string }>
  created: (WantedAccount & { id: string; domain: string | null })[]
  /** Known by name so far; now the domain is known as well. */
  named: { account: KnownAccount; domain: string }[]
}

/** Under which key the answer of `ensureAccounts` holds an account that was asked for. */
export const accountKeyOf = ({ name, domain }: Pick<WantedAccount, 'name' | 'domain'>): string =>
  `${domain ?? ''} ${foldedText(name)}`

/**
 * Finds each wanted account by its domain, else by its exact name whatever the capitals, and plans to create the rest.
 * A name alone does not make two companies one when both have domains and these differ.
 */
export function planAccounts(
  wanted: readonly WantedAccount[],
  known: readonly KnownAccount[],
  newId: () => string,
): AccountPlan {
  const plan: AccountPlan = { found: new Map(), created: [], named: [] }
  const byDomain = new Map<string, { id: string; name: string }>()
  const byName = new Map<string, Named[]>()
  const learn = (account: Named) => {
    if (account.domain !== null) byDomain.set(account.domain, account)
    const name = foldedText(account.name)
    byName.set(name, [...(byName.get(name) ?? []), account])
  }
  for (const account of known) learn({ ...account, known: account })

  for (const one of wanted) {
    const key = accountKeyOf(one)
    if (plan.found.has(key)) continue
    const domain = one.domain ?? null
    const alike = byName.get(foldedText(one.name)) ?? []
    const named = domain === null ? alike[0] : alike.find((account) => account.domain === null)
    const found = (domain === null ? undefined : byDomain.get(domain)) ?? named
    if (found === undefined) {
      const created = { ...one, domain, id: newId() }
      plan.created.push(created)
      learn(created)
      plan.found.set(key, created)
      continue
    }
    plan.found.set(key, found)
    if (domain === null || found !== named || named === undefined) continue
    named.domain = domain
    byDomain.set(domain, named)
    if (named.known) plan.named.push({ account: named.known, domain })
    const fresh = plan.created.find(({ id }) => id === named.id)
    if (fresh) fresh.domain = domain
  }
  return plan
}

type Named = { id: string; name: string; domain: string | null; known?: KnownAccount }
