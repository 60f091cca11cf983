import { type Day, dayOf, type Instant } from '../../values/instant.ts'
import { converted, digitsOf, type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { SizeOf, StandingDeal } from '../history/index.ts'
import { type Rates, rateBetween } from '../rates/index.ts'
import type { Prospect } from './forecast.ts'

/** How amounts come into the currency of a forecast. */
export type Exchange = {
  currency: string
  /** The day of the forecast: open amounts and quotas are converted at its rates. */
  day: Day
  rates: Rates
  /** The workspace's currency from a moment on, oldest first: what frozen rates lead into. */
  homes: readonly { currency: string; valid_from: Instant }[]
}

type Amount = Pick<StandingDeal, 'amount_minor' | 'currency' | 'counted'>

/** How deals are compared by size: in one currency, so that none is told apart by the one in which it was said. */
export type Sizing = {
  sizeOf: SizeOf
  currency: string
  /** The currency and its rates, in words that are the same as long as sizes are. */
  by: string
}

/**
 * Sizes in the workspace's currency at the rates of a day, whatever currency a forecast is asked in. An amount without a
 * rate has no size.
 */
export function sizingOn({ day, rates, homes }: Omit<Exchange, 'currency'>): Sizing {
  const home = (homes.findLast(({ valid_from }) => dayOf(valid_from) <= day) ?? homes[0])?.currency ?? 'EUR'
  const factors = new Map<string, number | null>()
  const factorOf = (currency: string): number | null => {
    const rate = rateBetween(rates, currency, home, day)
    return rate === null ? null : Number(rate) / 10 ** digitsOf(currency)
  }
  return {
    currency: home,
    sizeOf({ amount_minor, currency }) {
      if (amount_minor === null) return null
      const factor = factors.getOrInsertComputed(currency, factorOf)
      return factor === null ? null : amount_minor * factor
    },
    by: JSON.stringify([
      home,
      [...rates.keys()].map((currency) => [currency, rateBetween(rates, currency, home, day)]),
    ]),
  }
}

/** The size of a deal as it stands; none while its co-sell twin is the one that is counted, and of nothing. */
export function sizeIn({ sizeOf }: Sizing, { amount_minor, currency, counted }: Amount): number | null {
  if (amount_minor === null || amount_minor <= 0n || !counted) return null
  return sizeOf({ amount_minor: Number(amount_minor), currency })
}

/** An amount at the rate of the forecast's day; null where there is none. */
export function worthToday(money: Money, { currency, day, rates }: Omit<Exchange, 'homes'>): Money | null {
  const rate = rateBetween(rates, money.currency, currency, day)
  return rate === null ? null : exchanged(money, currency, rate)
}

/** What a deal says it is worth; nothing while its co-sell twin is the one that is counted. Null where nobody said. */
export function amountOf({ amount_minor, currency, counted }: Amount): Money | null {
  if (amount_minor === null) return null
  return moneyOf(counted ? amount_minor : 0n, currency)
}

/**
 * What a win is worth: at the rate that was frozen with it, so that it never changes again. Where none was frozen, and
 * on from the workspace's currency of that time, at the rates of the day it was won. Null where there is no rate.
 */
export function worthWhenWon(
  won: Amount & Pick<StandingDeal, 'frozen_rate' | 'closed_at'>,
  { currency, rates, homes }: Exchange,
): Money | null {
  const amount = amountOf(won) ?? moneyOf(0n, won.currency)
  const closed_at = won.closed_at ?? ''
  if (amount.currency === currency) return amount
  const home = (homes.findLast(({ valid_from }) => valid_from <= closed_at) ?? homes[0])?.currency ?? currency
  const frozen = won.frozen_rate === null ? amount : exchanged(amount, home, won.frozen_rate)
  return worthToday(frozen, { currency, day: dayOf(closed_at), rates })
}

/** One win without a rate now leaves no sum. */
export function atCurrentRates(closed: Prospect['closed']): bigint | null {
  let sum = 0n
  for (const { amount, today = amount } of closed) {
    if (today === null) return null
    sum += minorOf(today)
  }
  return sum
}

const exchanged = (money: Money, currency: string, rate: string): Money =>
  money.currency === currency ? money : converted(money, currency, rate)
