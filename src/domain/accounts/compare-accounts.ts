import { editDistance } from '../../values/nearest-name.ts'
import { companyWords } from './company-name.ts'
import { registrableOf } from './match-keys.ts'

/** An account as it is compared. */
export type Comparable = { name: string; domain: string | null; country: string | null }

/** How rare words are: of how many accounts a word is part, and how many accounts there are. */
export type Rarity = { accounts: number; with: ReadonlyMap<string, number> }

export const likenessReasons = [
  'same_domain',
  'same_label',
  'same_name',
  'similar_name',
  'initials',
  'other_domain',
  'other_country',
  'other_number',
] as const
export type LikenessReason = (typeof likenessReasons)[number]

/** `score` from 0 to 1; from `suspected` on two accounts are suspected to be one. `reasons` say what spoke for and against. */
export type Likeness = { score: number; reasons: LikenessReason[] }

export const suspected = 0.8

/**
 * How much speaks for two accounts being the same company. One registrable domain is as good as proof. Otherwise names
 * are compared word by word, a rare word counting more than one that many companies have; another domain or country
 * speaks against, the same domain under another suffix for it. Numbers in names are never misspelt.
 */
export function compareAccounts(a: Comparable, b: Comparable, rarity: Rarity): Likeness {
  const [da, db] = [registrableOf(a.domain), registrableOf(b.domain)]
  if (da && db && da.domain === db.domain) return { score: 0.98, reasons: ['same_domain'] }
  const { score: alike, reasons } = compareNames(companyWords(a.name), companyWords(b.name), rarity)
  let score = alike
  if (da && db && da.label === db.label) {
    reasons.push('same_label')
    const whole = [a, b].some(({ name }) => companyWords(name).join('') === da.label)
    score = 1 - (1 - score) * (whole ? 0.35 : 0.5)
  } else if (da && db && editDistance(da.label, db.label) > 1) {
    reasons.push('other_domain')
    score *= 0.8
  }
  if (a.country !== null && b.country !== null && a.country !== b.country) {
    reasons.push('other_country')
    score *= 0.9
  }
  return { score, reasons }
}

function compareNames(a: string[], b: string[], rarity: Rarity): Likeness {
  const [ja, jb] = [a.join(''), b.join('')]
  if (ja === '' || jb === '') return { score: 0, reasons: [] }
  if (ja === jb) return { score: 0.95, reasons: ['same_name'] }
  if (numbersOf(a) !== numbersOf(b)) return { score: 0.5, reasons: ['other_number'] }
  if (isInitials(a, b) || isInitials(b, a)) return { score: 0.7, reasons: ['initials'] }
  const byWords = commonShare(a, b, rarity)
  // Words that were written together or apart are compared as one.
  const asOne =
    a.length === b.length ? 0 : 1 - editDistance(ja.slice(0, 60), jb.slice(0, 60)) / Math.max(ja.length, jb.length)
  const score = Math.max(byWords, asOne >= 0.9 ? asOne * 0.95 : 0)
  return { score, reasons: score >= 0.5 ? ['similar_name'] : [] }
}

/**
 * The share of the words' weight that both have, a word alike counting by how alike it is. Words that many companies
 * have are another name in another order.
 */
function commonShare(a: readonly string[], b: readonly string[], rarity: Rarity): number {
  const rest = b.map((other, place) => ({ other, place }))
  const places: number[] = []
  let [common, all, usual] = [0, 0, true]
  for (const word of a) {
    const best = rest
      .map((one, i) => ({ ...one, i, alike: alikeness(word, one.other, rarity) }))
      .toSorted((x, y) => y.alike - x.alike)[0]
    if (best === undefined || best.alike < 0.79) {
      all += weightOf(word, rarity)
      continue
    }
    rest.splice(best.i, 1)
    places.push(best.place)
    usual &&= isEstablished(word, rarity) || isEstablished(best.other, rarity)
    // A misspelt word is rare because it is misspelt; what it stands for says how much it tells.
    const weight = Math.min(weightOf(word, rarity), weightOf(best.other, rarity))
    common += weight * best.alike
    all += weight
  }
  for (const { other } of rest) all += weightOf(other, rarity)
  const turned = usual && places.some((place, i) => place < (places[i - 1] ?? 0))
  return ((turned ? 0.75 : 0.95) * common) / all
}

/** A word that so many companies have is no slip of the pen. */
const isEstablished = (word: string, { with: having }: Rarity) => (having.get(word) ?? 0) >= 3

/**
 * Two words: 1 where they are the same, less for each letter that differs; an abbreviation is nearly the word. `Mitra`
 * and `Citra` are a letter apart and two words all the same, since many companies have each of them.
 */
function alikeness(a: string, b: string, rarity: Rarity): number {
  if (a === b) return 1
  const [brief, long] = a.length < b.length ? [a, b] : [b, a]
  const known = (word: string) => isEstablished(word, rarity)
  if (brief.length >= 3 && long.length >= brief.length + 3 && isAbbreviation(brief, long))
    return known(brief) && !known(long) ? 0 : 0.85
  if (brief.length < 3 || (known(a) && known(b))) return 0
  const distance = editDistance(a, b)
  if (distance === 1) return long.length >= 5 ? 0.9 : 0.8
  return brief.length < 4 ? 0 : 1 - distance / long.length
}

/** `intl` is short for `international`: it begins alike, its letters stand there in their order, vowels are left out. */
function isAbbreviation(brief: string, long: string): boolean {
  if (long.startsWith(brief)) return brief.length >= 4
  if (brief.slice(0, 2) !== long.slice(0, 2) || (brief.match(/[aeiou]/g) ?? []).length > 1) return false
  let at = 0
  for (const letter of brief) {
    at = long.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

const isInitials = ([only, ...more]: string[], words: string[]): boolean =>
  more.length === 0 && words.length >= 3 && only === words.map(([letter]) => letter).join('')

const numbersOf = (words: string[]): string =>
  words
    .flatMap((word) => word.match(/\d+/g) ?? [])
    .toSorted()
    .join()

/** In nats: 0.5 for what nearly everybody has, up to about 11 for what nobody else has among 50,000. */
const weightOf = (word: string, { accounts, with: having }: Rarity): number =>
  0.5 + Math.log((accounts + 1) / ((having.get(word) ?? 0) + 1))
