import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { Line, Ours } from '../../values/text.ts'
import { GivenEvidence } from '../evidence/index.ts'
import { GivenFields } from '../fields/index.ts'
import { DealId, Owed } from '../ledger/index.ts'
import { criterionKinds, levels } from '../pipelines/index.ts'

/** One thing asked for on the way of a move, and whether the deal has it. */
export const Gate = z
  .object({
    key: Ours,
    label: z.string(),
    kind: z.enum(criterionKinds),
    level: z.enum(levels),
    satisfied: z.boolean(),
    /** Until this day it counts as satisfied by an override only; null where it needs none. */
    excused_until: DaySchema.nullable(),
    /** What would satisfy it; null once it is satisfied. */
    hint: z.string().nullable(),
    /** Key of the field that may be filled in on the spot: one of the library or the deal's own, such as amount. */
    field: Ours.nullable(),
    /** Key of the stage whose gate asks for it; null when winning or a forecast category does. */
    stage: Ours.nullable(),
    side: z.enum(['entry', 'exit', 'required', 'won', 'category']),
    /** What keeps it from being satisfied, part by part. */
    because: z.array(z.string()),
  })
  .meta({ id: 'Gate' })
export type Gate = z.infer<typeof Gate>

const mostEvidence = 40

/** A right used to pass criteria that are not met: named one by one, with a reason, and until when. */
export const GivenOverride = z
  .strictObject({
    criteria: z.array(z.string().min(1).max(130)).min(1, 'name at least one criterion').max(40),
    reason: Line(500),
    /** Until the end of this day they count as satisfied; then the deal owes them. */
    expires_on: DaySchema,
  })
  .meta({ id: 'GivenOverride' })
export type GivenOverride = z.infer<typeof GivenOverride>

/** What a move asks for beside the deal. `fields` may hold the deal's own too: amount, close_date, next_step, source. */
export const MoveRequest = z.strictObject({
  deal_id: DealId,
  to_stage: z.string().max(60).optional(),
  outcome: z.enum(['won', 'lost']).optional(),
  /** The version last seen; a newer one refuses the move. */
  deal_version: z.int().positive().optional(),
  /** Why a rule is stretched; for a lost deal the key of one of its pipeline's lost reasons. */
  reason: Line(500).optional(),
  note: Line(2000).optional(),
  fields: GivenFields.optional(),
  evidence: z.array(GivenEvidence).max(mostEvidence).optional(),
  override: GivenOverride.optional(),
})
export type MoveRequest = z.infer<typeof MoveRequest>

export const moveKinds = ['moved', 'won', 'lost', 'reopened', 'reversed'] as const

/** One step of a deal. `deal_version` is the version that it led to. */
export const Move = z
  .object({
    id: Id('led'),
    deal_id: Id('deal'),
    deal_version: z.int(),
    kind: z.enum(moveKinds),
    from_stage: Ours,
    to_stage: Ours,
    direction: z.enum(['forward', 'back', 'none']),
    /** Stages left out on the way. */
    skipped: z.array(Ours),
    outcome: z.enum(['won', 'lost']).nullable(),
    reason: z.string().nullable(),
    note: z.string().nullable(),
    reversal_of: Ours.nullable(),
    owed: z.array(Owed),
    /** The criteria that were crossed, as they were. */
    gates: z.array(Gate),
    moved_by: Ours,
    moved_at: InstantSchema,
  })
  .meta({ id: 'Move' })
export type Move = z.infer<typeof Move>

/** Whether a move would be accepted as things stand, and why not. */
export const Preview = z
  .object({
    allowed: z.boolean(),
    gates: z.array(Gate),
    /** Whether whoever asks may pass hard criteria by an override. */
    may_override: z.boolean(),
    /** The refusal's code and sentence; null when the move would be accepted. */
    code: Ours.nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'MovePreview' })
export type Preview = z.infer<typeof Preview>
