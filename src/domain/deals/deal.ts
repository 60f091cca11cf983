import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { Ageing } from '../ageing/index.ts'
import { Evidence } from '../evidence/index.ts'
import { Amounts, LineItem } from '../line-items/index.ts'
import { DealContact, DealMember } from '../participants/index.ts'
import { PersonRef } from '../people/index.ts'
import { categories, Owed, outcomes } from '../ledger/index.ts'
import { amountMeasures, PipelineRef, phases, revenueKinds } from '../pipelines/index.ts'

const AccountRef = z
  .object({ id: Id('acc'), name: z.string(), domain: z.string().nullable() })
  .meta({ id: 'AccountRef' })

export const DealFields = z.record(z.string().max(100), z.unknown())

export const Deal = z
  .object({
    id: Id('deal'),
    key: Ours,
    version: z.int(),
    name: z.string(),
    account: AccountRef.nullable(),
    partner: AccountRef.nullable(),
    source: z.string().nullable(),
    pipeline: PipelineRef,
    definition: z.object({ id: Id('def'), version: z.int() }).meta({ id: 'DefinitionRef' }),
    stage: z.object({ key: Ours, name: z.string(), phase: z.enum(phases) }).meta({ id: 'StageRef' }),
    entered_stage_at: InstantSchema,
    outcome: z.enum(outcomes).nullable(),
    outcome_reason: z.string().nullable(),
    closed_at: InstantSchema.nullable(),
    amount: MoneySchema.nullable(),
    amount_measure: z.enum(amountMeasures),
    revenue_kind: z.enum(revenueKinds),
    currency: CurrencySchema,
    close_date: DaySchema.nullable(),
    category: z.enum(categories),
    owner: PersonRef.nullable(),
    fields: DealFields,
    owed: z.array(Owed),
    next_step: z.string().nullable(),
    wait_until: DaySchema.nullable(),
    /** How long it has been in its stage; null once it is closed. */
    ageing: Ageing.nullable(),
    /** Whether its money counts in totals: false where a co-sell twin is counted instead. */
    counted: z.boolean(),
    /** The chance that it is ever won, from its own pipeline's history; null where that is too short. */
    probability: z.number().nullable(),
    probability_computed_at: InstantSchema.nullable(),
    created_at: InstantSchema,
    updated_at: InstantSchema,
  })
  .meta({ id: 'Deal' })
export type Deal = z.infer<typeof Deal>

/** A deal with everything that its page shows. */
export const DealDetail = Deal.extend({
  contacts: z.array(DealContact),
  team: z.array(DealMember),
  line_items: z.array(LineItem),
  /** From the line items; null where there are none and the amount was typed in. */
  amounts: Amounts.nullable(),
  evidence: z.array(Evidence),
  /** What it brought from another pipeline and its own has no field for. */
  carried: z.array(z.object({ key: Ours, label: z.string(), value: z.unknown() })),
}).meta({ id: 'DealDetail' })
