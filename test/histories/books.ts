import type { Json } from '../stories/wire.ts'

/**
 * A company as somebody keeps it in their head who never saw the product: deals, what was said of them, and what has to
 * come of that. Nothing in here asks the server, and nothing of the server's own code is used.
 */
export type Currency = 'EUR' | 'IDR' | 'JPY'
export type Outcome = 'won' | 'lost' | 'void' | null
export type Kept = {
  id: string
  version: number
  pipeline: string
  stage: string
  outcome: Outcome
  minor: number | null
  currency: Currency
  kind: string
  counted: boolean
  account: string | null
  source: 'a' | 'b' | null
  /** The last step by hand, as long as nothing came after it: what it was before. */
  step: { id: string; version: number; way: 'moves' | 'transfers'; before: Partial<Kept> } | null
}

export type Bond = {
  overlap: string
  as: 'same_deal' | 'co_sell' | 'different'
  kept: Kept
  gone: Kept
  gone_version: number
  /** Of a merge that took the amount over: what the deal that lives on stood for before. */
  kept_before: Pick<Kept, 'minor' | 'currency'> | null
}

export type Handed = {
  id: string
  rule: string | null
  from: string | null
  state: string
  opened: Kept | null
  account?: string
}
export type Restructured = { id: string; moved: { deal: Kept; from: string; to: string }[] }
export type Merged = { id: string; kept: string; gone: string; deals: Kept[] }

export const kinds: Record<string, string> = {
  direct: 'new',
  partner: 'new',
  messy: 'new',
  growth: 'expansion',
  service: 'expansion',
}

export class Books {
  deals: Kept[] = []
  bonds: Bond[] = []
  handed: Handed[] = []
  fired = new Set<string>()
  restructured: Restructured[] = []
  merged: Merged[] = []
  readings: { account: string; at: number; value: number }[] = []

  open(given: Pick<Kept, 'id' | 'pipeline'> & Partial<Kept>): Kept {
    const fresh = { version: 1, stage: 'asked', outcome: null, counted: true, account: null, source: null, step: null }
    const money = { minor: null, currency: 'EUR' as const, kind: kinds[given.pipeline] ?? '' }
    const deal: Kept = { ...fresh, ...money, ...given }
    this.deals.push(deal)
    return deal
  }

  /** A change of a deal; a step by hand can be taken back until the next one. */
  change(deal: Kept, after: Partial<Kept>, step?: { id: string; way: 'moves' | 'transfers' }): void {
    const before: Partial<Kept> = {}
    for (const name of Object.keys(after) as (keyof Kept)[]) Object.assign(before, { [name]: deal[name] })
    Object.assign(deal, after, { version: deal.version + 1 })
    deal.step = step ? { ...step, version: deal.version, before } : null
  }

  /** To another pipeline: what that says of new and expansion holds there, unless something else was said of the deal. */
  place(deal: Kept, pipeline: string, step?: { id: string; way: 'transfers' }): void {
    const own = deal.kind !== kinds[deal.pipeline]
    this.change(deal, { pipeline, kind: own ? deal.kind : (kinds[pipeline] ?? '') }, step)
  }

  /** Whether a deal's money stands by itself: not while one stands that it is sold together with, or that one's heir. */
  counts(deal: Kept, without?: Bond): boolean {
    const bonds = this.bonds.filter((bond) => bond !== without && bond.as !== 'different')
    const reached = new Set<Kept>()
    const walk = (one: Kept): boolean => {
      if (one === deal || reached.has(one)) return false
      reached.add(one)
      return stands(one) || bonds.some(({ gone, kept }) => gone === one && walk(kept))
    }
    return !bonds.some(({ as, gone, kept }) => as === 'co_sell' && gone === deal && walk(kept))
  }

  /** What follows by itself from what happened. */
  recount(): void {
    for (const deal of this.deals)
      if (stands(deal) && deal.counted !== this.counts(deal)) this.change(deal, { counted: !deal.counted })
  }

  isGone(account: string): boolean {
    return this.merged.some(({ gone }) => gone === account)
  }

  /** The account that another one lives on in; itself where it stands alone. */
  living(account: string): string {
    return this.merged.find(({ gone }) => gone === account)?.kept ?? account
  }

  /** What is known of the use of an account, with what was known of one that went into it. */
  readingsOf(account: string) {
    return this.readings.filter((one) => this.living(one.account) === account).toSorted((a, b) => a.at - b.at)
  }

  /** What stands where: by pipeline, side, currency and kind of revenue. */
  standing(): Map<string, number> {
    const sums = new Map<string, number>()
    for (const { pipeline, outcome, minor, currency, kind, counted } of this.deals) {
      if (!counted || minor === null || (outcome !== null && outcome !== 'won')) continue
      const key = `${pipeline} ${outcome ?? 'open'} ${currency} ${kind}`
      sums.set(key, (sums.get(key) ?? 0) + minor)
    }
    return sums
  }
}

export const stands = ({ outcome }: Kept): boolean => outcome === null || outcome === 'won'

const digits = { EUR: 2, IDR: 2, JPY: 0 } as const
export const amountOf = (minor: number, currency: Currency) => ({
  amount: (minor / 10 ** digits[currency]).toFixed(digits[currency]),
  currency,
})
const minorOf = ({ amount, currency }: Json): number => Math.round(Number(amount) * 10 ** digits[currency as Currency])

/** Sums of the parts of keys, as `pipeline side currency`; what is nothing is left out. */
function folded(standing: ReadonlyMap<string, number>, ...parts: number[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [key, minor] of standing) {
    const words = key.split(' ')
    const name = parts.map((part) => words[part]).join(' ')
    sums[name] = (sums[name] ?? 0) + minor
  }
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, minor]) => minor !== 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** What the books say a reconciliation has to show. */
export const expected = (standing: ReadonlyMap<string, number>) => ({
  balanced: true,
  disagreements: [],
  totals: folded(standing, 2),
  pipelines: folded(standing, 0, 1, 2),
})

/** The same as the server told it. */
export function told({ balanced, disagreements, currencies }: Json) {
  const totals = new Map<string, number>()
  const parts = new Map<string, number>()
  for (const { currency, total, pipelines, difference } of currencies) {
    totals.set(`- - ${currency}`, minorOf(total))
    if (minorOf(difference) !== 0) throw new Error(`${currency} differs by ${difference.amount}`)
    for (const { pipeline, open, won } of pipelines)
      for (const [side, sum] of [
        ['open', open],
        ['won', won],
      ])
        parts.set(`${pipeline} ${side} ${currency}`, minorOf(sum))
  }
  return { balanced, disagreements, totals: folded(totals, 2), pipelines: folded(parts, 0, 1, 2) }
}

export const minorIn = (money: Json | null): number | null => (money === null ? null : minorOf(money))
