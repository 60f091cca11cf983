import { z } from 'zod'
import type { AmountPair } from '../../stats/amount-ratio.ts'
import type { StagePlan } from '../../stats/hazards.ts'
import type { Entry } from '../../stats/new-business.ts'
import { chanceMethods } from '../../stats/other-methods.ts'
import type { Stay } from '../../stats/stay.ts'
import { type Edges, PeriodSchema } from '../../values/fiscal-calendar.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, type Instant, InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema, type Money, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import type { MethodInUse } from '../forecast-methods/index.ts'
import { type AmountMeasure, amountMeasures, ByRevenueKind, type RevenueKind } from '../pipelines/index.ts'

/** One bar of the picture: how likely the period ends between two amounts. */
const Bar = z.object({ from: SumSchema, to: SumSchema, chance: z.number() }).meta({ id: 'ForecastBar' })

const figures = {
  /** Won in the period so far, at frozen rates. */
  closed: SumSchema,
  closed_count: z.int(),
  /** The same wins at the rates of the day of `as_of`, to compare; in no other figure. Null where one has no rate now. */
  closed_at_current_rates: SumSchema.nullable(),
  /** Expected to be won in what is left of the period from deals that are open now; null without enough history. */
  open: SumSchema.nullable(),
  /** All open amounts, whatever their chance; never called the forecast. */
  open_value: SumSchema,
  open_count: z.int(),
  /** Open deals that nobody has put an amount to: each counts with what a win of its pipeline brings. */
  open_without_amount: z.int(),
  /** Expected from deals that are not in the pipeline yet: created later, or transferred in later. */
  new_business: SumSchema.nullable(),
  new_business_parts: z.object({ created: SumSchema, transferred: SumSchema }).nullable(),
  /** closed + open + new_business: the figure that adds up over pipelines, to the cent. */
  expected: SumSchema.nullable(),
  /** What is expected as new, expansion and renewal: deals by their own kind, those to come by their pipeline's. */
  by_revenue_kind: ByRevenueKind.nullable(),
  /** Low, likely and high: the period ends below with 10, 50 and 90 %. They do not add up over pipelines. */
  p10: SumSchema.nullable(),
  p50: SumSchema.nullable(),
  p90: SumSchema.nullable(),
  quota: SumSchema.nullable(),
  /** Chance (0 … 1) to end the period at the quota or above. */
  chance: z.number().nullable(),
  /** Deals won or lost in all the history used. */
  n_closed: z.int(),
  /** What a reader must know about this line, such as `not enough data: has 12, needs 30`. */
  note: Ours.nullable(),
  /** About 60 bars between the 0.1 % and the 99.9 % quantile; empty without a forecast. */
  distribution: z.array(Bar),
  /** Amounts without a rate into the forecast's currency; they are in no figure of this line. */
  unconverted: z.array(SumSchema),
}

export const ForecastPart = z.object(figures).meta({ id: 'ForecastPart' })
export type ForecastPart = z.infer<typeof ForecastPart>

export const PipelineForecast = z
  .object({
    pipeline: Ours,
    name: z.string(),
    /** What the pipeline's own amounts say; where it is not the forecast's measure, they are added as they are. */
    measure: z.enum(amountMeasures),
    /** By which the chances of its open deals are reckoned; why it is not `model` stands in `note`. */
    method: z.enum(chanceMethods),
    ...figures,
  })
  .meta({ id: 'PipelineForecast' })
export type PipelineForecast = z.infer<typeof PipelineForecast>

export const Forecast = z
  .object({
    period: PeriodSchema,
    as_of: InstantSchema,
    currency: CurrencySchema,
    measure: z.enum(amountMeasures),
    /** How deals are taken to depend on each other in the total, in a sentence. */
    dependence: Ours,
    total: ForecastPart,
    pipelines: z.array(PipelineForecast),
  })
  .meta({ id: 'Forecast' })
