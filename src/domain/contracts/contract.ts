import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { MoneySchema, SumSchema } from '../../values/money.ts'
import { pageQuery } from '../../values/page.ts'
import { Ours } from '../../values/text.ts'
import { AccountRef } from '../accounts/index.ts'
import { DealId, NamedDeal } from '../ledger/index.ts'
import { PipelineRef } from '../pipelines/index.ts'
import { retainedChanges } from './retention.ts'

/**
 * `up_for_renewal`: it ends within 90 days, or a deal that renews it is open. `renewed`: another contract goes on from it.
 * `churned`: it has ended, and nothing goes on from it or is about to.
 */
export const contractStates = ['in_force', 'up_for_renewal', 'renewed', 'churned', 'withdrawn'] as const
export type ContractState = (typeof contractStates)[number]
export const renewalDays = 90

export const ContractLine = z
  .object({
    product: z.object({ id: Id('prd'), key: Ours, name: z.string() }).meta({ id: 'ContractProduct' }),
    quantity: z.int(),
    unit_price: MoneySchema,
    period: z.enum(['month', 'quarter', 'year']),
    /** How many periods. */
    term: z.int(),
  })
  .meta({ id: 'ContractLine' })
export type ContractLine = z.infer<typeof ContractLine>

export const Contract = z
  .object({
    id: Id('ctr'),
    version: z.int(),
    state: z.enum(contractStates),
    /** The deal that was won. */
    deal: NamedDeal,
    pipeline: PipelineRef,
    account: AccountRef.nullable(),
    starts_on: DaySchema,
    /** The last day of the term. */
    ends_on: DaySchema,
    /** What its recurring lines bring in twelve months. */
    annual: SumSchema,
    /** What they bring over the whole term. */
    value: SumSchema,
    lines: z.array(ContractLine),
    /** The contract that this one goes on from, and the one that goes on from this. */
    renews: Id('ctr').nullable(),
    renewed_by: Id('ctr').nullable(),
    opened_at: InstantSchema,
  })
  .meta({ id: 'Contract' })

export const ContractQuery = z.strictObject({
  state: z.enum([...contractStates, 'any']).default('any'),
  deal: DealId.optional(),
  account_id: Id('acc').optional(),
  pipeline: z.string().min(1).max(100).optional(),
  ends_from: DaySchema.optional(),
  ends_to: DaySchema.optional(),
  /** Those whose term holds on this day; wins that were taken back are none. */
  in_force_on: DaySchema.optional(),
  ...pageQuery(z.tuple([DaySchema, Id('ctr')])),
})

export const RetentionQuery = z.strictObject({ from: DaySchema, to: DaySchema.optional() })

export const RetainedAccountQuery = z.strictObject({
  ...RetentionQuery.shape,
  /** Only those whose revenue did that; `not_added`: all who were customers on the first day. */
  change: z.enum([...retainedChanges, 'not_added']).optional(),
  ...pageQuery(z.tuple([z.string().min(1).max(60)])),
})

/** A customer of one of the two days, with what their contracts brought in twelve months on each. */
export const RetainedAccount = z
  .object({
    /** Null for a contract without an account, which stands for itself. */
    account: AccountRef.nullable(),
    /** The deal of such a contract. */
    deal: NamedDeal.nullable(),
    was: SumSchema,
    is: SumSchema,
    change: z.enum(retainedChanges),
  })
  .meta({ id: 'RetainedAccount' })

export const ContractChange = z.strictObject({
  contract_id: Id('ctr'),
  /** When the term really begins; its last day moves along unless it is said too. */
  starts_on: DaySchema.optional(),
  ends_on: DaySchema.optional(),
  ...ifVersion,
})

const Share = z.number().nullable()
export const Retention = z
  .object({
    from: DaySchema,
    to: DaySchema,
    /** How many accounts had a contract in force on the first day. */
    accounts: z.int(),
    /** What their contracts brought in twelve months, on the first day and on the last. */
    starting: SumSchema,
    ending: SumSchema,
    /** What accounts pay more for, what they pay less for, and what those paid who have none left. */
    expanded: SumSchema,
    contracted: SumSchema,
    churned: SumSchema,
    /** Of accounts that had none on the first day: new customers, and in neither share. */
    added: SumSchema,
    /** What is left of the starting amount without any growth, and with it; null where nothing was there. */
    gross: Share,
    net: Share,
    /** Contracts without a rate, left out. */
    unconverted: z.int(),
  })
  .meta({ id: 'Retention' })
export type Retention = z.infer<typeof Retention>
