import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { Problem } from '../../platform/problem.ts'
import { updateDeal } from '../edits/index.ts'
import { openDeals } from '../intake/index.ts'
import { readDeals } from '../ledger/index.ts'
import { reverseTransfer } from '../transfers/index.ts'
import { moveDeal, reverseMove } from '../moves/index.ts'
import { answerOf, BulkAnswer, type BulkItem, BulkRequest, joined, mostOperations, partsOf } from './bulk.ts'

export const bulkDeals = operation({
  name: 'deals.bulk',
  http: 'POST /deals/bulk',
  status: 200,
  access: 'deals:work',
  effect: 'write',
  cost: 10,
  summary: `Up to ${mostOperations} creations, edits, moves, and moves taken back in one request, under the same rules as each alone`,
  input: BulkRequest,
  output: BulkAnswer,
  parts: { split: partsOf, join: joined },
  async run(context, { atomic, operations }) {
    const made = counting(context)
    const items: BulkItem[] = []
    const creations = operations.flatMap((step, index) => (step.op === 'create' ? [{ ...step, index }] : []))
    const opened = await openDeals(
      made.context,
      creations.map(({ op: _, index: __, ...given }) => given),
    )
    for (const [i, one] of opened.entries()) {
      const index = creations[i]?.index ?? 0
      items[index] =
        one instanceof Problem ? refusedItem(index, one) : doneItem(index, 201, { ...one, key: `D-${one.number}` })
    }
    for (const [index, step] of operations.entries())
      if (step.op !== 'create')
        items[index] = await alone(made.context, index, () => changed(made.context, index, step))
    const answer = answerOf(items)
    if (atomic && answer.refused > 0) throw undone(answer)
    if (made.recorded() === 0) context.unchanged()
    return answer
  },
})

type Change = Exclude<BulkRequest['operations'][number], { op: 'create' }>

async function changed(context: Context, index: number, step: Change): Promise<BulkItem> {
  if (step.op === 'update') {
    const { op: _, ...request } = step
    return doneItem(index, 200, await updateDeal.run(context, request))
  }
  const { id: move_id, deal_id: id, deal_version: version } = await moved(context, step)
  const [{ number } = { number: 0n }] = await readDeals(context.tx, context.workspace_id, [id])
  return { ...doneItem(index, 201, { id, key: `D-${number}`, version }), move_id }
}

function moved(context: Context, step: Exclude<Change, { op: 'update' }>) {
  if (step.op === 'reverse') {
    const { deal_id, move_id, transfer_id } = step
    if (transfer_id !== undefined) return reverseTransfer.run(context, { deal_id, transfer_id })
    return reverseMove.run(context, { deal_id, move_id: move_id ?? '' })
  }
  const { op: _, ...request } = step
  return moveDeal.run(context, request)
}

/** An edit that changes nothing does not undo what others changed. */
function counting(context: Context) {
  let recorded = 0
  const record: Context['record'] = (event) => {
    recorded += 1
    return context.record(event)
  }
  const own: Context = Object.create(context, { record: { value: record }, unchanged: { value: () => undefined } })
  return { context: own, recorded: () => recorded }
}

/** Does one operation so that its refusal leaves the others as they are. */
async function alone(context: Context, index: number, work: () => Promise<BulkItem>): Promise<BulkItem> {
  try {
    return await context.attempt(work)
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return refusedItem(index, error)
    throw error
  }
}

const doneItem = (
  index: number,
  status: number,
  { id, key, version }: { id: string; key: string; version: number },
): BulkItem => ({
  index,
  status,
  deal: { id, key, version },
  move_id: null,
  problem: null,
})

const refusedItem = (index: number, { status, code, message, details }: Problem): BulkItem => ({
  index,
  status,
  deal: null,
  move_id: null,
  problem: { ...details, code, detail: message },
})

/** All or nothing, and it was nothing: which ones, so that all of them can be mended at once. */
function undone({ data, refused }: BulkAnswer): Problem {
  const faults = data.filter(({ problem }) => problem !== null)
  const errors = faults.slice(0, 100).map(({ index, problem }) => ({
    pointer: `/operations/${index}`,
    code: problem?.code ?? '',
    detail: problem?.detail ?? '',
  }))
  const detail = `${refused} of ${data.length} operations are refused, so none was done; with atomic: false the others would be.`
  return new Problem('refused', detail, 'bulk-refused', { errors, data: faults })
}
