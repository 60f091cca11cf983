import type { InPieces } from '../../stats/gently.ts'
import type { Entry } from '../../stats/new-business.ts'
import type { Stay } from '../../stats/stay.ts'
import type { Edges } from '../../values/fiscal-calendar.ts'
import type { Instant } from '../../values/instant.ts'
import type { Money } from '../../values/money.ts'
import type { MethodInUse } from '../forecast-methods/index.ts'
import { dayNumber, makingStays, restating, type StandingDeal, type StayRow } from '../history/index.ts'
import type { AmountMeasure, RevenueKind, StageMap } from '../pipelines/index.ts'
import type { ForecastSituation, OpenDeal, Prospect } from './forecast.ts'
import { amountOf, type Exchange, sizeIn, type Sizing, sizingOn, worthToday, worthWhenWon } from './worth.ts'

/** A pipeline as it was defined at the moment of a forecast. */
export type Plan = {
  id: string
  key: string
  name: string
  measure: AmountMeasure
  revenue_kind: RevenueKind
  stages: readonly { key: string; name: string; phase: string; chance?: number | undefined }[]
  /** From every stage that it ever had to the one where its deals belong in this version. */
  places: StageMap
  /** What the chances of its deals are reckoned by at that moment; the model, where nothing is said. */
  method?: MethodInUse
}

/** What was read for a forecast, all of it as of one moment. */
export type Facts = {
  as_of: Instant
  period: { key: string } & Edges
  measure: AmountMeasure
  plans: readonly (Plan & { quota: Money | null; shown: boolean })[]
  stays: readonly StayRow[]
  /** Open deals at least of the pipelines that are shown, and the won ones of all. */
  open: readonly StandingDeal[]
  won: readonly StandingDeal[]
  exchange: Exchange
  /** Nothing is left out of it, and it is now: kept counts say what was learnt from it. */
  whole: boolean
}

/**
 * What of a situation is so whatever stages the pipelines have and whatever the hour: amounts in one currency, pipelines
 * by their key, and deals in the stages of the versions that they were in.
 */
export type Basis = {
  entries: readonly (Entry & { pipeline_id: string })[]
  open: readonly (OpenDeal & { pipeline_id: string })[]
} & Pick<ForecastSituation, 'closed' | 'unconverted' | 'won' | 'amount_pairs'>

export function basisOf({ period, plans, stays, exchange, ...facts }: Omit<Facts, 'as_of' | 'whole'>): Basis {
  const keyOf = keysOf(plans)
  const sizing = sizingOn(exchange)
  const won = facts.won.map((deal) => ({ deal, ...worthOf(deal, exchange) }))
  const open = facts.open.map((deal) => ({ deal, ...worthOf(deal, exchange) }))
  const within = won.filter(({ deal }) => isWithin(deal.closed_at, period))
  return {
    entries: entriesOf(stays, keyOf),
    open: open.map(({ deal, amount, worth }) => ({
      ...openDeal(deal, keyOf, { amount: worth, has_amount: amount !== null, size: sizeIn(sizing, deal) }),
      pipeline_id: deal.pipeline_id,
    })),
    // A win without a rate counts as a win, and is named beside what it cannot be added to.
    closed: within.map(({ deal, amount, worth }) => ({
      pipeline: keyOf(deal.pipeline_id),
      amount: worth ?? { amount: '0', currency: exchange.currency },
      revenue_kind: deal.revenue_kind,
      // Won without an amount is worth nothing at any rate.
      today: amount ? worthToday(amount, exchange) : { amount: '0', currency: exchange.currency },
    })),
    unconverted: [...open, ...within].flatMap(({ deal, amount, worth }) =>
      amount === null || worth !== null ? [] : [{ pipeline: keyOf(deal.pipeline_id), amount }],
    ),
    won: won.flatMap(({ deal, amount, worth }) =>
      amount === null || worth === null || deal.closed_at === null
        ? []
        : [{ pipeline: keyOf(learntFor(deal)), day: dayNumber(deal.closed_at), amount: Number(worth.amount) }],
    ),
    amount_pairs: won.flatMap(({ deal }) =>
      deal.amount_minor === null || deal.half_way_amount_minor === null || deal.half_way_currency !== deal.currency
        ? []
        : [
            {
              pipeline: keyOf(learntFor(deal)),
              open: Number(deal.half_way_amount_minor),
              won: Number(deal.amount_minor),
            },
          ],
    ),
  }
}

