import type { InPieces } from '../../stats/gently.ts'
import { enoughClosed } from '../../stats/hazards.ts'
import type { MotionModel } from '../../stats/motion-model.ts'
import type { PastLuck } from '../../stats/past-luck.ts'
import type { Edges, Period } from '../../values/fiscal-calendar.ts'
import { startOfDay } from '../../values/fiscal-calendar.ts'
import type { Instant } from '../../values/instant.ts'
import { minorOf, moneyOf } from '../../values/money.ts'
import {
  asking,
  chancesAhead,
  estimateForecast,
  type Facts,
  type Forecast,
  isWithin,
  type Prospect,
  worthWhenWon,
} from '../forecast/index.ts'
import type { ForecastPath } from './path.ts'

/** About as many steps as a quarter has weeks. */
const steps = 13
/** Distributions that are made for what is ahead: the curve between them is smooth, and each costs a forecast's sum. */
const mostAhead = 7

/** Moments that cut a period into about thirteen parts: days at which one begins by the clocks of a time zone. */
export function bordersOf({ starts, ends }: Pick<Period, 'starts' | 'ends'>, time_zone: string): Instant[] {
  const length = Temporal.PlainDate.from(starts).until(ends).days
  const step = Math.max(1, Math.round(length / steps))
  const borders: Instant[] = []
  for (let days = 0; days < length; days += step)
    borders.push(startOfDay(Temporal.PlainDate.from(starts).add({ days }).toString(), time_zone))
  return [...borders, startOfDay(ends, time_zone)]
}

/** At most so many of these moments, evenly spread; the last is always one of them. */
export function thinned(moments: readonly Instant[], most: number): Instant[] {
  if (moments.length <= most) return [...moments]
  return Array.from({ length: most }, (_, i) => moments[Math.round(((i + 1) * moments.length) / most) - 1] ?? '')
}

type Known = { facts: Facts; situation: Prospect; model: MotionModel; luck: PastLuck }

/**
 * How a period has gone so far and where it leads: won up to each border that is past, and the forecast of the period
 * as if it ended at each border that is ahead. Pieces are distributions, so that others are answered in between.
 */
export function* tracingPath(
  { facts, situation, model, luck }: Known,
  borders: readonly Instant[],
): InPieces<ForecastPath> {
  const { as_of, period, currency } = situation
  const past = [...borders.filter((at) => at <= as_of), ...(isWithin(as_of, period) ? [as_of] : [])]
  const ahead = thinned(
    borders.filter((at) => at > as_of && at > period.from),
    mostAhead,
  )
  const periods = ahead.map((at): Edges => ({ from: period.from, until: at }))
  const chances = chancesAhead(situation, model, [period, ...periods])
  yield* chances.making(asking(situation))
  const forecasts: { at: Instant; forecast: Forecast }[] = []
  for (const edges of periods) {
    yield
    const sooner = { ...situation, period: { ...period, ...edges } }
    forecasts.push({ at: edges.until, forecast: estimateForecast(sooner, model, luck, chances) })
  }
  const last = forecasts.at(-1)?.forecast ?? estimateForecast(situation, model, luck, chances)
  const keyOf = new Map(facts.plans.map(({ id, key }) => [id, key]))
  const shown = new Set(last.pipelines.map(({ pipeline }) => pipeline))
  const won = facts.won
    .filter(({ pipeline_id, closed_at }) => shown.has(keyOf.get(pipeline_id) ?? '') && isWithin(closed_at, period))
    .map((deal) => ({
      pipeline: keyOf.get(deal.pipeline_id) ?? '',
      at: deal.closed_at ?? '',
      minor: minorOf(worthWhenWon(deal, facts.exchange) ?? moneyOf(0n, currency)),
    }))
  const wayOf = (wins: readonly { at: Instant; minor: bigint }[], partOf: (forecast: Forecast) => Part | undefined) => {
    const end = partOf(last)
    return {
      closed: [...new Set(past)].map((at) => ({ at, amount: wonBy(wins, at, currency) })),
      ahead: forecasts.flatMap(({ at, forecast }) => figuresAt(at, partOf(forecast))),
      quota: end?.quota ?? null,
      n_closed: end?.n_closed ?? 0,
      pooled: (end?.n_closed ?? 0) < enoughClosed,
      note: end?.note ?? null,
    }
  }
  return {
    period: period.key,
    from: period.from,
    until: period.until,
    as_of,
    currency,
    total: wayOf(won, ({ total }) => total),
    pipelines: last.pipelines.map(({ pipeline, name }) => ({
      pipeline,
      name,
      ...wayOf(
        won.filter((win) => win.pipeline === pipeline),
        ({ pipelines }) => pipelines.find((part) => part.pipeline === pipeline),
      ),
    })),
  }
}

type Part = Forecast['total']

/** What was won before a moment; at the moment of the forecast all that is known. */
const wonBy = (wins: readonly { at: Instant; minor: bigint }[], moment: Instant, currency: string) =>
  moneyOf(
    wins.reduce((sum, { at, minor }) => (at <= moment ? sum + minor : sum), 0n),
    currency,
  )

function figuresAt(at: Instant, part: Part | undefined) {
  const { expected, p10, p50, p90 } = part ?? {}
  return expected && p10 && p50 && p90 ? [{ at, expected, p10, p50, p90 }] : []
}
