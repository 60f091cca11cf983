import type { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { beyondSight } from '../../platform/database/pipeline-security.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { daysBetween } from '../../values/instant.ts'
import { Page, pageOf } from '../../values/page.ts'
import { type DealState, lockedDeal, readDeals, saveChange, type StoredDeal } from '../ledger/index.ts'
import { findAlike } from '../accounts/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import type { Purchase } from './compare-purchases.ts'
import { isCounted } from './counted.ts'
import { decideResolution, decideUndo, type Resolve } from './decide-resolution.ts'
import { Draft, NewOverlap, Overlap, OverlapId, OverlapPreview, OverlapQuery, Resolution } from './overlap.ts'
import { shownDeal, shownOverlap } from './shown.ts'
import * as store from './store.ts'
import { suspectedOf } from './suspect.ts'

export const listOverlaps = operation({
  name: 'overlaps.list',
  http: 'GET /overlaps',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'list_overlaps' },
  summary: 'Deals that may be the same, in pairs, the newest first',
  input: OverlapQuery,
  output: Page(Overlap),
  async run({ tx, workspace_id }, { state, deal, limit, cursor }) {
    const deal_id = deal === undefined ? undefined : await idOf(tx, workspace_id, deal)
    const rows = await store.readOverlaps(tx, workspace_id, { state, deal_id, limit, cursor: cursor?.[0] })
    const page = pageOf(rows, limit, ({ id }) => [id])
    const deals = await store.readBeside(tx, workspace_id, dealsOf(page.data))
    return { ...page, data: page.data.flatMap((row) => shownOverlap(row, deals)) }
  },
})

export const getOverlap = operation({
  name: 'overlaps.get',
  http: 'GET /overlaps/{overlap_id}',
  access: 'deals:read',
  effect: 'read',
  summary: 'Two deals that may be the same, side by side',
  input: OverlapId,
  output: Overlap,
  version: ({ version }) => version,
  run: ({ tx, workspace_id }, { overlap_id }) => currentOverlap(tx, workspace_id, overlap_id),
})

export const createOverlap = operation({
  name: 'overlaps.create',
  http: 'POST /overlaps',
  access: 'deals:work',
  effect: 'write',
  summary: 'Say that two deals may be the same; a pair that is known already is answered as it is',
  input: NewOverlap,
  output: Overlap,
  version: ({ version }) => version,
  async run(context, given) {
    const { tx, workspace_id, actor, now, newId, record, unchanged } = context
    const deals = await lockedPair(context, given.deal_id, given.other_id)
    const [other, deal] = deals.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    if (!deal || !other) throw invalid('/other_id', 'same', 'A deal is no duplicate of itself; name another one.')
    const known = await store.readPair(tx, workspace_id, deal.id, other.id)
    if (known?.state === 'open' && known.named_by === null) {
      const version = known.version + 1
      await store.nameOverlap(tx, workspace_id, { id: known.id, version, named_by: actor.id })
      const data = { deal_ids: [deal.id, other.id], before: { named_by: null }, after: { named_by: actor.id } }
      record({ type: 'overlap.suspected', subject: known.id, version, data })
      return currentOverlap(tx, workspace_id, known.id)
    }
    if (known) {
      unchanged()
      return currentOverlap(tx, workspace_id, known.id)
    }
    const pair = { id: newId('ovl'), deal_id: deal.id, other_id: other.id, found_at: now, named_by: actor.id }
    const reasons = deal.account_id !== null && deal.account_id === other.account_id ? ['same_account' as const] : []
    await store.insertPairs(tx, workspace_id, [{ ...pair, likeness: reasons.length, reasons }])
    const after = { deal: `D-${deal.number}`, other: `D-${other.number}`, state: 'open' }
    record({
      type: 'overlap.suspected',
      subject: pair.id,
      version: 1,
      data: { deal_ids: [deal.id, other.id], before: null, after },
    })
    return currentOverlap(tx, workspace_id, pair.id)
  },
})

