import { type Day, instantOf } from '../values/instant.ts'
import { shortName } from './demo-accounts.ts'
import type { DemoDeal } from './demo-deal.ts'

/** What each motion sells for a term, and the terms that it agrees on, the usual one first; devices are sold once. */
const sold: Readonly<Record<string, { product: string; months: readonly number[] }>> = {
  enterprise: { product: 'platform', months: [36, 24] },
  transactional: { product: 'yard', months: [12, 24, 36] },
  partner: { product: 'platform', months: [24, 12, 36] },
  renewal: { product: 'platform', months: [12, 24, 36] },
  'self-service': { product: 'team', months: [12, 24, 36] },
}

/** A renewal is decided about so many days before or after the end of the term that it renews. */
const nearest = 60
/** Those who ask about a renewal do so in time; only of a few terms that end soon has nobody thought yet. */
const asked_ahead = 120
const forgotten = 5

/**
 * Gives won deals the terms that they were sold for, and lets each renewal renew one of them: a term that ended about
 * when the renewal was decided, of about its amount a year, at an account of the same city, which becomes the renewal's.
 * Deals in order of creation. Changes neither amounts nor dates.
 */
export function withTerms(deals: readonly DemoDeal[], today: Day): DemoDeal[] {
  const told = new Map(deals.map((deal) => [deal.deal_id, { ...deal }]))
  const won: Won[] = []
  /** What is renewed is what was sold before. */
  const carried = new Map<string, string>()
  for (const deal of told.values()) {
    if (deal.pipeline === 'renewal') renew(deal, won, carried)
    if (deal.status === 'won' && deal.amount !== null && deal.account !== null && sold[deal.pipeline])
      won.push({ deal, ends: termsOf(deal).map((months) => ({ months, day: dayOf(endOf(deal, months)) })) })
  }
  let [ending, lapsing] = [0, 0]
  const now = dayOf(today)
  for (const [i, { deal, ends }] of won.entries()) {
    if (deal.term) continue
    const goods = sold[deal.pipeline]
    const months = ends.find(({ day }) => {
      const days = day - now
      if (days > asked_ahead) return true
      if (days >= 0) return ending++ < forgotten
      return i % 3 === 0 && lapsing++ < 40
    })?.months
    if (goods && months) deal.term = { months, product: carried.get(deal.deal_id) ?? goods.product }
  }
  return [...told.values()]
}

/** A deal won, with the days on which its term may end. */
type Won = { deal: DemoDeal; ends: { months: number; day: number }[] }

/** Finds what a renewal renews among the deals won before it; one of the first year renews what is older than the file. */
function renew(renewal: DemoDeal, won: readonly Won[], carried: Map<string, string>): void {
  if (renewal.account === null || renewal.amount === null) return
  const decided = dayOf(renewal.closed_at ?? renewal.close_date)
  let best: { deal: DemoDeal; months: number; apart: number } | undefined
  for (const { deal, ends } of won) {
    if (deal.term || deal.currency !== renewal.currency || (deal.closed_at ?? '') >= renewal.created_at) continue
    for (const { months, day } of ends) {
      if (Math.abs(day - decided) > nearest) continue
      const apart = Math.abs(Math.log(Number(renewal.amount) / yearlyOf(deal, months)))
      if (apart < (best?.apart ?? farthest)) best = { deal, months, apart }
    }
  }
  if (!best) return
  const { deal, months } = best
  const product = carried.get(deal.deal_id) ?? sold[deal.pipeline]?.product ?? ''
  deal.term = { months, product }
  const [, subject = renewal.name] = renewal.name.split(' – ')
  renewal.name = `${shortName(deal.account?.name ?? '')} – ${subject}`
  renewal.account = deal.account
  renewal.renews = deal.deal_id
  carried.set(renewal.deal_id, product)
}

/** A renewal may bring a third of what was paid before, or three times as much; more is another customer. */
const farthest = Math.log(3)

/** The terms that a deal may have been sold for; a renewal says so in its name. */
function termsOf({ pipeline, name }: DemoDeal): readonly number[] {
  if (pipeline === 'renewal' && name.includes('three years')) return [36]
  if (pipeline === 'renewal' && name.includes('two years')) return [24]
  if (pipeline === 'renewal' && name.includes('one year')) return [12]
  return sold[pipeline]?.months ?? []
}

const yearly = new Set(['renewal', 'self-service'])
const yearlyOf = ({ pipeline, amount }: DemoDeal, months: number): number =>
  yearly.has(pipeline) ? Number(amount) : (Number(amount) / months) * 12

function endOf({ closed_at }: DemoDeal, months: number): Day {
  const end = new Date(closed_at ?? 0)
  end.setUTCMonth(end.getUTCMonth() + months)
  return instantOf(end.getTime()).slice(0, 10)
}

/** Days since 1970. */
const dayOf = (at: string): number => Date.parse(at.slice(0, 10)) / 86_400_000
