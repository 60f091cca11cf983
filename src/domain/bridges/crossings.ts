import type { Day, Instant } from '../../values/instant.ts'
import { converted, type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { Between, Crossing, End, EndState } from '../history/index.ts'
import { type Rates, rateBetween } from '../rates/index.ts'

/** An amount in the bridge's currency, in minor units; null where there is no rate. */
export type Worth = (amount: Money) => bigint | null

/** Amounts at the rates of one day; each currency is looked up once. */
export function worthOn(day: Day, rates: Rates, currency: string): Worth {
  const known = new Map<string, string | null>()
  return (amount) => {
    if (amount.currency === currency) return minorOf(amount)
    const rate = known.getOrInsertComputed(amount.currency, (code) => rateBetween(rates, code, currency, day))
    return rate === null ? null : minorOf(converted(amount, currency, rate))
  }
}

/** At one moment: what amounts are worth, whose deals are asked about, and what is expected of each. */
export type Side = {
  worth: Worth
  /** Null for everybody's deals, and nobody's. */
  owners: ReadonlySet<string> | null
  /** For an expected figure; else null. */
  expected: ReadonlyMap<string, bigint> | null
}

export type Ground = {
  pipeline_ids: ReadonlySet<string>
  from: Side
  to: Side
  /** Days in which open deals are to close to be counted; null for all. */
  closing: { starts: Day; ends: Day } | null
  /** Wins of these moments are counted; null for none. */
  won: { from: Instant; until: Instant } | null
}

/** A deal at both ends with what it brings to the figure; what has no rate is told to `without`, and brings nothing. */
export function crossingOf(
  { deal_id, created_at, from, to }: Between,
  ground: Ground,
  without: { start(amount: Money): void; end(amount: Money): void },
): Crossing {
  const start = endOf(deal_id, from, ground, ground.from, without.start)
  const end = endOf(deal_id, to, ground, ground.to, without.end)
  return { deal_id, created_at, from: start, to: end, held: heldOf(start, end, ground) }
}

function endOf(
  deal_id: string,
  state: EndState | null,
  ground: Ground,
  { worth: worthOf, owners, expected }: Side,
  without: (amount: Money) => void,
): End {
  if (state === null) return { state, inside: false, counts: false, value: 0n }
  const { pipeline_id, owner_id } = state
  const inside =
    ground.pipeline_ids.has(pipeline_id) && (owners === null || (owner_id !== null && owners.has(owner_id)))
  const counts = inside && isCounted(state, ground)
  if (!counts) return { state, inside, counts, value: 0n }
  const amount = amountOf(state)
  const worth = amount && worthOf(amount)
  if (amount !== null && worth === null && state.outcome === null) without(amount)
  return { state, inside, counts, value: expected === null ? (worth ?? 0n) : (expected.get(deal_id) ?? 0n) }
}

function isCounted({ outcome, closed_at, close_date }: EndState, { closing, won }: Ground): boolean {
  if (outcome === 'won') return won !== null && closed_at !== null && closed_at >= won.from && closed_at < won.until
  if (outcome !== null) return false
  return closing === null || (close_date !== null && close_date >= closing.starts && close_date < closing.ends)
}

/** What it would bring at the end if only rates had moved: by the same share as its amount. */
function heldOf(start: End, end: End, { from, to }: Ground): bigint {
  const amount = start.state && amountOf(start.state)
  if (amount === null || start.state?.outcome !== null) return start.value
  const [then, now] = [from.worth(amount), to.worth(amount)]
  if (then === null || now === null) return end.value
  return then === 0n ? start.value : (start.value * now) / then
}

/** What a deal says it is worth; nothing while its twin is counted, null where nobody said. */
function amountOf({ amount_minor, currency, counted }: EndState): Money | null {
  return amount_minor === null ? null : moneyOf(counted ? amount_minor : 0n, currency)
}

/** Adds amounts up by currency, for those that no rate brings into another. */
export function sumsByCurrency() {
  const sums = new Map<string, bigint>()
  return {
    add(amount: Money) {
      sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + minorOf(amount))
    },
    all: (): Money[] =>
      [...sums]
        .filter(([, minor]) => minor !== 0n)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, minor]) => moneyOf(minor, code)),
  }
}
