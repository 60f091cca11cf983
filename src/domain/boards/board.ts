import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { Ageing } from '../ageing/index.ts'
import { categories, Owed } from '../ledger/index.ts'
import { Suspected } from '../overlaps/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef, phases } from '../pipelines/index.ts'

/** A deal as its card shows it. */
export const Card = z
  .object({
    id: Id('deal'),
    key: Ours,
    version: z.int(),
    name: z.string(),
    account: z.string().nullable(),
    pipeline: Ours,
    stage: Ours,
    amount: MoneySchema.nullable(),
    close_date: DaySchema.nullable(),
    category: z.enum(categories),
    owner: PersonRef.nullable(),
    owed: z.array(Owed),
    entered_stage_at: InstantSchema,
    wait_until: DaySchema.nullable(),
    /** How long it has been in its stage, as of the board's moment. */
    ageing: Ageing.nullable(),
    next_step: z.string().nullable(),
    probability: z.number().nullable(),
    /** The nearest task or meeting that is planned; null where nothing is. */
    next_activity: z.object({ kind: Ours, subject: z.string(), due_on: DaySchema.nullable() }).nullable(),
  })
  .meta({ id: 'Card' })
export type Card = z.infer<typeof Card>

export const totals = {
  count: z.int(),
  /** In the board's currency, at the rates of the day. */
  sum: SumSchema,
  /** Open amount times the chance that it is ever won; null where history is too short, and at past moments. */
  weighted: SumSchema.nullable(),
  /** Amounts without a rate, which the sums leave out. */
  unconverted: z.array(SumSchema),
}

export const BoardStage = z
  .object({
    key: Ours,
    name: z.string(),
    phase: z.enum(phases),
    ...totals,
    /** Half of the deals stay here for less, and a quarter or a tenth for longer than these; null with few stays. */
    usual_days: z.number().nullable(),
    slow_days: z.number().nullable(),
    very_slow_days: z.number().nullable(),
    /** The version that still had this stage, where the current one has it no more and deals stand in it. */
    older_version: z.int().nullable(),
    /** The stage of the current version where deals of such a stage belong. */
    belongs_to: Ours.nullable(),
    deals: z.array(Card),
    next_cursor: Ours.nullable(),
  })
  .meta({ id: 'BoardStage' })

export const Board = z
  .object({
    pipeline: PipelineRef,
    as_of: InstantSchema.nullable(),
    definition_version: z.int(),
    currency: CurrencySchema,
    /** The sealed position that this board includes at least; live signals beyond it are news. */
    position: z.int(),
    ...totals,
    suspected: Suspected.nullable(),
    stages: z.array(BoardStage),
  })
  .meta({ id: 'Board' })

export const BoardPage = z.object({ deals: z.array(Card), next_cursor: Ours.nullable() }).meta({ id: 'BoardPage' })

export const UnionBoard = z
  .object({
    as_of: InstantSchema.nullable(),
    currency: CurrencySchema,
    position: z.int(),
    ...totals,
    suspected: Suspected.nullable(),
    phases: z.array(
      z
        .object({ key: z.enum(phases), ...totals, deals: z.array(Card), next_cursor: Ours.nullable() })
        .meta({ id: 'BoardPhase' }),
    ),
  })
  .meta({ id: 'UnionBoard' })
