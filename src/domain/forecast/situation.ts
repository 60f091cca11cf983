import type { Entry } from '../../stats/new-business.ts'
import type { Edges } from '../../values/fiscal-calendar.ts'
import type { Instant } from '../../values/instant.ts'
import type { Money } from '../../values/money.ts'
import { dayNumber, type StandingDeal, type StayRow, staysOf } from '../history/index.ts'
import type { AmountMeasure } from '../pipelines/index.ts'
import type { ForecastSituation, OpenDeal } from './forecast.ts'
import { amountOf, type Exchange, worthToday, worthWhenWon } from './worth.ts'

/** A pipeline as it was defined at the moment of a forecast. */
export type Plan = {
  id: string
  key: string
  name: string
  measure: AmountMeasure
  stages: readonly { key: string; name: string; phase: string; chance?: number | undefined }[]
}

/** What was read for a forecast, all of it as of one moment. */
export type Facts = {
  as_of: Instant
  period: { key: string } & Edges
  measure: AmountMeasure
  plans: readonly (Plan & { quota: Money | null; shown: boolean })[]
  stays: readonly StayRow[]
  standing: readonly StandingDeal[]
  exchange: Exchange
}

/** Brings what was read into the words of the statistics: pipelines by their key, amounts in one currency. */
export function situationOf({ as_of, period, measure, plans, stays, standing, exchange }: Facts): ForecastSituation {
  const keyOf = keysOf(plans)
  const won = standing.filter(({ outcome }) => outcome === 'won').map((deal) => ({ deal, ...worthOf(deal, exchange) }))
  const open = standing.filter(({ outcome }) => outcome === null).map((deal) => ({ deal, ...worthOf(deal, exchange) }))
  const within = won.filter(({ deal }) => isWithin(deal.closed_at, period))
  const entries = entriesOf(stays, keyOf)

  return {
    as_of,
    currency: exchange.currency,
    measure,
    period,
    pipelines: plans.map((plan) => withQuota(plan, exchange)),
    stays: keyedStays(stays, keyOf),
    open: open.map(({ deal, amount, worth }) => openDeal(deal, keyOf, { amount: worth, has_amount: amount !== null })),
    // A win without a rate counts as a win, and is named beside what it cannot be added to.
    closed: within.map(({ deal, worth }) => ({
      pipeline: keyOf(deal.pipeline_id),
      amount: worth ?? { amount: '0', currency: exchange.currency },
    })),
    unconverted: [...open, ...within].flatMap(({ deal, amount, worth }) =>
      amount === null || worth !== null ? [] : [{ pipeline: keyOf(deal.pipeline_id), amount }],
    ),
    won: won.flatMap(({ deal, amount, worth }) =>
      amount === null || worth === null || deal.closed_at === null
        ? []
        : [{ pipeline: keyOf(deal.pipeline_id), day: dayNumber(deal.closed_at), amount: Number(worth.amount) }],
    ),
    amount_pairs: won.flatMap(({ deal }) =>
      deal.amount_minor === null || deal.half_way_amount_minor === null || deal.half_way_currency !== deal.currency
        ? []
        : [
            {
              pipeline: keyOf(deal.pipeline_id),
              open: Number(deal.half_way_amount_minor),
              won: Number(deal.amount_minor),
            },
          ],
    ),
    entries,
    recorded_from: entries.reduce((first, { day }) => Math.min(first, day), dayNumber(as_of)),
  }
}

function withQuota(plan: Facts['plans'][number], exchange: Exchange): ForecastSituation['pipelines'][number] {
  const quota = plan.quota && worthToday(plan.quota, exchange)
  return { ...plan, quota, quota_without_rate: quota === null ? plan.quota : null }
}

/** From a pipeline's id to the key that statistics and readers use. */
export function keysOf(plans: readonly Pick<Plan, 'id' | 'key'>[]): (pipeline_id: string) => string {
  const keys = new Map(plans.map(({ id, key }) => [id, key]))
  return (pipeline_id) => keys.get(pipeline_id) ?? pipeline_id
}

export const keyedStays = (rows: readonly StayRow[], keyOf: (pipeline_id: string) => string) =>
  staysOf(rows).map((stay) => ({ ...stay, pipeline: keyOf(stay.pipeline) }))

export const openDeal = (
  deal: Pick<StandingDeal, 'deal_id' | 'pipeline_id' | 'stage' | 'entered_stage_at' | 'close_date'>,
  keyOf: (pipeline_id: string) => string,
  { amount, has_amount }: Pick<OpenDeal, 'amount' | 'has_amount'> = { amount: null, has_amount: false },
): OpenDeal => ({
  deal_id: deal.deal_id,
  pipeline: keyOf(deal.pipeline_id),
  stage: deal.stage,
  entered_stage_at: deal.entered_stage_at,
  amount,
  has_amount,
  close_date: deal.close_date,
})

function worthOf(deal: StandingDeal, exchange: Exchange): { amount: Money | null; worth: Money | null } {
  const amount = amountOf(deal)
  if (deal.outcome === 'won') return { amount, worth: worthWhenWon(deal, exchange) }
  return { amount, worth: amount && worthToday(amount, exchange) }
}

const isWithin = (moment: Instant | null, { from, until }: Edges) => moment !== null && moment >= from && moment < until

/** Deals that came into a pipeline: created there, or moved there by a person. */
function entriesOf(rows: readonly StayRow[], keyOf: (pipeline_id: string) => string): Entry[] {
  return rows.flatMap((row, i): Entry[] => {
    const before = rows[i - 1]
    const created = before?.deal_id !== row.deal_id
    if (!created && (row.administrative || before.pipeline_id === row.pipeline_id)) return []
    const by = created ? 'created' : 'transferred'
    return [{ pipeline: keyOf(row.pipeline_id), stage: row.stage, day: dayNumber(row.occurred_at), by }]
  })
}