export const resolveOverlap = operation({
  name: 'overlaps.resolve',
  http: 'POST /overlaps/{overlap_id}/resolutions',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'resolve_overlap' },
  summary: 'Say what two deals are: the same one, which merges them, a co-sell, of which one is counted, or different',
  input: Resolution,
  output: Overlap,
  version: ({ version }) => version,
  async run(context, { overlap_id, if_version, keep, note = null, as, take }) {
    const { tx, workspace_id, actor, now } = context
    const row = await lockedOverlap(context, overlap_id)
    requireVersion('overlap', row, if_version)
    const [deal, other] = await lockedPair(context, row.deal_id, row.other_id)
    if (!deal || !other) throw notFound('overlap')
    const computed = await store.readComputed(tx, workspace_id, [deal.id, other.id])
    const kept_id = [deal, other].find(({ id, number }) => keep === id || keep === `D-${number}`)?.id ?? keep
    const request: Resolve = { as, take, keep: kept_id }
    const pair = { state: row.state, deal, other }
    const does = { deal: computed.has(deal.id), other: computed.has(other.id) }
    const decided = unwrap(decideResolution({ ...pair, computed: does }, request, context.now))
    await saveBoth(context, [deal, other], decided.kept_after, decided.gone_after, as)
    const settled = {
      kept_id: decided.kept?.id ?? null,
      gone_version: decided.gone_after?.version ?? null,
      kept_version: decided.kept_after?.version ?? null,
      taken: decided.kept_after ? take : [],
    }
    const by = { note, resolved_by: actor.id, resolved_at: now }
    await settle(context, row, { ...settled, ...by, state: as })
    return currentOverlap(tx, workspace_id, row.id)
  },
})

export const reverseOverlap = operation({
  name: 'overlaps.reverse',
  http: 'POST /overlaps/{overlap_id}/reversal',
  access: 'deals:work',
  effect: 'write',
  summary: 'Undo what two deals were said to be, within 30 days; the suspicion is open again',
  input: OverlapId,
  output: Overlap,
  version: ({ version }) => version,
  async run(context, { overlap_id }) {
    const { tx, workspace_id, now } = context
    const row = await lockedOverlap(context, overlap_id)
    if (row.state === 'open' || row.resolved_at === null)
      throw new Problem('conflict', 'This is still open; there is nothing to undo.', 'overlap-open')
    const deals = await lockedPair(context, row.deal_id, row.other_id)
    const kept = deals.find(({ id }) => id === row.kept_id)
    const gone = kept && deals.find(({ id }) => id !== row.kept_id)
    const [goneBefore, keptBefore, step] = await Promise.all([
      versionBefore(context, gone, row.gone_version),
      versionBefore(context, kept, row.kept_version),
      gone && row.gone_version ? store.readVersion(tx, workspace_id, gone.id, row.gone_version) : undefined,
    ])
    const counts = gone !== undefined && (await countsWithout(context, row, gone.id))
    const undone = unwrap(
      decideUndo({
        counts,
        as: row.state,
        days: daysBetween(row.resolved_at, now),
        taken: row.taken,
        gone: gone ? { now: gone, resolved_version: row.gone_version, before: goneBefore ?? gone } : null,
        kept: kept && keptBefore ? { now: kept, before: keptBefore } : null,
      }),
    )
    const reversal_of = row.state === 'same_deal' ? (step?.ledger_id ?? null) : null
    await saveBoth(context, deals, undone.kept_after, undone.gone_after, 'undone', reversal_of)
    const open = { kept_id: null, gone_version: null, kept_version: null, taken: [] }
    await settle(context, row, { ...open, note: null, resolved_by: null, resolved_at: null, state: 'open' })
    return currentOverlap(tx, workspace_id, row.id)
  },
})

