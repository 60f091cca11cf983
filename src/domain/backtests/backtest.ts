import { z } from 'zod'
import { methods, targets } from '../../stats/backtest/history.ts'
import { chanceMethods } from '../../stats/other-methods.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { SumSchema } from '../../values/money.ts'
import { Page, pageQuery } from '../../values/page.ts'
import { Ours } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'
import { amountMeasures, PipelineRef } from '../pipelines/index.ts'
import { mostOrigins } from './decide-origins.ts'
import { verdicts } from './decide-record.ts'

/** Days ahead that a backtest looks where nobody says otherwise; what decides by which method a forecast is made. */
export const usualHorizons = [30, 90]

const horizonText = 'expected whole days from 7 to 366'
const Horizon = z.int(horizonText).min(7, horizonText).max(366, horizonText)

export const NewBacktest = z.strictObject({
  /** Keys or ids; without it all whose deals and forecast the one who asks sees. The methods learn from these alone. */
  pipelines: z
    .array(z.string().min(1, 'expected the key of a pipeline').max(100))
    .min(1, 'expected at least one pipeline')
    .max(100)
    .optional(),
  /** Days ahead. */
  horizon_days: z
    .array(Horizon)
    .min(1, 'expected at least one number of days')
    .max(3, 'expected three numbers of days at most')
    .default(usualHorizons),
  /** Days as of whose beginning (UTC) to forecast; without it the starts of the last 24 months that can be judged. */
  origins: z
    .array(DaySchema)
    .min(1, 'expected at least one day')
    .max(mostOrigins, `expected ${mostOrigins} days at most`)
    .optional(),
})

export const BacktestSummary = z
  .object({
    id: Id('bkt'),
    pipelines: z.array(PipelineRef),
    horizon_days: z.array(z.int()),
    job_id: Id('job'),
    status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    /** Parts of the work that are done, and of how many. */
    done: z.int(),
    total: z.int().nullable(),
    error: z.string().nullable(),
    created_by: PersonRef,
    created_at: InstantSchema,
    finished_at: InstantSchema.nullable(),
  })
  .meta({ id: 'BacktestSummary' })

const ReliabilityBin = z.object({
  /** The chances from this one to a tenth above. */
  from: z.number(),
  n: z.int(),
  /** The mean chance that was said, and the share that was won. */
  said: z.number(),
  came: z.number(),
})

export const BacktestScore = z
  .object({
    target: z.enum(targets),
    method: z.enum(methods),
    /** The key of a pipeline, or `total`. */
    scope: Ours,
    /** In major units of the currency, the mean over origins. */
    crps: z.number().nullable(),
    wape: z.number().nullable(),
    bias: z.number().nullable(),
    coverage80: z.number().nullable(),
    width80: z.number().nullable(),
    log_loss: z.number().nullable(),
    brier: z.number().nullable(),
    /** Open deals that were given a chance, over all origins. */
    deals: z.int(),
    reliability: z.array(ReliabilityBin),
    forecasts: z.int(),
    /** How many of the forecasts have windows that do not overlap. */
    windows: z.int(),
  })
  .meta({ id: 'BacktestScore' })

/** Which method earned its place in a pipeline or in all of them, by what all of them said of `all`. */
export const ForecastRecord = z
  .object({
    scope: Ours,
    horizon_days: z.int(),
    /** The method that the record speaks for: the model, unless another one was clearly better. */
    method: z.enum(methods),
    verdict: z.enum(verdicts),
    /** The lowest CRPS, clearly or not. */
    best: z.enum(methods).nullable(),
    /** CRPS of `method` less that of the other, over that of the other: −0.3 is 30 % nearer to what came. */
    against_stage_weighted: z.number().nullable(),
    against_model: z.number().nullable(),
    /** CRPS of `best` against the model's, in the same way. */
    best_against_model: z.number().nullable(),
    bias: z.number().nullable(),
    coverage80: z.number().nullable(),
    forecasts: z.int(),
    windows: z.int(),
    closed_deals: z.int(),
    /**
     * The same of `open` and of those methods alone that give every deal a chance: what decides by which of them a
     * forecast is made, see `GET /forecast-methods`. Null in backtests of before there was such a choice.
     */
    open_deals: z
      .object({
        method: z.enum(chanceMethods),
        verdict: z.enum(verdicts),
        against_model: z.number().nullable(),
        windows: z.int(),
      })
      .nullable()
      .default(null),
  })
  .meta({ id: 'ForecastRecord' })

export const BacktestResult = z.object({
  horizon_days: z.int(),
  origins: z.array(DaySchema),
  /** Why nothing could be judged; null where something was. */
  note: z.string().nullable(),
  records: z.array(ForecastRecord),
  scores: z.array(BacktestScore),
})

const Figures = {
  as_of: InstantSchema.nullable(),
  currency: Ours.nullable(),
  measure: z.enum(amountMeasures),
  deals: z.int().nullable(),
  closed_deals: z.int().nullable(),
  /** Currencies that had no rate at some origin: such amounts counted as nothing there. */
  without_rate: z.array(Ours),
}

export const Backtest = BacktestSummary.extend({
  ...Figures,
  /** What stands in the way of any result, such as too few closed deals. */
  note: z.string().nullable(),
  results: z.array(BacktestResult),
}).meta({ id: 'Backtest' })
export type Backtest = z.infer<typeof Backtest>

export const BacktestPage = Page(BacktestSummary)
export const BacktestQuery = z.strictObject(pageQuery(z.tuple([InstantSchema, Id('bkt')])))

export const OriginsQuery = z.strictObject({
  backtest_id: Id('bkt'),
  horizon_days: z.coerce.number({ error: horizonText }).int(horizonText).min(7, horizonText).max(366, horizonText),
  target: z.enum(targets).default('all'),
  /** The key of a pipeline, or `total`. */
  scope: z.string().max(100).default('total'),
})

const Statement = z.object({
  method: z.enum(methods),
  expected: SumSchema,
  low: SumSchema,
  likely: SumSchema,
  high: SumSchema,
})

/** What every method would have said on a day, and what happened in the days after. */
export const BacktestOrigins = z
  .object({
    backtest_id: Id('bkt'),
    horizon_days: z.int(),
    target: z.enum(targets),
    scope: Ours,
    currency: Ours,
    measure: z.enum(amountMeasures),
    data: z.array(z.object({ origin: DaySchema, happened: SumSchema, methods: z.array(Statement) })),
  })
  .meta({ id: 'BacktestOrigins' })

/** The latest record: which method to believe where. */
export const ForecastRecords = z
  .object({
    backtest_id: Id('bkt').nullable(),
    as_of: InstantSchema.nullable(),
    note: z.string().nullable(),
    data: z.array(ForecastRecord),
  })
  .meta({ id: 'ForecastRecords' })
