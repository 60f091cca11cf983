import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { MoneySchema, SumSchema } from '../../values/money.ts'
import { pageQuery } from '../../values/page.ts'
import { Line, Ours } from '../../values/text.ts'
import { AccountRef, DomainSchema, likenessReasons } from '../accounts/index.ts'
import { DealId, outcomes } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'
import { overlapReasons } from './compare-purchases.ts'
import { takeable } from './decide-resolution.ts'

export const states = ['open', 'same_deal', 'co_sell', 'different'] as const
export type State = (typeof states)[number]

/** A deal as it is laid beside another. */
export const OverlapDeal = z
  .object({
    id: Id('deal'),
    key: Ours,
    version: z.int(),
    name: z.string(),
    account: AccountRef.nullable(),
    partner: AccountRef.nullable(),
    pipeline: PipelineRef,
    stage: z.object({ key: Ours, name: z.string() }),
    outcome: z.enum(outcomes).nullable(),
    counted: z.boolean(),
    amount: MoneySchema.nullable(),
    close_date: DaySchema.nullable(),
    owner: PersonRef.nullable(),
    source: z.string().nullable(),
    next_step: z.string().nullable(),
    /** Names of what its line items sell; empty where nobody said. */
    products: z.array(z.string()),
    contacts: z.int(),
    activities: z.int(),
    created_at: InstantSchema,
  })
  .meta({ id: 'OverlapDeal' })

export const Overlap = z
  .object({
    id: Id('ovl'),
    version: z.int(),
    state: z.enum(states),
    /** The later one: the suspected duplicate. */
    deal: OverlapDeal,
    other: OverlapDeal,
    /** How alike their accounts are, from 0 to 1. */
    likeness: z.number(),
    reasons: z.array(z.enum(overlapReasons)),
    found_at: InstantSchema,
    resolution: z
      .object({
        as: z.enum(states),
        /** Of the same deal: which lives on; of a co-sell: which is counted. */
        kept: Id('deal').nullable(),
        note: z.string().nullable(),
        by: PersonRef.nullable(),
        at: InstantSchema,
        /** Until when it may be undone. */
        undo_until: InstantSchema,
      })
      .nullable(),
  })
  .meta({ id: 'Overlap' })

export const OverlapId = z.strictObject({ overlap_id: Id('ovl') })

export const OverlapQuery = z.strictObject({
  state: z.enum([...states, 'any']).default('open'),
  /** One of the two. */
  deal: DealId.optional(),
  ...pageQuery(z.tuple([Id('ovl')])),
})

export const NewOverlap = z.strictObject({ deal_id: DealId, other_id: DealId })

export const Resolution = z.strictObject({
  overlap_id: Id('ovl'),
  as: z.enum(['same_deal', 'co_sell', 'different']),
  /** Of the same deal: which lives on; of a co-sell: which is counted. */
  keep: DealId.optional(),
  /** Of the same deal: what the deal that lives on takes over from the other. */
  take: z.array(z.enum(takeable)).max(takeable.length).default([]),
  note: Line(500).optional(),
  ...ifVersion,
})

export const Draft = z.strictObject({
  account_id: Id('acc').optional(),
  /** The company's name, where there is no account yet. */
  account_name: Line(200).optional(),
  domain: DomainSchema.optional(),
  pipeline: z.string().min(1).max(100).optional(),
  /** Keys of products; what is left out may be anything. */
  products: z.array(z.string().min(1).max(100)).max(50).default([]),
  close_date: DaySchema.optional(),
})

export const OverlapPreview = z
  .object({
    /** Accounts that may be the company that was named, the likeliest first. */
    accounts: z.array(
      z.object({ account: AccountRef, likeness: z.number(), reasons: z.array(z.enum(likenessReasons)) }).meta({
        id: 'AlikeAccount',
      }),
    ),
    /** Open deals of these for the same products at the same time. */
    deals: z.array(
      z.object({ deal: OverlapDeal, reasons: z.array(z.enum(overlapReasons)) }).meta({ id: 'SuspectedDeal' }),
    ),
    /** Whether these accounts have other open deals, of whatever kind, that you may not see. */
    hidden: z.boolean(),
  })
  .meta({ id: 'OverlapPreview' })

/** Deals that may be counted twice, as totals name them beside themselves; null at a past moment. */
export const Suspected = z
  .object({
    count: z.int(),
    /** What they are worth, at the rates of the day; the total holds it. */
    sum: SumSchema,
    unconverted: z.array(SumSchema),
  })
  .meta({ id: 'SuspectedSum' })
