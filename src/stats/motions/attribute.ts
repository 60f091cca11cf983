import type { DealCounts } from './deal-counts.ts'
import type { Parts } from './score-gain.ts'

/** Something that is known of deals and by which they might be told apart. */
export type Attribute = {
  name: string
  /** Deal → value; absent, null or empty: nobody said. */
  values: ReadonlyMap<string, string | null>
  /** Deal → day on which the value was first said; absent: at its creation. */
  said_on?: ReadonlyMap<string, number>
}

/** A part of the deals, by its value; `others` are values too rare to stand alone, `unsaid` deals without any. */
export type Part = {
  value: string | null
  kind: 'value' | 'others' | 'unsaid'
  deals: number
  closed: number
  won: number
  /** What rates of its own gain beyond chance, nats per closed deal of this part; null where it was not tried. */
  effect: number | null
}

/** Fewer closed deals (won + lost) than this are no motion of their own. */
export const enoughInPart = 30

/**
 * Deals by the value of an attribute. Values with fewer than 30 closed deals are put together as `others`; where even
 * these are too few, they stay with the rates of all deals, and so does what was not said by anybody.
 */
export function partsBy(counts: DealCounts, { values }: Attribute): { parts: Part[]; assigned: Parts; short: number } {
  const by = new Map<string, Part>()
  const unsaid: Part = { value: null, kind: 'unsaid', deals: 0, closed: 0, won: 0, effect: null }
  const valueOf = (deal: string) => values.get(deal) || null
  counts.deals.forEach((deal, i) => {
    const value = valueOf(deal)
    const part =
      value === null
        ? unsaid
        : by.getOrInsertComputed(value, () => ({ value, kind: 'value', deals: 0, closed: 0, won: 0, effect: null }))
    part.deals++
    if ((counts.closed[i] ?? 0) > 0) part.closed++
    if (counts.closed[i] === 2) part.won++
  })
  const all = [...by.values()].toSorted((a, b) => b.closed - a.closed || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
  const large = all.filter(({ closed }) => closed >= enoughInPart)
  const rare = all.filter(({ closed }) => closed < enoughInPart)
  const others = together(rare)
  const parts = [...large, ...(rare.length > 0 ? [others] : []), ...(unsaid.deals > 0 ? [unsaid] : [])]
  const standing = new Map(large.map(({ value }, i) => [value, i]))
  const ofOthers = others.closed >= enoughInPart ? large.length : -1
  return {
    parts,
    assigned: {
      count: large.length + (ofOthers < 0 ? 0 : 1),
      of: Int16Array.from(counts.deals, (deal) => {
        const value = valueOf(deal)
        return value === null ? -1 : (standing.get(value) ?? ofOthers)
      }),
    },
    short: Math.max(0, enoughInPart - others.closed),
  }
}

const together = (some: readonly Part[]): Part => ({
  value: some.length === 1 ? (some[0]?.value ?? null) : null,
  kind: some.length === 1 ? 'value' : 'others',
  deals: some.reduce((sum, { deals }) => sum + deals, 0),
  closed: some.reduce((sum, { closed }) => sum + closed, 0),
  won: some.reduce((sum, { won }) => sum + won, 0),
  effect: null,
})
