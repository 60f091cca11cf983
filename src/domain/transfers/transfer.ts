import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line, Ours } from '../../values/text.ts'
import { GivenEvidence } from '../evidence/index.ts'
import { GivenFields } from '../fields/index.ts'
import { DealId, Owed } from '../ledger/index.ts'
import { Gate } from '../moves/index.ts'
import { PipelineRef } from '../pipelines/index.ts'
import { landingRules } from './landing.ts'

const mostEvidence = 40

export const TransferRequest = z.strictObject({
  deal_id: DealId,
  /** Key or id of the pipeline that the deal goes to. */
  to_pipeline: z.string().min(1).max(60),
  /** Where the deal lands instead of where the map leads. */
  to_stage: z.string().max(60).optional(),
  /** The version last seen; a newer one refuses the transfer. */
  deal_version: z.int().positive().optional(),
  /** The key of one of the transfer reasons of the pipeline that the deal leaves. */
  reason: z.string().max(60).optional(),
  /** In words; excuses what is asked for softly. */
  note: Line(2000).optional(),
  fields: GivenFields.optional(),
  evidence: z.array(GivenEvidence).max(mostEvidence).optional(),
})
export type TransferRequest = z.infer<typeof TransferRequest>

const Reason = z.object({ key: Ours, label: z.string() }).meta({ id: 'Reason' })
const Place = z.object({ pipeline: PipelineRef, stage: Ours, stage_name: z.string() }).meta({ id: 'TransferPlace' })

const Values = {
  /** Which rule says where the deal lands. */
  stage_by: z.enum(landingRules),
  /** Values that are called otherwise in the pipeline that the deal goes to. */
  renamed: z.array(z.object({ from: Ours, to: Ours })),
  /** Keys of fields that it has no place for; they stay with the deal. */
  carried: z.array(Ours),
  /** Keys of values that the deal carried and that have a place again. */
  returned: z.array(Ours),
}

/** A deal that went to another pipeline, or came back from it. `deal_version` is the version that it led to. */
export const Transfer = z
  .object({
    id: Id('led'),
    deal_id: Id('deal'),
    deal_version: z.int(),
    kind: z.enum(['transferred', 'reversed']),
    from: Place,
    to: Place,
    ...Values,
    stage_by: Values.stage_by.nullable(),
    reason: Ours.nullable(),
    note: z.string().nullable(),
    reversal_of: Ours.nullable(),
    owed: z.array(Owed),
    gates: z.array(Gate),
    transferred_by: Ours,
    transferred_at: InstantSchema,
  })
  .meta({ id: 'Transfer' })
export type Transfer = z.infer<typeof Transfer>

/** Whether a deal would go to another pipeline as things stand, where it would land, and what keeps it. */
export const TransferPreview = z
  .object({
    allowed: z.boolean(),
    from: Place,
    to: Place,
    ...Values,
    gates: z.array(Gate),
    /** What would be due at the next move there. */
    owed: z.array(Owed),
    /** Why deals leave their pipeline; one of them is asked for. */
    reasons: z.array(Reason),
    /** The refusal's code and sentence; null when the transfer would be accepted. */
    code: Ours.nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'TransferPreview' })
export type TransferPreview = z.infer<typeof TransferPreview>
