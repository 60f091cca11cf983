import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { type NewDeal, openDeals, type Placed } from '../intake/index.ts'
import { Dismissal, IncomingDeal, incomingStates, NewIncoming, Placement } from './incoming.ts'
import { isForAPerson, whyItWaits } from './why-it-waits.ts'
import * as store from './store.ts'

const listIncoming = operation({
  name: 'incoming_deals.list',
  http: 'GET /incoming-deals',
  access: 'deals:work',
  effect: 'read',
  summary: 'Deals that were handed in; those that wait for a person, unless another state is asked for',
  input: z.strictObject({ state: z.enum(incomingStates).default('waiting'), ...pageQuery(z.tuple([Id('inc')])) }),
  output: Page(IncomingDeal),
  async run({ tx, workspace_id }, { state, limit, cursor }) {
    const rows = await store.readQueue(tx, workspace_id, { state, after: cursor?.[0], limit: limit + 1 })
    return pageOf(rows, limit, ({ id }) => [id])
  },
})

const createIncoming = operation({
  name: 'incoming_deals.create',
  http: 'POST /incoming-deals',
  access: 'deals:work',
  effect: 'write',
  summary:
    'Hand a deal in from a form or another system: it is routed and opened, or waits for a person; it is never lost',
  input: NewIncoming,
  output: IncomingDeal,
  version: ({ version }) => version,
  async run(context, given) {
    const { tx, workspace_id, actor, now, newId, record } = context
    const [opened] = await openDeals(context, [given])
    if (opened instanceof Problem && !isForAPerson(opened)) throw opened
    const waits = opened instanceof Problem || opened === undefined
    const id = newId('inc')
    const state = waits ? ('waiting' as const) : ('opened' as const)
    const because = opened instanceof Problem ? whyItWaits(opened) : null
    const placed_deal_id = waits ? null : opened.id
    const row = { id, given, state, because, placed_deal_id, received_by: actor.id, received_at: now }
    await store.insertIncoming(tx, workspace_id, row)
    const after = { state, because, deal_id: placed_deal_id }
    record({ type: 'incoming_deal.received', subject: id, version: 1, data: { name: given.name, before: null, after } })
    return existing(context, id)
  },
})

const placeIncoming = operation({
  name: 'incoming_deals.place',
  http: 'POST /incoming-deals/{incoming_id}/placement',
  access: 'deals:work',
  effect: 'write',
  summary: 'Take a deal out of the queue and open it in a pipeline',
  input: Placement,
  output: IncomingDeal,
  version: ({ version }) => version,
  async run(context, { incoming_id, owner, fields, reason, ...said }) {
    const { actor } = context
    const row = await waiting(context, incoming_id)
    const handed = row.given as NewDeal
    const given: NewDeal = {
      ...handed,
      ...said,
      fields: { ...handed.fields, ...fields },
      owner: owner ?? handed.owner,
      // Why it goes here is why its first stage may ask for less, too.
      reason: handed.reason ?? reason,
    }
    const [opened] = await openDeals(context, [given], placedBy(actor, reason))
    if (opened === undefined || opened instanceof Problem) throw opened
    await settle(context, row, { state: 'opened', placed_deal_id: opened.id, reason: reason ?? null })
    return existing(context, incoming_id)
  },
})

const dismissIncoming = operation({
  name: 'incoming_deals.dismiss',
  http: 'POST /incoming-deals/{incoming_id}/dismissal',
  access: 'deals:work',
  effect: 'write',
  summary: 'Say that a deal in the queue is none, and why; it stays to be read',
  input: Dismissal,
  output: IncomingDeal,
  version: ({ version }) => version,
  async run(context, { incoming_id, reason }) {
    const row = await waiting(context, incoming_id)
    await settle(context, row, { state: 'dismissed', placed_deal_id: null, reason })
    return existing(context, incoming_id)
  },
})

export const incomingOperations = [listIncoming, createIncoming, placeIncoming, dismissIncoming]

const placedBy = ({ id }: { id: string }, reason: string | undefined): Placed => ({
  kept: {
    decided_by: 'person',
    routing_version: null,
    position: null,
    rule: null,
    rule_name: null,
    because: [reason ?? 'No rule took it.'],
    person_id: id,
  },
})

async function waiting({ tx, workspace_id }: Context, id: string): Promise<store.IncomingRow> {
  const row = await store.lockIncoming(tx, workspace_id, id)
  if (!row) throw notFound('incoming deal')
  if (row.state !== 'waiting')
    throw new Problem('conflict', `This one is ${row.state} already, and waits for nobody.`, 'incoming-decided')
  return row
}

type Settled = Pick<store.Outcome, 'state' | 'placed_deal_id' | 'reason'>

async function settle(
  context: Context,
  row: store.IncomingRow,
  { state, placed_deal_id, reason }: Settled,
): Promise<void> {
  const { tx, workspace_id, actor, now, record } = context
  const version = row.version + 1
  const decided = { decided_by: actor.id, decided_at: now, reason, version }
  await store.updateIncoming(tx, workspace_id, { id: row.id, state, placed_deal_id, ...decided })
  const data = { name: row.given.name, before: { state: row.state }, after: { state, deal_id: placed_deal_id, reason } }
  const type = state === 'opened' ? 'incoming_deal.placed' : 'incoming_deal.dismissed'
  record({ type, subject: row.id, version, data })
}

async function existing({ tx, workspace_id }: Context, id: string): Promise<store.IncomingRow> {
  const row = await store.readIncoming(tx, workspace_id, id)
  if (!row) throw notFound('incoming deal')
  return row
}
