import type { Instant } from '../../values/instant.ts'
import type { Rates } from './rate.ts'

type DayRate = { valid_from: string; per_euro: string }
/** A rate as it was recorded: several may be of one day, and the newest of those holds. */
export type RecordedRate = DayRate & { recorded_at: Instant }

/**
 * All rates of a workspace: by currency, by day, and those of one day in the order in which they were recorded. Where no
 * day was given twice it does not matter when, and whenever one asks they are the rates.
 */
export type KnownRates = ReadonlyMap<string, CurrencyRates>
type CurrencyRates = { once: readonly DayRate[] } | { several: readonly RecordedRate[] }

export function knownRates(recorded: readonly RecordedRate[]): CurrencyRates {
  const once = recorded.every(({ valid_from }, i) => valid_from !== recorded[i - 1]?.valid_from)
  return once ? { once: recorded.map(plain) } : { several: recorded }
}

/**
 * The rates to convert by. Where a day's rate was given several times the newest holds; with `as_of`, the newest that
 * was known then. A day whose rates all came later (history is often brought along with its rates) keeps the newest.
 */
export function ratesAt(known: KnownRates, as_of: Instant | undefined): Rates {
  return new Map(
    [...known].map(([currency, rates]) => [currency, 'once' in rates ? rates.once : heldAt(rates.several, as_of)]),
  )
}

function heldAt(recorded: readonly RecordedRate[], as_of: Instant | undefined): DayRate[] {
  const held: RecordedRate[] = []
  for (const rate of recorded) {
    const before = held.at(-1)
    if (before?.valid_from !== rate.valid_from) held.push(rate)
    // What came later than the moment takes the place only of what came later too.
    else if (as_of === undefined || rate.recorded_at <= as_of || before.recorded_at > as_of)
      held[held.length - 1] = rate
  }
  return held.map(plain)
}

const plain = ({ valid_from, per_euro }: RecordedRate): DayRate => ({ valid_from, per_euro })
