import { z } from 'zod'
import { dayOf, type Instant, InstantSchema, plusDays } from '../../values/instant.ts'
import { CurrencySchema, minorOf, moneyOf, SumSchema } from '../../values/money.ts'
import { Suspected, type SuspectedRow } from '../overlaps/index.ts'
import { ByRevenueKind, byRevenueKind, PipelineRef, type RevenueKind, sumsByKind } from '../pipelines/index.ts'
import { type Rates, totalOf } from '../rates/index.ts'

const sums = {
  /** Open deals. */
  count: z.int(),
  /** What the open deals are worth, at the rates of the day. */
  open: SumSchema,
  by_revenue_kind: ByRevenueKind,
  /** Open amounts times the chance that each is ever won; null without enough history, and at past moments. */
  weighted: SumSchema.nullable(),
  /** Amounts without a rate, which the sums leave out. */
  unconverted: z.array(SumSchema),
  suspected: Suspected.nullable(),
}

const WinRate = z
  .object({
    won: z.int(),
    closed: z.int(),
    /** The window: deals that were won or lost in so many days up to the moment. */
    days: z.int(),
    /** won / closed, by count; null where nothing was closed. */
    share: z.number().nullable(),
  })
  .meta({ id: 'WinRate' })

const OpenValue = z.object({ at: InstantSchema, open: SumSchema }).meta({ id: 'OpenValue' })

export const PipelineTotals = z
  .object({
    pipeline: PipelineRef,
    ...sums,
    win_rate: WinRate.nullable(),
    /** Median days from coming into the pipeline to winning, of the wins in the window of the win rate; null without a win. */
    usual_cycle_days: z.number().nullable(),
    /** The open value at the moment and at the 12 before it, a week apart; each at the rates of its day. */
    history: z.array(OpenValue),
  })
  .meta({ id: 'PipelineTotals' })
export type PipelineTotals = z.infer<typeof PipelineTotals>

export const TotalsReport = z
  .object({
    as_of: InstantSchema,
    currency: CurrencySchema,
    data: z.array(PipelineTotals),
    total: z.object(sums).meta({ id: 'TotalsOverPipelines' }),
  })
  .meta({ id: 'TotalsReport' })

/** Open deals of one stage and currency at one moment. */
export type OpenRow = {
  pipeline_id: string
  stage: string
  currency: string
  at: Instant
  deals: bigint
  amount_minor: bigint
}
/** Open amounts of one kind of revenue at the moment itself. */
export type KindRow = {
  pipeline_id: string
  stage: string
  currency: string
  revenue_kind: RevenueKind
  amount_minor: bigint
}
/** Weighted amounts of a stage; none of a pipeline whose chances nobody knows. */
export type WeightedRow = { pipeline_id: string; stage: string; currency: string; weighted_minor: bigint }
export type ClosedRow = { pipeline_id: string; won: bigint; closed: bigint; usual_cycle_days: number | null }

/** Days over which deals are counted as closed. */
export const windowDays = 365

/** The moment and the 12 before it, a week apart, the oldest first. */
export const momentsUpTo = (as_of: Instant): Instant[] =>
  Array.from({ length: 13 }, (_, i) => plusDays(as_of, 7 * (i - 12)))

type Read = {
  as_of: Instant
  currency: string
  rates: Rates
  pipelines: readonly { id: string; key: string; name: string }[]
  open: readonly OpenRow[]
  kinds: readonly KindRow[]
  closed: readonly ClosedRow[]
  /** Null at past moments: chances are known for now alone. */
  weighted: readonly WeightedRow[] | null
  /** Null at past moments as well. */
  suspected: readonly SuspectedRow[] | null
}

/** What stands open in each pipeline and in all. Stages are converted one by one, as on the boards. */
export function totalsReport({ as_of, currency, rates, pipelines, open, kinds, closed, weighted, suspected }: Read) {
  const day = dayOf(as_of)
  const openAt = (rows: readonly OpenRow[], at: Instant) => {
    const amounts = rows.filter((row) => row.at === at).map((row) => moneyOf(row.amount_minor, row.currency))
    return totalOf(amounts, currency, dayOf(at), rates)
  }
  const worth = (row: KindRow) =>
    minorOf(totalOf([moneyOf(row.amount_minor, row.currency)], currency, day, rates).total)
  const sumsOf = (
    rows: readonly OpenRow[],
    parts: readonly KindRow[],
    weights: readonly WeightedRow[] | null,
    twice: readonly SuspectedRow[] | null,
  ) => {
    const { total, unconverted } = openAt(rows, as_of)
    const amounts = weights?.map((row) => moneyOf(row.weighted_minor, row.currency))
    return {
      count: rows.reduce((sum, { at, deals }) => (at === as_of ? sum + Number(deals) : sum), 0),
      open: total,
      by_revenue_kind: byRevenueKind(
        total,
        sumsByKind(parts.map((row) => ({ revenue_kind: row.revenue_kind, minor: worth(row) }))),
      ),
      weighted: amounts === undefined ? null : totalOf(amounts, currency, day, rates).total,
      unconverted: unconverted.filter(({ amount }) => Number(amount) !== 0),
      suspected: twice && suspectedOf(twice, currency, day, rates),
    }
  }
  const data = pipelines.map(({ id, key, name }): PipelineTotals => {
    const own = <T extends { pipeline_id: string }>(rows: readonly T[]) => rows.filter((row) => row.pipeline_id === id)
    const [ended] = own(closed)
    const stands = own(open).some(({ at }) => at === as_of)
    const weights = weighted && own(weighted)
    return {
      pipeline: { id, key, name },
      ...sumsOf(own(open), own(kinds), stands && weights?.length === 0 ? null : weights, suspected && own(suspected)),
      win_rate: ended ? winRate(ended) : null,
      usual_cycle_days: ended?.usual_cycle_days ?? null,
      history: momentsUpTo(as_of).map((at) => ({ at, open: openAt(own(open), at).total })),
    }
  })
  // A sum over some pipelines only is no total.
  const known = data.every((pipeline) => pipeline.weighted !== null)
  return { as_of, currency, data, total: sumsOf(open, kinds, known ? weighted : null, suspected) }
}

function suspectedOf(rows: readonly SuspectedRow[], currency: string, day: string, rates: Rates) {
  const amounts = rows.map((row) => moneyOf(row.amount_minor, row.currency))
  const { total, unconverted } = totalOf(amounts, currency, day, rates)
  return { count: rows.reduce((sum, { deals }) => sum + deals, 0), sum: total, unconverted }
}

const winRate = ({ won, closed }: ClosedRow) => ({
  won: Number(won),
  closed: Number(closed),
  days: windowDays,
  share: closed === 0n ? null : Number(won) / Number(closed),
})
