import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { plusDays } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { Page, pageOfKept, pageQuery } from '../../values/page.ts'
import {
  type ApprovalSubject,
  approvalsAbout,
  approvalStates,
  cancelApprovals,
  requestApproval,
} from '../approvals/index.ts'
import { insertEvidence } from '../evidence/index.ts'
import { DealId, lockedDeal, readDeals, type StoredDeal } from '../ledger/index.ts'
import { criteriaOf, readDefinitionOf } from '../pipelines/index.ts'
import { type Approvable, GateApproval, NewGateApproval, policyOf } from './gate-approval.ts'
import * as store from './store.ts'

const listGateApprovals = operation({
  name: 'gate_approvals.list',
  http: 'GET /gate-approvals',
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  summary: 'Approvals that gates of deals ask for: those for me to decide, those I asked for, or all; newest first',
  input: z.strictObject({
    queue: z.enum(['mine', 'asked', 'all']).default('all'),
    state: z.enum(approvalStates).optional(),
    deal_id: DealId.optional(),
    ...pageQuery(z.tuple([Id('gap')])),
  }),
  output: Page(GateApproval).meta({ id: 'GateApprovalPage' }),
  async run(context, { queue, state, deal_id, limit, cursor }) {
    const { tx, workspace_id, actor } = context
    const [deal] = deal_id === undefined ? [] : await readDeals(tx, workspace_id, [deal_id])
    if (deal_id !== undefined && !deal) throw invalid('/deal_id', 'unknown', 'There is no such deal in this workspace.')
    const filter = {
      deal_id: deal?.id,
      state: queue === 'mine' ? ('open' as const) : state,
      asked_by: queue === 'asked' ? actor.id : undefined,
      limit,
    }
    const read = (after: string | undefined) => store.readGateApprovals(tx, workspace_id, { ...filter, after })
    // Who may vote on what is asked of each question.
    return pageOfKept({ limit, after: cursor?.[0] }, read, async (rows) => {
      const shown = await shownAll(context, rows)
      return queue === 'mine' ? shown.filter(({ approval }) => approval.may_vote) : shown
    })
  },
})

const askForApproval = operation({
  name: 'gate_approvals.create',
  http: 'POST /deals/{deal_id}/approvals',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'ask_for_approval' },
  summary: 'Ask for the approval that a gate of a deal wants; who decides says the criterion, or the pipeline',
  input: NewGateApproval,
  output: GateApproval,
  async run(context, { deal_id, criterion: key, note }) {
    const { tx, workspace_id, actor, newId, now, record } = context
    const deal = await lockedDeal(context, deal_id)
    if (deal.outcome !== null) throw new Problem('conflict', `This deal is ${deal.outcome}.`, 'deal-closed')
    const criterion = await approvable(context, deal, key)
    const open = await store.readGateApprovals(tx, workspace_id, { deal_id: deal.id, state: 'open', limit: 200 })
    if (open.some((row) => row.criterion === key))
      throw new Problem('conflict', 'This is asked already, and waits for an answer.', 'approval-open')
    const id = newId('gap')
    const due_at = plusDays(now, criterion.within_days)
    const policy = policyOf(criterion)
    const approval_id = await requestApproval(context, {
      subject_kind: 'gate',
      subject_id: id,
      pipeline_id: deal.pipeline_id,
      deal_id: deal.id,
      title: titleOf(deal, criterion),
      due_at,
      ...(policy === undefined ? {} : { policy }),
    })
    const row = { id, deal_id: deal.id, criterion: key, approval_id, note: note ?? null, asked_by: actor.id }
    await store.insertGateApproval(tx, workspace_id, { ...row, asked_at: now })
    const data = { ...naming(deal), after: { gate_approval_id: id, criterion: key, note: note ?? null, due_at } }
    record({ type: 'deal.approval_asked', subject: deal.id, version: deal.version, data })
    return found(context, id)
  },
})

const withdrawGateApproval = operation({
  name: 'gate_approvals.withdraw',
  http: 'POST /deals/{deal_id}/approvals/{gate_approval_id}/withdrawal',
  access: 'deals:work',
  effect: 'write',
  summary: 'Take back the question for an approval that nobody has decided yet',
  input: z.strictObject({ deal_id: DealId, gate_approval_id: Id('gap') }),
  output: GateApproval,
  async run(context, { deal_id, gate_approval_id }) {
    const deal = await lockedDeal(context, deal_id)
    const { approval, deal: of } = await found(context, gate_approval_id)
    if (of.id !== deal.id) throw notFound('approval of this deal')
    if (approval.state === 'approved' || approval.state === 'rejected')
      throw new Problem('conflict', `It is ${approval.state} already.`, 'approval-decided')
    if (approval.state === 'cancelled') context.unchanged()
    else await cancelApprovals(context, 'gate', gate_approval_id)
    return found(context, gate_approval_id)
  },
})