export const previewOverlaps = operation({
  name: 'overlaps.preview',
  http: 'POST /overlaps/preview',
  access: 'deals:read',
  effect: 'read',
  status: 200,
  cost: 2,
  mcp: { tool: 'preview_overlaps', hint: 'Ask before opening a deal' },
  summary: 'What a deal that is about to be opened may be a duplicate of: accounts like its own, and their open deals',
  input: Draft,
  output: OverlapPreview,
  async run(context, draft) {
    const { tx, workspace_id, actor } = context
    const company = await companyOf(context, draft)
    const [alike = []] = await findAlike(tx, workspace_id, [company])
    const same = 'id' in company ? [{ account: company, likeness: { score: 1, reasons: [] } }] : []
    const near = [...same, ...alike].slice(0, mostAlike)
    const ids = near.map(({ account }) => account.id)
    const open = await beyondSight(tx, actor, () => store.readOpenOn(tx, workspace_id, ids))
    const wanted = await purchaseOf(context, draft)
    const found = suspectedOf(wanted, company, near, open)
    const deals = await store.readBeside(
      tx,
      workspace_id,
      open.map(({ id }) => id),
    )
    return {
      accounts: near
        .filter(({ account }) => !('id' in company) || account.id !== company.id)
        .map(({ account: { id, name, domain }, likeness: { score, reasons } }) => ({
          account: { id, name, domain },
          likeness: score,
          reasons,
        })),
      deals: found.flatMap(({ id, reasons }) => {
        const deal = deals.get(id)
        return deal ? [{ deal: shownDeal(deal), reasons }] : []
      }),
      // Whatever they sell and when: products and dates that are tried out tell nothing of a hidden deal.
      hidden: open.some(({ id }) => !deals.has(id)),
    }
  },
})

type Tx = Context['tx']
const mostAlike = 10

async function companyOf({ tx, workspace_id }: Context, { account_id, account_name, domain }: z.output<typeof Draft>) {
  if (account_id === undefined && account_name === undefined && domain === undefined)
    throw invalid('/account_id', 'missing', 'Say which account, or the name or domain of the company.')
  if (account_id === undefined) return { name: account_name ?? '', domain: domain ?? null, country: null }
  const [account] = await store.readAccounts(tx, workspace_id, [account_id])
  if (!account) throw invalid('/account_id', 'unknown', 'There is no such account in this workspace.')
  return account
}

async function purchaseOf({ tx, workspace_id }: Context, draft: z.output<typeof Draft>): Promise<Purchase> {
  const [products, pipeline] = await Promise.all([
    store.readProductIds(tx, workspace_id, draft.products),
    draft.pipeline === undefined ? undefined : readPipeline(tx, workspace_id, draft.pipeline),
  ])
  const unknown = draft.products.findIndex((key) => !products.has(key))
  if (unknown >= 0) throw invalid(`/products/${unknown}`, 'unknown', 'There is no such product in this workspace.')
  if (draft.pipeline !== undefined && !pipeline)
    throw invalid('/pipeline', 'unknown', 'There is no such pipeline in this workspace.')
  const revenue_kind = pipeline?.definition.revenue_kind ?? null
  return { product_ids: [...products.values()], close_date: draft.close_date ?? null, months: null, revenue_kind }
}

const dealsOf = (rows: readonly store.OverlapRow[]) => rows.flatMap(({ deal_id, other_id }) => [deal_id, other_id])

async function idOf(tx: Tx, workspace_id: string, deal: string): Promise<string> {
  const [found] = await readDeals(tx, workspace_id, [deal])
  if (!found) throw invalid('/deal', 'unknown', 'There is no such deal in this workspace.')
  return found.id
}

async function currentOverlap(tx: Tx, workspace_id: string, id: string): Promise<z.input<typeof Overlap>> {
  const row = await store.readOverlap(tx, workspace_id, id)
  const [shown] = row ? shownOverlap(row, await store.readBeside(tx, workspace_id, dealsOf([row]))) : []
  if (!shown) throw notFound('overlap')
  return shown
}

async function lockedOverlap({ tx, workspace_id }: Context, id: string): Promise<store.OverlapRow> {
  const row = await store.lockOverlap(tx, workspace_id, id)
  if (!row) throw notFound('overlap')
  return row
}

