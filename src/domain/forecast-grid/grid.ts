import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { DaySchema, InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { Adjustment } from '../adjustments/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

export const gridRows = ['hierarchy', 'teams', 'pipelines', 'periods'] as const
export type GridRows = (typeof gridRows)[number]

export const Pile = z.object({ amount: SumSchema, count: z.int() }).meta({ id: 'Pile' })

/** One category of one row, alone and together with all that is firmer. */
const Call = z
  .object({
    /** This category alone: what is called at least so firmly, less what is called more firmly. */
    single: SumSchema,
    /** Closed, and called at least so firmly: what is called in the end. */
    cumulative: SumSchema,
    /** The same as the deals and those who report to them say, before anybody here said otherwise. */
    original: SumSchema,
    /** Deals of this category alone, and their amounts. */
    deals: Pile,
    /** Who says so instead, and why; null where nobody does. */
    adjusted: Adjustment.nullable(),
  })
  .meta({ id: 'Call' })

export const rowKinds = ['total', 'person', 'own', 'team', 'pipeline', 'period', 'nobody'] as const

export const GridRow = z
  .object({
    /** Names the row within its grid. */
    key: Ours,
    kind: z.enum(rowKinds),
    name: z.string(),
    /** The row that it is a part of, and how deep it lies below the total. */
    parent: Ours.nullable(),
    depth: z.int(),
    person: PersonRef.nullable(),
    team: z.object({ id: Id('team'), name: z.string() }).nullable(),
    pipeline: PipelineRef.nullable(),
    period: PeriodSchema,
    /** Won in the period, at frozen rates. */
    closed: Pile,
    /** The same wins at the rates of the day of `as_of`, to compare. Null where one has no rate now. */
    closed_at_current_rates: SumSchema.nullable(),
    commit: Call,
    best_case: Call,
    pipeline_call: Call,
    /** Open and due in the period, whatever it is called except omitted. */
    open: Pile,
    omitted: Pile,
    /** Open deals that are due in no period asked for, or have no close date. They are in no other figure. */
    elsewhere: Pile,
    /** What the model says of the deals that are there; of a total or a pipeline also of those still to come. */
    low: SumSchema.nullable(),
    likely: SumSchema.nullable(),
    high: SumSchema.nullable(),
    expected: SumSchema.nullable(),
    with_new_business: z.boolean(),
    note: Ours.nullable(),
    quota: SumSchema.nullable(),
    /** Agreed for this very row, or the sum of those below it. */
    quota_from: z.enum(['own', 'sum']).nullable(),
    /** Closed over quota, and nothing else. */
    attainment: z.number().nullable(),
    /** Likely less quota. */
    gap: SumSchema.nullable(),
    /** Open over what is missing to the quota; null where nothing is missing. */
    coverage: z.number().nullable(),
  })
  .meta({ id: 'ForecastGridRow' })
export type GridRow = z.input<typeof GridRow>

export const ForecastGrid = z
  .object({
    period: PeriodSchema,
    starts: DaySchema,
    /** The first day that no longer belongs to it. */
    ends: DaySchema,
    as_of: InstantSchema,
    currency: CurrencySchema,
    rows_by: z.enum(gridRows),
    pipeline: PipelineRef.nullable(),
    rows: z.array(GridRow),
    /** Amounts without a rate into the grid's currency; they are in no figure. */
    unconverted: z.array(SumSchema),
    notes: z.array(Ours),
  })
  .meta({ id: 'ForecastGrid' })

export const GridRequest = z.strictObject({
  /** The period that the pipeline forecasts in, else the fiscal quarter, of `as_of`. */
  period: PeriodSchema.optional(),
  /** Key or id of the only pipeline to count. */
  pipeline: z.string().min(1).max(100).optional(),
  rows: z.enum(gridRows).default('hierarchy'),
  /** What this person and those who report to them say, without adjustments from above: their forecast as they submit it. */
  said_by: z.union([z.literal('me'), Id('per')], 'expected me or the id of a person').optional(),
  as_of: ViewpointSchema.optional(),
  currency: CurrencySchema.optional(),
})
