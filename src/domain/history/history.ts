import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { AccountRef } from '../accounts/index.ts'
import { categories, changeKinds, Owed, outcomes } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'

export const HistoryRow = z
  .object({
    id: Id('led'),
    version: z.int(),
    kind: z.enum(changeKinds),
    stage: Ours,
    stage_name: z.string(),
    pipeline: Ours,
    outcome: z.enum(outcomes).nullable(),
    outcome_reason: z.string().nullable(),
    amount: MoneySchema.nullable(),
    close_date: DaySchema.nullable(),
    category: z.enum(categories),
    /** False while its money is counted through another deal that it is sold together with. */
    counted: z.boolean(),
    owner: PersonRef.nullable(),
    name: z.string(),
    account: AccountRef.nullable(),
    partner: AccountRef.nullable(),
    source: z.string().nullable(),
    next_step: z.string().nullable(),
    wait_until: DaySchema.nullable(),
    fields: z.record(z.string(), z.unknown()),
    owed: z.array(Owed),
    reason: z.string().nullable(),
    reversal_of: Id('led').nullable(),
    administrative: z.boolean(),
    by: PersonRef.nullable(),
    channel: Ours,
    entered_stage_at: InstantSchema,
    occurred_at: InstantSchema,
    recorded_at: InstantSchema,
    /** Null for what still holds. */
    until: InstantSchema.nullable(),
  })
  .meta({ id: 'HistoryRow' })