/** Both deals, locked in the order of their ids so that two such pairs cannot deadlock; answered as they were named. */
async function lockedPair(context: Context, one: string, another: string): Promise<StoredDeal[]> {
  const { tx, workspace_id } = context
  const seen = await readDeals(tx, workspace_id, [one, another])
  const named = (asked: string) => seen.find(({ id, number }) => id === asked || `D-${number}` === asked)
  const [first, second] = [named(one), named(another)]
  if (!first || !second) throw notFound('deal')
  const locked = new Map<string, StoredDeal>()
  for (const id of [...new Set([first.id, second.id])].toSorted()) locked.set(id, await lockedDeal(context, id))
  return [...locked.keys()].length < 2 ? [] : [first, second].flatMap(({ id }) => locked.get(id) ?? [])
}

/** A deal as it was before a version, on top of what it is now: what the ledger does not tell here does not change. */
async function versionBefore(
  { tx, workspace_id }: Context,
  deal: StoredDeal | undefined,
  version: number | null,
): Promise<DealState | undefined> {
  if (!deal || version === null) return undefined
  const row = await store.readVersion(tx, workspace_id, deal.id, version - 1)
  if (!row) return undefined
  const { ledger_id: _, ...before } = row
  return { ...deal, ...before }
}

/** Whether a deal's money counts by itself where one of the things that were said of it no longer holds. */
async function countsWithout({ tx, workspace_id, actor }: Context, undone: store.OverlapRow, deal_id: string) {
  return beyondSight(tx, actor, async () => {
    const bonds = (await store.readBonds(tx, workspace_id, [deal_id])).filter(({ id }) => id !== undone.id)
    const ids = bonds.flatMap(({ kept_id, gone_id }) => [kept_id, gone_id])
    return isCounted(deal_id, bonds, await store.readStanding(tx, workspace_id, ids))
  })
}

/** Writes what becomes of the two, each as one change of its own ledger. */
async function saveBoth(
  context: Context,
  deals: readonly StoredDeal[],
  kept_after: DealState | null,
  gone_after: DealState | null,
  as: 'same_deal' | 'co_sell' | 'different' | 'undone',
  reversal_of: string | null = null,
): Promise<void> {
  const keyOf = (after: DealState | null) =>
    deals.filter(({ id }) => id !== after?.id).map(({ number }) => `D-${number}`)[0]
  const before = (after: DealState) => deals.find(({ id }) => id === after.id) ?? null
  if (gone_after) {
    const voided = { kind: 'voided', type: 'deal.voided', data: { merged_into: keyOf(gone_after) } } as const
    const back = { kind: 'reversed', type: 'deal.reversed', reversal_of } as const
    const edited = { kind: 'edited', type: 'deal.edited' } as const
    const change = as === 'same_deal' ? voided : reversal_of === null ? edited : back
    await saveChange(context, { before: before(gone_after), after: gone_after, ...change })
  }
  if (!kept_after) return
  const type = as === 'same_deal' ? 'deal.merged' : 'deal.edited'
  const data = as === 'same_deal' ? { merged: keyOf(kept_after) } : {}
  await saveChange(context, { before: before(kept_after), after: kept_after, kind: 'edited', type, data })
}

async function settle(
  { tx, workspace_id, record }: Context,
  row: store.OverlapRow,
  settled: Omit<store.Settled, 'version'>,
): Promise<void> {
  const version = row.version + 1
  await store.updateOverlap(tx, workspace_id, row.id, { ...settled, version })
  const told = ({ state, kept_id, note }: Pick<store.OverlapRow, 'state' | 'kept_id' | 'note'>) => ({
    state,
    kept: kept_id,
    note,
  })
  const type = settled.state === 'open' ? 'overlap.reopened' : 'overlap.resolved'
  record({
    type,
    subject: row.id,
    version,
    data: { deal_ids: [row.deal_id, row.other_id], before: told(row), after: told(settled) },
  })
}
