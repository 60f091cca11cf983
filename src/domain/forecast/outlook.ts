import { amountRatios } from '../../stats/amount-ratio.ts'
import {
  type Chances,
  chancesFor,
  type LateChances,
  type MotionModel,
  type Standing,
} from '../../stats/motion-model.ts'
import { type ArrivalRate, estimateArrivals } from '../../stats/new-business.ts'
import { everDays } from '../../stats/win-probability.ts'
import type { Edges } from '../../values/fiscal-calendar.ts'
import { dayNumber } from '../history/index.ts'
import type { OpenDeal, Prospect } from './forecast.ts'
import { shortageNote } from './win-model.ts'

/** What all pipelines share: the days ahead and what history says. */
export type Outlook = {
  now: number
  /** Days from now until the period begins and until it ends; 0 when that is over. */
  from: number
  until: number
  model: MotionModel
  chances: Chances
  ratios: Map<string, number>
  rates: ArrivalRate[]
  /** Why there is no forecast at all; null when there is one. */
  missing: string | null
}

export function outlookOn(
  situation: Prospect,
  model: MotionModel,
  chances: Chances = chancesAhead(situation, model),
): Outlook {
  const { as_of, pipelines } = situation
  const now = dayNumber(as_of)
  const { from, until } = daysAhead(situation)
  const why = until > everDays ? 'no forecast: the period ends more than two years ahead' : shortageNote(model.n_closed)
  const keys = pipelines.map(({ key }) => key)
  return {
    now,
    from,
    until,
    model,
    chances,
    ratios: amountRatios(situation.amount_pairs, keys),
    rates: estimateArrivals(situation.entries, { as_of: now, recorded_from: situation.recorded_from }),
    // A period that is over needs no history: it is what it is.
    missing: until === 0 ? null : why,
  }
}

function daysAhead({ as_of, period }: Pick<Prospect, 'as_of' | 'period'>): Pick<Outlook, 'from' | 'until'> {
  const now = dayNumber(as_of)
  const until = Math.max(dayNumber(period.until) - now, 0)
  return { from: Math.min(Math.max(dayNumber(period.from) - now, 0), until), until }
}

/** The chances that forecasts of these periods ask for, all of them ahead of one moment. */
export function chancesAhead(
  { as_of, period }: Pick<Prospect, 'as_of' | 'period'>,
  model: MotionModel,
  periods: readonly Edges[] = [period],
): LateChances {
  const horizons = periods.flatMap((edges) => {
    const { from, until } = daysAhead({ as_of, period: { ...period, ...edges } })
    return [from, Math.min(until, everDays)]
  })
  return chancesFor(model, horizons)
}

/** A deal as the model looks at it on a day. */
export const standingOf = ({ pipeline, stage, entered_stage_at, size }: OpenDeal, now: number): Standing => ({
  pipeline,
  stage,
  age_days: Math.max(now - dayNumber(entered_stage_at), 0),
  amount: size,
})

/** Won between the two edges of the period ahead. */
export function chanceWithin(deal: OpenDeal, { chances, now, from, until }: Outlook): number {
  return chances.chanceBetween(standingOf(deal, now), from, until)
}

/** The open deals, and of every pipeline that is shown one without an amount: of what comes in nobody knows the size. */
export const asking = ({ pipelines, open }: Prospect): Pick<Standing, 'pipeline' | 'amount'>[] => {
  const shown = new Set(pipelines.filter((plan) => plan.shown).map(({ key }) => key))
  return [
    ...[...shown].map((pipeline) => ({ pipeline, amount: null })),
    ...open.filter(({ pipeline }) => shown.has(pipeline)).map(({ pipeline, size }) => ({ pipeline, amount: size })),
  ]
}
