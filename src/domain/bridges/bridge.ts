import { z } from 'zod'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema, SumSchema } from '../../values/money.ts'
import { Page, pageQuery } from '../../values/page.ts'
import { Ours } from '../../values/text.ts'
import { buckets } from '../history/index.ts'
import { categories, NamedDeal, outcomes } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { amountMeasures } from '../pipelines/index.ts'

export const figures = ['open', 'expected'] as const
export type Figure = (typeof figures)[number]

const scope = {
  /** The start; seven days before the end, where nothing is said. */
  from: ViewpointSchema.optional(),
  /** The end; now, where nothing is said. */
  to: ViewpointSchema.optional(),
  /**
   * Of the deals that are to close in it, or for `expected` of what it will bring. Where nothing is said, `open` is about
   * every open deal, and `expected` about the quarter of `to`.
   */
  period: PeriodSchema.optional(),
  /** Key or id of a pipeline, or of several with commas in between; all of them, where nothing is said. */
  pipeline: z.string().min(1).max(1000).optional(),
  /** Whose deals: `me`, or the id of a person. */
  owner: z.union([z.literal('me'), Id('per')], 'expected me or the id of a person').optional(),
  /** Deals of those who are in this team: at the start, and at the end. */
  team: Id('team').optional(),
  /** Key or id of a product: deals whose line items name it today. */
  product: z.string().min(1).max(100).optional(),
  /** `open`: what open deals are worth; `expected`: what the period is expected to bring. */
  measure: z.enum(figures).default('open'),
  currency: CurrencySchema.optional(),
}
export const BridgeQuery = z.strictObject(scope)
export type BridgeQuery = z.output<typeof BridgeQuery>

export const BridgeDealQuery = z.strictObject({
  ...scope,
  bucket: z.enum(buckets).optional(),
  ...pageQuery(z.tuple([z.string().regex(/^\d{1,40}$/), Id('deal')])),
})

const told = {
  from: InstantSchema,
  to: InstantSchema,
  period: PeriodSchema.nullable(),
  measure: z.enum(figures),
  amount_measure: z.enum(amountMeasures),
  currency: CurrencySchema,
}

const Bar = z
  .object({
    bucket: z.enum(buckets),
    /** Deals whose one bucket this is. */
    deals: z.int(),
    /** What they bring to the figure more, or below zero less, at the end than at the start. */
    amount: SumSchema,
  })
  .meta({ id: 'BridgeBar' })

export const Bridge = z
  .object({
    ...told,
    /** The figure at the start and at the end; null where there was not enough history for it, as `note` says. */
    start: SumSchema.nullable(),
    end: SumSchema.nullable(),
    /** end − start: what all bars add up to, to the cent. */
    change: SumSchema.nullable(),
    /** Every bucket in the order of the picture; none without a figure. */
    buckets: z.array(Bar),
    /** What of an expected figure no deal brings: from deals yet to come. How it changed is part of `model`. */
    to_come: z.object({ start: SumSchema, end: SumSchema }).nullable(),
    /** Amounts that had no rate at the one moment or the other, and are left out there. */
    unconverted: z.object({ start: z.array(SumSchema), end: z.array(SumSchema) }),
    /** What a reader must know, such as `not enough data: has 12, needs 30`. */
    note: Ours.nullable(),
  })
  .meta({ id: 'Bridge' })
export type Bridge = z.input<typeof Bridge>

const BridgeEnd = z
  .object({
    pipeline: Ours,
    stage: Ours,
    stage_name: z.string(),
    outcome: z.enum(outcomes).nullable(),
    amount: MoneySchema.nullable(),
    close_date: DaySchema.nullable(),
    category: z.enum(categories),
    owner: PersonRef.nullable(),
  })
  .meta({ id: 'BridgeEnd' })
export type BridgeEnd = z.infer<typeof BridgeEnd>

export const BridgeDeal = z
  .object({
    deal: NamedDeal,
    bucket: z.enum(buckets),
    /** As it was at the start and at the end; null where it was not there, or is not for this reader. */
    from: BridgeEnd.nullable(),
    to: BridgeEnd.nullable(),
    /** What it brings to the figure at the start and at the end. */
    before: SumSchema,
    after: SumSchema,
    change: SumSchema,
  })
  .meta({ id: 'BridgeDeal' })
export type BridgeDeal = z.input<typeof BridgeDeal>

export const BridgeDealPage = Page(BridgeDeal).extend(told).meta({ id: 'BridgeDealPage' })