export type Forecast = z.infer<typeof Forecast>

export const ForecastRequest = z.strictObject({
  /** The fiscal quarter of `as_of`, where none is named. */
  period: PeriodSchema.optional(),
  /** Key or id of the only pipeline to show; the others still lend their history. */
  pipeline: z.string().min(1).max(100).optional(),
  as_of: ViewpointSchema.optional(),
  currency: CurrencySchema.optional(),
})
export type ForecastRequest = z.infer<typeof ForecastRequest>

/** One step from the pipeline's chance to this deal's. */
const ChanceReason = z
  .object({
    /** `size` where that changes the chance by more than a point; `method` alone where it is no model but a share. */
    about: z.enum(['pipeline', 'stage', 'age', 'size', 'method']),
    /** The chance ever to be won as far as known after this step. */
    chance: z.number(),
    sentence: z.string(),
  })
  .meta({ id: 'ChanceReason' })

export const WinChance = z
  .object({
    deal_id: Id('deal'),
    /** Won ever, that is within two years; null without enough history, and for a deal that is closed. */
    ever: z.number().nullable(),
    /** Won by its close date, and within the rest of that day; null without a close date. */
    by_close_date: z.number().nullable(),
    close_date: DaySchema.nullable(),
    /** Stays that ended in this stage of this pipeline, on which the chance rests; deals closed in the pipeline. */
    n: z.int(),
    n_closed: z.int(),
    /** True when the pipeline has too little history and all pipelines speak for it. */
    pooled: z.boolean(),
    reasons: z.array(ChanceReason),
    /** What a reader must know, such as `not enough data: has 12, needs 30`. */
    note: Ours.nullable(),
  })
  .meta({ id: 'WinChance' })
export type WinChance = z.infer<typeof WinChance>

/** A deal open at the moment of the forecast; `amount` in the forecast's currency at the day's rate, null if unknown. */
export type OpenDeal = {
  deal_id: string
  /** Key of the pipeline. */
  pipeline: string
  stage: string
  entered_stage_at: Instant
  amount: Money | null
  /** Somebody has put an amount to it; without a rate for that, `amount` is null all the same. */
  has_amount: boolean
  /** How large it is in the one currency of sizes, whatever that of the forecast; null: not known, and in no band. */
  size: number | null
  revenue_kind: RevenueKind
  close_date: string | null
}

/** Everything a forecast is made of, read as of one moment. Stays leave out void deals and reversed moves. */
export type ForecastSituation = Prospect & { stays: Stay[] }

/** The same once a model was learnt from the stays. */
export type Prospect = {
  as_of: Instant
  currency: string
  measure: AmountMeasure
  /** Its key and edges by the workspace's clocks. */
  period: { key: string } & Edges
  /** All pipelines with history, in the order shown; `shown` false ones only lend their history. */
  pipelines: (StagePlan & {
    name: string
    measure: AmountMeasure
    revenue_kind: RevenueKind
    quota: Money | null
    /** The quota that there would be if its currency had a rate. */
    quota_without_rate: Money | null
    method?: MethodInUse
    shown: boolean
  })[]
  open: OpenDeal[]
  /** Wins within the period up to `as_of`, in the forecast's currency. */
  closed: {
    pipeline: string
    amount: Money
    revenue_kind: RevenueKind
    /** At the rates of the forecast's day; the same amount where that is not said. */
    today?: Money | null
  }[]
  /** Amounts, open or won in the period, for which no rate was known. */
  unconverted: { pipeline: string; amount: Money }[]
  /** Wins of the past in the forecast's currency, major units: what new business is worth. */
  won: { pipeline: string; day: number; amount: number }[]
  /** Won deals' amounts while open and as won. */
  amount_pairs: AmountPair[]
  /** Deals that came in, with the stage they came into. */
  entries: Entry[]
  /** Day from which arrivals are recorded completely: the first ever, or since recording began. */
  recorded_from: number
}