export const gateApprovalOperations = [listGateApprovals, askForApproval, withdrawGateApproval]

/** What a vote means to a gate: a deal that is open goes on to be asked about, and an approval is its evidence. */
export const gateSubject: ApprovalSubject = {
  async beforeApproval({ tx, workspace_id }, { subject_id }) {
    const [row] = await store.readGateApprovals(tx, workspace_id, { id: subject_id, limit: 1 })
    const [deal] = row ? await readDeals(tx, workspace_id, [row.deal_id]) : []
    if (!deal) throw notFound('deal')
    if (deal.outcome !== null) throw new Problem('conflict', `The deal is ${deal.outcome} meanwhile.`, 'deal-closed')
  },
  async decided(context, { id: source_id, subject_id, state }) {
    const { tx, workspace_id, newId, now, actor, record } = context
    const [row] = await store.readGateApprovals(tx, workspace_id, { id: subject_id, limit: 1 })
    const [deal] = row ? await readDeals(tx, workspace_id, [row.deal_id]) : []
    if (!row || !deal || state !== 'approved') return
    const { criterion } = row
    const evidence = {
      id: newId('evi'),
      deal_id: deal.id,
      criterion,
      kind: 'approval',
      url: null,
      held_on: null,
    } as const
    const from = { note: row.note, confirmed_by: null, source_id, given_by: actor.id, given_at: now }
    await insertEvidence(tx, workspace_id, [{ ...evidence, ...from }])
    const data = { ...naming(deal), after: { ...evidence, ...from } }
    record({ type: 'deal.evidence_given', subject: deal.id, version: deal.version, data })
  },
}

async function approvable({ tx, workspace_id }: Context, deal: StoredDeal, key: string): Promise<Approvable> {
  const all = criteriaOf(await readDefinitionOf(tx, workspace_id, deal.definition_id)).map(({ criterion }) => criterion)
  const criteria = all.filter((one) => one.kind === 'approval')
  const criterion = criteria.find((one) => one.key === key)
  if (criterion) return criterion
  const known = criteria.map((one) => one.key).join(', ')
  const remedy = known === '' ? 'its pipeline has none such' : `there are ${known}`
  throw invalid('/criterion', 'unknown', `Nobody approves a criterion ${key} of this deal; ${remedy}.`)
}

const naming = ({ number, name }: StoredDeal) => ({ key: `D-${number}`, name })

/** What those who decide read first; with the amount as it was when they were asked. */
function titleOf({ number, name, amount_minor, currency }: StoredDeal, { label }: Approvable): string {
  const money = amount_minor === null ? '' : ` (${readable(moneyOf(amount_minor, currency).amount)} ${currency})`
  return `D-${number} ${name}${money}: ${label}`
}

/** Digits in threes, set apart by a space that every language reads, and no hundredths where there are none. */
const readable = (amount: string) => amount.replace(/\.0+$/, '').replaceAll(/(?<!\.\d*)\B(?=(\d{3})+(?!\d))/g, '\u00a0')

async function found(context: Context, id: string) {
  const rows = await store.readGateApprovals(context.tx, context.workspace_id, { id, limit: 1 })
  const [shown] = await shownAll(context, rows)
  if (!shown) throw notFound('approval')
  return shown
}

async function shownAll(context: Context, rows: readonly store.Row[]) {
  const { tx, workspace_id } = context
  const asked = await approvalsAbout(
    context,
    'gate',
    rows.map(({ id }) => id),
  )
  const shown = rows.map(async (row) => {
    const [approval] = asked.get(row.id) ?? []
    if (!approval) return []
    const criteria = criteriaOf(await readDefinitionOf(tx, workspace_id, row.definition_id))
    return [
      {
        id: row.id,
        deal: { id: row.deal_id, key: `D-${row.deal_number}`, name: row.deal_name },
        criterion: row.criterion,
        label: criteria.find(({ criterion }) => criterion.key === row.criterion)?.criterion.label ?? row.criterion,
        note: row.note,
        asked_by: { id: row.asked_by, name: row.asked_by_name },
        asked_at: row.asked_at,
        approval,
      },
    ]
  })
  return (await Promise.all(shown)).flat()
}
