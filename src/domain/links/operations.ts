import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { beyondSight } from '../../platform/database/pipeline-security.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, unwrap } from '../../platform/problem.ts'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import { moneyOf } from '../../values/money.ts'
import { DealId, type DealState, lockedDeal, readDeals } from '../ledger/index.ts'
import { decideLink, type Edge, orderOf } from './decide-link.ts'
import { type Link, LinkName, Links, NewLink } from './link.ts'
import * as store from './store.ts'

export const listLinks = operation({
  name: 'links.list',
  http: 'GET /deals/{deal_id}/links',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'list_deal_links' },
  summary: 'What a deal is to others: it renews, expands, is part of, came from, blocks, or is sold together with them',
  input: z.strictObject({ deal_id: DealId }),
  output: Links,
  async run({ tx, workspace_id }, { deal_id }) {
    const [deal] = await readDeals(tx, workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    return shownLinks(tx, workspace_id, deal.id)
  },
})

export const createLink = operation({
  name: 'links.create',
  http: 'POST /deals/{deal_id}/links',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'link_deals', hint: 'Two deals that are one purchase are no link: resolve their overlap as a co-sell' },
  summary: 'Say that a deal renews, expands, is part of, came from or blocks another one; circles are refused',
  input: NewLink,
  output: Links,
  async run(context, { deal_id, kind, other_id }) {
    const { tx, workspace_id, actor, now, newId, record, unchanged } = context
    await store.lockLinks(tx, workspace_id)
    const deal = await lockedDeal(context, deal_id)
    const [other] = await readDeals(tx, workspace_id, [other_id])
    if (!other) throw invalid('/other_id', 'unknown', 'There is no such deal in this workspace.')
    // A circle is one also where it runs through deals that whoever asks may not see.
    const onward = await beyondSight(tx, actor, () => store.readOnward(tx, workspace_id, other.id, orderOf(kind)))
    const edge = unwrap(decideLink({ deal, other, onward }, kind))
    const id = newId('link')
    if (!(await store.insertLink(tx, workspace_id, { id, ...edge, kind, created_by: actor.id, created_at: now }))) {
      unchanged()
      return shownLinks(tx, workspace_id, deal.id)
    }
    const after = { kind, deal: `D-${deal.number}`, other: `D-${other.number}` }
    const data = { deal_ids: [deal.id, other.id], before: null, after }
    record({ type: 'link.created', subject: id, version: 1, data })
    return shownLinks(tx, workspace_id, deal.id)
  },
})

export const deleteLink = operation({
  name: 'links.delete',
  http: 'DELETE /deals/{deal_id}/links/{link_id}',
  access: 'deals:work',
  effect: 'write',
  summary: 'Take a link of a deal away, from either of its ends; a co-sell ends where its overlap is undone',
  input: LinkName,
  output: Links,
  async run(context, { deal_id, link_id }) {
    const { tx, workspace_id, record } = context
    const deal = await lockedDeal(context, deal_id)
    const gone = await store.deleteLink(tx, workspace_id, deal.id, link_id)
    if (!gone) throw notFound('link of this deal')
    const deals = await readDeals(tx, workspace_id, [gone.deal_id, gone.other_id])
    const keyOf = (id: string) => `D-${deals.find((one) => one.id === id)?.number ?? ''}`
    const before = { kind: gone.kind, deal: keyOf(gone.deal_id), other: keyOf(gone.other_id) }
    const data = { deal_ids: [gone.deal_id, gone.other_id], before, after: null }
    record({ type: 'link.deleted', subject: link_id, version: 2, data })
    return shownLinks(tx, workspace_id, deal.id)
  },
})

/**
 * What becomes of saying that a deal renews another one: refused where that one comes after it, null where it is said
 * already.
 */
export async function renewalOf(context: Context, deal: DealState, other_id: string): Promise<Decision<Edge | null>> {
  const { tx, workspace_id, actor } = context
  const [other] = await readDeals(tx, workspace_id, [other_id])
  if (!other) return refuse('renews_unknown', 'The deal that it renews is not here.')
  const onward = await beyondSight(tx, actor, () => store.readOnward(tx, workspace_id, other.id, orderOf('renews')))
  const decision = decideLink({ deal, other, onward }, 'renews')
  if (!decision.ok || !(await store.isLinked(tx, workspace_id, decision.value, 'renews'))) return decision
  return accept(null)
}

/** Links deals to those that they renew, as an import says it. Of no two of them may each come before the other. */
export async function linkRenewals(context: Context, edges: readonly Edge[]): Promise<void> {
  const { tx, workspace_id, actor, now, newId, record } = context
  if (edges.length === 0) return
  await store.lockLinks(tx, workspace_id)
  const deals = await readDeals(tx, workspace_id, [...new Set(edges.flatMap((edge) => [edge.deal_id, edge.other_id]))])
  const keys = new Map(deals.map(({ id, number }) => [id, `D-${number}`]))
  const rows = edges.map((edge) => ({ id: newId('link'), ...edge, kind: 'renews' as const }))
  await store.insertLinks(
    tx,
    workspace_id,
    rows.map((row) => ({ ...row, created_by: actor.id, created_at: now })),
  )
  for (const { id, deal_id, other_id, kind } of rows) {
    const after = { kind, deal: keys.get(deal_id) ?? null, other: keys.get(other_id) ?? null }
    const data = { deal_ids: [deal_id, other_id], before: null, after }
    record({ type: 'link.created', subject: id, version: 1, data })
  }
}

async function shownLinks(tx: Context['tx'], workspace_id: string, deal_id: string) {
  const rows = await store.readLinks(tx, workspace_id, deal_id)
  return { data: rows.map(shownLink) }
}

function shownLink(row: store.LinkRow): z.input<typeof Link> {
  const { id, kind, direction, created_by, created_at, deal_id, number, amount_minor, currency, ...deal } = row
  const amount = amount_minor === null ? null : moneyOf(amount_minor, currency)
  return {
    id,
    kind,
    direction,
    created_by,
    created_at,
    deal: { ...deal, id: deal_id, key: `D-${number}`, amount },
  }
}