/** What was won counts where it was won, and is learnt from for the pipeline that its past counts for. */
const learntFor = ({ learnt_for, pipeline_id }: StandingDeal) => learnt_for ?? pipeline_id

/** Brings what was read into the words of the statistics, in the stages of the plans. */
export function situationOf(facts: Facts, basis: Basis = basisOf(facts)): Prospect {
  const { as_of, period, measure, plans, exchange } = facts
  const { open, entries, ...same } = basis
  const placeOf = placesOf(plans)
  return {
    ...same,
    as_of,
    currency: exchange.currency,
    measure,
    period,
    pipelines: plans.map((plan) => withQuota(plan, exchange)),
    open: open.map((deal) => placed(deal, placeOf)),
    entries: entries.map((entry) => placed(entry, placeOf)),
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

type PlaceOf = (stage: string, pipeline_id: string) => string

/** From a stage of any version to the one of the plan's where its deals belong. */
export function placesOf(plans: readonly Pick<Plan, 'id' | 'places'>[]): PlaceOf {
  const places = new Map(plans.map(({ id, places }) => [id, places]))
  return (stage, pipeline_id) => places.get(pipeline_id)?.[stage] ?? stage
}

/** A deal in the stage where it belongs in the plan's version, whichever version it is in. */
export function placed<Deal extends { pipeline_id: string; stage: string }>(deal: Deal, placeOf: PlaceOf): Deal {
  const stage = placeOf(deal.stage, deal.pipeline_id)
  // Most belong where they are, and of copies there would be a hundred thousand.
  return stage === deal.stage ? deal : { ...deal, stage }
}

/** Makes stays in the stages of the plans' versions, pipelines by their key, amounts in the one currency of sizes. */
export function* keyingStays(
  rows: readonly StayRow[],
  plans: readonly Plan[],
  { sizeOf }: Pick<Sizing, 'sizeOf'>,
): InPieces<Stay[]> {
  return yield* placingStays(yield* makingStays(rows, keysOf(plans), sizeOf), plans)
}

export function* placingStays(stays: readonly Stay[], plans: readonly Plan[]): InPieces<Stay[]> {
  const places = new Map(plans.map(({ key, places }) => [key, places]))
  return yield* restating(stays, (stage, pipeline) => places.get(pipeline)?.[stage] ?? stage)
}

export const openDeal = (
  deal: Pick<StandingDeal, 'deal_id' | 'pipeline_id' | 'stage' | 'entered_stage_at' | 'close_date' | 'revenue_kind'>,
  keyOf: (pipeline_id: string) => string,
  worth: Pick<OpenDeal, 'amount' | 'has_amount' | 'size'>,
): OpenDeal => ({
  deal_id: deal.deal_id,
  pipeline: keyOf(deal.pipeline_id),
  stage: deal.stage,
  entered_stage_at: deal.entered_stage_at,
  ...worth,
  revenue_kind: deal.revenue_kind,
  close_date: deal.close_date,
})

function worthOf(deal: StandingDeal, exchange: Exchange): { amount: Money | null; worth: Money | null } {
  const amount = amountOf(deal)
  if (deal.outcome === 'won') return { amount, worth: worthWhenWon(deal, exchange) }
  return { amount, worth: amount && worthToday(amount, exchange) }
}

export const isWithin = (moment: Instant | null, { from, until }: Edges) =>
  moment !== null && moment >= from && moment < until

/** Deals that came into a pipeline: created there, or moved there by a person. */
function entriesOf(rows: readonly StayRow[], keyOf: (pipeline_id: string) => string): Basis['entries'] {
  const entries: (Entry & { pipeline_id: string })[] = []
  let before: StayRow | undefined
  for (const row of rows) {
    const created = before?.deal_id !== row.deal_id
    const stays = !created && (row.administrative || before?.pipeline_id === row.pipeline_id)
    before = row
    if (stays) continue
    const { pipeline_id, stage } = row
    const by = created ? 'created' : 'transferred'
    entries.push({ pipeline: keyOf(pipeline_id), pipeline_id, stage, day: row.occurred, by })
  }
  return entries
}
