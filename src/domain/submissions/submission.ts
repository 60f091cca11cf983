import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { FiscalWeeks } from '../../values/fiscal-year.ts'
import { DaySchema, InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema, SumSchema } from '../../values/money.ts'
import { Page, pageQuery } from '../../values/page.ts'
import { Ours, Prose } from '../../values/text.ts'
import { Adjustment } from '../adjustments/index.ts'
import { categories } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

/** What was called, each with all that is firmer. */
const Called = z.object({ commit: SumSchema, best_case: SumSchema, pipeline: SumSchema }).meta({ id: 'Called' })

const SubmittedDeal = z.object({
  deal_id: Id('deal'),
  category: z.enum(categories),
  owner_id: Id('per').nullable(),
  close_date: DaySchema.nullable(),
  /** In the submission's currency at the rate of its day; null where there was none. */
  worth: SumSchema.nullable(),
})
export type SubmittedDeal = z.infer<typeof SubmittedDeal>

/** Everything that a submission was computed from, as it was then. */
export const ComputedFrom = z
  .object({
    time_zone: z.string(),
    fiscal_year_start_month: z.int(),
    /** How the period's year was cut into weeks; not said of submissions from before there were such years. */
    fiscal_weeks: FiscalWeeks.nullable().optional(),
    definition_version: z.int(),
    /** The categories of that day, with the criteria that they asked for. */
    categories: z.array(z.object({ category: Ours, criteria: z.array(z.object({ key: Ours, label: z.string() })) })),
    /** Who reported to them, directly or through others, and whom they reported to. */
    manager: PersonRef.nullable(),
    below: z.array(PersonRef.extend({ manager_id: Id('per').nullable() })),
    closed: SumSchema,
    closed_count: z.int(),
    /** What deals and those below said, before anybody here said otherwise. */
    from_below: Called,
    adjustments: z.array(Adjustment),
    /** The model's low, likely and high for the deals that were there; null without enough history. */
    model: z.object({
      low: SumSchema.nullable(),
      likely: SumSchema.nullable(),
      high: SumSchema.nullable(),
      expected: SumSchema.nullable(),
    }),
    quota: SumSchema.nullable(),
    deals: z.array(SubmittedDeal),
  })
  .meta({ id: 'ComputedFrom' })
export type ComputedFrom = z.infer<typeof ComputedFrom>

const summary = {
  id: Id('sub'),
  pipeline: PipelineRef,
  person: PersonRef,
  period: PeriodSchema,
  starts: DaySchema,
  ends: DaySchema,
  currency: CurrencySchema,
  called: Called,
  note: z.string().nullable(),
  /** The deadline that it was submitted for; null where the pipeline had none. */
  due_at: InstantSchema.nullable(),
  submitted_at: InstantSchema,
  /** Once its deadline or period is over nothing takes its place any more. */
  locked: z.boolean(),
}
export const Submission = z.object(summary).meta({ id: 'Submission' })
export type Submission = z.infer<typeof Submission>

/** What became of a figure between two submissions, and of deals. */
const Difference = z
  .object({
    before: z.object({ id: Id('sub'), submitted_at: InstantSchema }),
    called: Called,
    closed: SumSchema,
    likely: SumSchema.nullable(),
    deals: z.array(
      z.object({
        deal_id: Id('deal'),
        change: z.enum(['added', 'gone', 'won', 'called_up', 'called_down', 'amount', 'date']),
        before: SubmittedDeal.nullable(),
        after: SubmittedDeal.nullable(),
      }),
    ),
  })
  .meta({ id: 'SubmissionDifference' })
export type Difference = z.infer<typeof Difference>

export const SubmissionDetail = z
  .object({
    ...summary,
    computed_from: ComputedFrom,
    /** Against the last one for the same period; null for the first. */
    since_last: Difference.nullable(),
    /** Called (commit) less likely; null without a model. */
    against_model: SumSchema.nullable(),
  })
  .meta({ id: 'SubmissionDetail' })

const Amount = MoneySchema.refine(({ amount }) => !amount.startsWith('-'), {
  path: ['amount'],
  error: 'a forecast is 0 or more',
})

export const NewSubmission = z.strictObject({
  /** Key of a pipeline, or its id. */
  pipeline: z.string().min(1).max(100),
  /** The one that the pipeline forecasts in now, where none is named. */
  period: PeriodSchema.optional(),
  /** What is called, where it is another amount than deals and those below say; the note is the reason. */
  called: z
    .strictObject({ commit: Amount.optional(), best_case: Amount.optional(), pipeline: Amount.optional() })
    .optional(),
  note: Prose(2000).optional(),
  /** The deadline that the page showed: refused where it has passed meanwhile. */
  due_at: InstantSchema.optional(),
})
export type NewSubmission = z.output<typeof NewSubmission>

export const SubmissionQuery = z.strictObject({
  pipeline: z.string().min(1).max(100).optional(),
  period: PeriodSchema.optional(),
  person_id: Id('per').optional(),
  ...pageQuery(z.tuple([InstantSchema, Id('sub')])),
})
export const SubmissionPage = Page(Submission)

export const DueQuery = z.strictObject({
  pipeline: z.string().min(1).max(100).optional(),
  period: PeriodSchema.optional(),
  as_of: ViewpointSchema.optional(),
})

export const DueRound = z
  .object({
    pipeline: PipelineRef,
    period: PeriodSchema,
    /** The deadline before; null for the first. */
    opens_at: InstantSchema.nullable(),
    /** Null where forecasts are submitted whenever somebody does. */
    due_at: InstantSchema.nullable(),
    locks_at: InstantSchema,
    people: z.array(
      z.object({
        person: PersonRef,
        manager_id: Id('per').nullable(),
        /** In this round; null for who has not submitted yet. */
        submission: Submission.nullable(),
        /** The last one for the period before this round. */
        last: Submission.nullable(),
      }),
    ),
  })
  .meta({ id: 'SubmissionRound' })
export type DueRound = z.infer<typeof DueRound>
