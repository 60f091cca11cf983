import { z } from 'zod'
import { updateDeal } from '../edits/index.ts'
import { NewDeal } from '../intake/index.ts'
import { DealId } from '../ledger/index.ts'
import { MoveRequest } from '../moves/index.ts'
import { Id } from '../../values/id.ts'
import { Ours } from '../../values/text.ts'

export const mostOperations = 1_000

const Step = z.discriminatedUnion('op', [
  NewDeal.extend({ op: z.literal('create') }),
  z.strictObject({ ...updateDeal.input.shape, op: z.literal('update') }),
  MoveRequest.extend({ op: z.literal('move') }),
  z
    .strictObject({
      op: z.literal('reverse'),
      deal_id: DealId,
      move_id: Id('led').optional(),
      transfer_id: Id('led').optional(),
    })
    .refine(({ move_id, transfer_id }) => (move_id === undefined) !== (transfer_id === undefined), {
      path: ['move_id'],
      error: 'say what is taken back: either a move_id, or a transfer_id',
    }),
])
type Step = z.output<typeof Step>

export const BulkRequest = z.strictObject({
  /** All or nothing; with false, each by itself. */
  atomic: z.boolean().default(true),
  operations: z
    .array(Step)
    .min(1, 'name at least one operation')
    .max(
      mostOperations,
      `at most ${mostOperations} operations at once; send more in several requests, or as an import`,
    ),
})
export type BulkRequest = z.output<typeof BulkRequest>

/** What became of one operation: the deal as it is now, or the problem that it would have got alone. */
export const BulkItem = z
  .object({
    index: z.int(),
    status: z.int(),
    deal: z.object({ id: Ours, key: Ours, version: z.int() }).nullable(),
    /** What a move or its reversal is called, by which a move is taken back. */
    move_id: Id('led').nullable(),
    problem: z.looseObject({ code: Ours, detail: z.string() }).nullable(),
  })
  .meta({ id: 'BulkItem' })
export type BulkItem = z.infer<typeof BulkItem>

export const BulkAnswer = z
  .object({ data: z.array(BulkItem), done: z.int(), refused: z.int() })
  .meta({ id: 'BulkAnswer' })
export type BulkAnswer = z.infer<typeof BulkAnswer>

/** A creation is written together with others, the rest one after the other. */
const weights = { create: 1, update: 10, move: 10, reverse: 10 }
const heaviest = 500

/** Neighbours that go into one transaction: what is atomic is one, the rest no longer than a moment's work. */
export function partsOf({ atomic, operations }: BulkRequest): BulkRequest[] {
  if (atomic) return [{ atomic, operations }]
  const parts: Step[][] = []
  let weight = Number.POSITIVE_INFINITY
  for (const step of operations) {
    weight += weights[step.op]
    if (weight > heaviest) {
      parts.push([])
      weight = weights[step.op]
    }
    parts.at(-1)?.push(step)
  }
  return parts.map((some) => ({ atomic, operations: some }))
}

export const joined = (answers: readonly BulkAnswer[]): BulkAnswer =>
  answerOf(answers.flatMap(({ data }) => data).map((item, index) => ({ ...item, index })))

export const answerOf = (data: BulkItem[]): BulkAnswer => ({
  data,
  done: data.filter(({ problem }) => problem === null).length,
  refused: data.filter(({ problem }) => problem !== null).length,
})
