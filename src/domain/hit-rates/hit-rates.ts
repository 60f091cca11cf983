import { z } from 'zod'
import { PeriodSchema, periodKinds } from '../../values/fiscal-calendar.ts'
import { InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { countedCategories } from '../pipelines/index.ts'
import { verdicts } from './judge-rate.ts'

const count = 'expected a whole number from 1 to 20'

const scope = {
  /** Key or id of the only pipeline to count. */
  pipeline: z.string().min(1).max(100).optional(),
  /** What people called for: weeks, months, quarters or years of the workspace's calendar. */
  kind: z.enum(periodKinds).default('quarter'),
}

export const HitRatesQuery = z.strictObject({
  ...scope,
  by: z.enum(['pipeline', 'team']).default('pipeline'),
  /** How many of the last periods that are over. */
  periods: z.coerce.number({ error: count }).pipe(z.int(count).min(1, count).max(20, count)).default(8),
  as_of: ViewpointSchema.optional(),
})
export type HitRatesQuery = z.output<typeof HitRatesQuery>

export const NewPeopleLook = z.strictObject({ ...scope, periods: z.int(count).min(1, count).max(20, count).default(8) })

const share = {
  /** Of these, how often it came so; null where there is none. */
  n: z.int(),
  rate: z.number().nullable(),
  /** Wilson’s 95 % interval. */
  low: z.number(),
  high: z.number(),
}
const Share = z.object(share).meta({ id: 'Share' })
export type Share = z.infer<typeof Share>

/** Of the deals called so firmly so long before a period ended, to close in it: how many were won in it. */
const HitRate = z
  .object({
    category: z.enum(countedCategories),
    weeks_before: z.int(),
    ...share,
    won: z.int(),
    /** Deals that left the pipeline before the period ended: neither a hit nor a miss, and not in n. */
    moved_out: z.int(),
    verdict: z.enum(verdicts),
  })
  .meta({ id: 'HitRate' })
export type HitRate = z.infer<typeof HitRate>

const HitRateGroup = z
  .object({
    kind: z.enum(['total', 'pipeline', 'team', 'person']),
    /** Key of the pipeline, or id of the team or person; `total` for all that was counted. */
    key: Ours,
    name: z.string(),
    /** Different deals that were called, and different people who own them. */
    deals: z.int(),
    people: z.int(),
    rates: z.array(HitRate),
  })
  .meta({ id: 'HitRateGroup' })
export type HitRateGroup = z.infer<typeof HitRateGroup>

const told = {
  as_of: InstantSchema,
  kind: z.enum(periodKinds),
  /** The periods counted, the oldest first. */
  periods: z.array(PeriodSchema),
  weeks_before: z.array(z.int()),
  /** What each category is taken to mean: the share of its deals that is won within the period. */
  meant: z.array(z.object({ category: z.enum(countedCategories), from: z.number(), to: z.number() })),
  /** How many calls a verdict needs. */
  calls_needed: z.int(),
  groups: z.array(HitRateGroup),
  notes: z.array(Ours),
}

/** Whether those who said another amount than was said before were nearer to what happened. */
const AdjustmentRecord = z
  .object({
    /** `own`: about their own forecast; `manager`: by the one they report to; `above`: by anybody further up. */
    level: z.enum(['own', 'manager', 'above']),
    /** Entries of which one side was nearer; of these, how often the adjusted one was. */
    ...share,
    helped: z.int(),
    /** Entries as far off as what they replaced; not in n. */
    even: z.int(),
    /** Sum over all entries of the distance to what was won. */
    distance_adjusted: SumSchema,
    distance_before: SumSchema,
  })
  .meta({ id: 'AdjustmentRecord' })
export type AdjustmentRecord = z.infer<typeof AdjustmentRecord>

/**
 * How what people submitted for a pipeline compares with what was won. Of each period what was said last while a quarter
 * of it was still to come, by those whose word holds everybody else’s; the last of them, whatever kind of period.
 */
const SubmissionRecord = z
  .object({
    /** Key of the pipeline; `total` for all of them. */
    key: Ours,
    name: z.string(),
    /** Periods of pipelines for which somebody submitted. */
    periods: z.int(),
    /** How often at least as much was won as was called (commit). */
    reached: Share,
    called: SumSchema,
    won: SumSchema,
    /** Sum over these periods of what lay between the call and what was won. */
    distance: SumSchema,
    /** Beside what the model held likely for the same deals when they were submitted. */
    against_model: z.object({
      /** Periods in which it said anything. */
      periods: z.int(),
      /** How often the call was nearer, of those in which one was. */
      nearer: Share,
      won: SumSchema,
      distance_called: SumSchema,
      distance_model: SumSchema,
    }),
  })
  .meta({ id: 'SubmissionRecord' })
export type SubmissionRecord = z.infer<typeof SubmissionRecord>

export const HitRates = z
  .object({
    ...told,
    currency: CurrencySchema,
    adjustments: z.array(AdjustmentRecord),
    /** All of them first, then one a pipeline. */
    submissions: z.array(SubmissionRecord),
    /** How many periods such a record needs before it says anything. */
    periods_needed: z.int(),
  })
  .meta({ id: 'HitRates' })

export const PeopleLook = z
  .object({
    ...told,
    /** The teams of these people, shown first. */
    teams: z.array(HitRateGroup),
    /** How many different deals somebody must have called before there are figures about them. */
    deals_needed: z.int(),
  })
  .meta({ id: 'PeopleLook' })
