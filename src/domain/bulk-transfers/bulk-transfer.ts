import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { DealId } from '../ledger/index.ts'
import { Job } from '../jobs/index.ts'
import { TransferRequest } from '../transfers/index.ts'

export const mostDeals = 5_000

/** Open deals of one pipeline, as they stand when they are asked for. */
const Filter = z.strictObject({
  pipeline: z.string().min(1).max(60),
  stage: z.string().min(1).max(60).optional(),
  owner: z.union([z.literal('me'), Id('per')]).optional(),
})
export type Filter = z.output<typeof Filter>

export const BulkTransferRequest = z
  .strictObject({
    deal_ids: z
      .array(DealId)
      .min(1, 'name at least one deal')
      .max(mostDeals, `at most ${mostDeals} deals at once`)
      .optional(),
    filter: Filter.optional(),
    ...TransferRequest.pick({ to_pipeline: true, to_stage: true, reason: true, note: true, fields: true }).shape,
    /** Says of each deal what would become of it, and moves none. */
    dry_run: z.boolean().default(false),
  })
  .refine(({ deal_ids, filter }) => (deal_ids === undefined) !== (filter === undefined), {
    path: ['deal_ids'],
    error: 'say which deals: either deal_ids, or a filter',
  })
export type BulkTransferRequest = z.output<typeof BulkTransferRequest>

/** What is asked of each of the deals. */
export type Asked = Pick<BulkTransferRequest, 'to_pipeline' | 'to_stage' | 'reason' | 'note' | 'fields'>

/** Many deals that go to another pipeline, and how far that has come. */
export const BulkTransfer = z
  .object({
    id: Id('xfer'),
    to_pipeline: z.string(),
    dry_run: z.boolean(),
    deals: z.int(),
    /** Of a dry run: those that would be moved. */
    moved: z.int(),
    refused: z.int(),
    job: Job,
    created_at: InstantSchema,
  })
  .meta({ id: 'BulkTransfer' })
export type BulkTransfer = z.input<typeof BulkTransfer>

export const states = ['waiting', 'moved', 'refused'] as const

/** One of the deals, and why it was refused where it was. */
export const BulkTransferDeal = z
  .object({
    deal_id: Id('deal'),
    key: Ours,
    name: z.string(),
    state: z.enum(states),
    code: Ours.nullable(),
    message: z.string().nullable(),
    /** What takes it back; null where it did not go, or went before such were kept. */
    transfer_id: Id('led').nullable(),
  })
  .meta({ id: 'BulkTransferDeal' })
