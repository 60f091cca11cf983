import { companyWords } from './company-name.ts'
import { type Comparable, compareAccounts, type Likeness, type Rarity, suspected } from './compare-accounts.ts'

export type Candidate = Comparable & { id: string }
export type Alike<C extends Candidate = Candidate> = { account: C; likeness: Likeness }

/** How alike two are at best where nothing is known of how rare their words are; what stays below is not looked at again. */
const promising = 0.55
const most = 25

/** The candidates that are worth asking how rare their words are, most alike first. */
export function promisingOf<C extends Candidate>(wanted: Comparable, candidates: readonly C[]): C[] {
  const even: Rarity = { accounts: 0, with: new Map() }
  return candidates
    .map((account) => ({ account, score: compareAccounts(wanted, account, even).score }))
    .filter(({ score }) => score >= promising)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ account }) => account)
}

/** The words of all of these, of which somebody may want to know how rare they are. */
export const wordsOf = (companies: readonly Comparable[]): string[] => [
  ...new Set(companies.flatMap(({ name }) => companyWords(name))),
]

/** The accounts that are suspected to be the wanted one, most alike first; of two equal ones the older. */
export function rankAlike<C extends Candidate>(
  wanted: Comparable,
  candidates: readonly C[],
  rarity: Rarity,
): Alike<C>[] {
  return candidates
    .map((account) => ({ account, likeness: compareAccounts(wanted, account, rarity) }))
    .filter(({ likeness }) => likeness.score >= suspected)
    .toSorted((a, b) => b.likeness.score - a.likeness.score || (a.account.id < b.account.id ? -1 : 1))
}
