import type { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { beyondSight } from '../../platform/database/pipeline-security.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { daysBetween, plusDays } from '../../values/instant.ts'
import { Page, pageOf } from '../../values/page.ts'
import { type Account, lockAccounts, partAccount, readAccountByDomain, saveAccount } from '../accounts/index.ts'
import { rehomeActivities } from '../activities/index.ts'
import { rehomeContacts } from '../contacts/index.ts'
import { type Continuation, differences, lockDeals, type StoredDeal, writeContinuations } from '../ledger/index.ts'
import { permitOn } from '../rights/index.ts'
import { decideMerge, decideParting, type Facts, factsOf, undoDays } from './decide-merge.ts'
import { AccountMerge, MergeName, MergeQuery, mostDeals, NewMerge } from './merge.ts'
import * as store from './store.ts'

export const listAccountMerges = operation({
  name: 'account_merges.list',
  http: 'GET /account-merges',
  access: 'deals:read',
  effect: 'read',
  summary: 'Accounts that went into others, the newest first',
  input: MergeQuery,
  output: Page(AccountMerge),
  async run({ tx, workspace_id }, { account_id, limit, cursor }) {
    const rows = await store.readMerges(tx, workspace_id, { account_id, limit, cursor: cursor?.[0] })
    const page = pageOf(rows, limit, ({ id }) => [id])
    return { ...page, data: page.data.map(shown) }
  },
})

export const mergeAccounts = operation({
  name: 'account_merges.create',
  http: 'POST /accounts/{account_id}/merges',
  access: 'deals:work',
  effect: 'write',
  cost: 10,
  summary: 'Say that another account is the same company: its deals, contacts and activities come to this one',
  input: NewMerge,
  output: AccountMerge,
  async run(context, { account_id, other_id, take }) {
    const { tx, workspace_id, actor, now, newId, record } = context
    const [kept, gone] = await lockedTwo(context, account_id, other_id)
    if (!gone) throw invalid('/other_id', 'unknown', 'There is no such account in this workspace.')
    const after = unwrap(decideMerge(kept, gone, take))
    const deals = await workableDeals(context, gone, () => store.readDealIds(tx, workspace_id, gone.id))
    const id = newId('mrg')
    // The domain has to be free before the other account takes it.
    await partAccount(tx, workspace_id, { ...gone, domain: null }, kept.id)
    await saveFacts(context, kept, after)
    const [contact_ids, activity_ids] = await Promise.all([
      rehomeContacts(tx, workspace_id, { from: gone.id, to: kept.id }),
      rehomeActivities(tx, workspace_id, { from: gone.id, to: kept.id }),
    ])
    await rehomeDeals(context, deals, gone.id, kept.id)
    await store.insertMerge(tx, workspace_id, {
      id,
      kept_id: kept.id,
      gone_id: gone.id,
      deal_ids: deals.filter((deal) => deal.account_id === gone.id).map((deal) => deal.id),
      partner_deal_ids: deals.filter((deal) => deal.partner_account_id === gone.id).map((deal) => deal.id),
      contact_ids,
      activity_ids,
      kept_before: factsOf(kept),
      kept_after: after,
      gone_domain: gone.domain,
      merged_by: actor.id,
      merged_at: now,
    })
    const data = { before: { merged_into: null, domain: gone.domain }, after: { merged_into: kept.id, domain: null } }
    record({ type: 'account.merged', subject: gone.id, version: gone.version + 1, data: { merge_id: id, ...data } })
    return current(context, id)
  },
})

export const reverseAccountMerge = operation({
  name: 'account_merges.reverse',
  http: 'POST /account-merges/{merge_id}/reversal',
  access: 'deals:work',
  effect: 'write',
  cost: 10,
  summary: 'Part two accounts again within 30 days: what came along goes back, unless somebody moved it on since',
  input: MergeName,
  output: AccountMerge,
  async run(context, { merge_id }) {
    const { tx, workspace_id, now, record } = context
    const row = await store.lockMerge(tx, workspace_id, merge_id)
    if (!row) throw notFound('merge')
    const [kept, gone] = await lockedTwo(context, row.kept.id, row.gone.id)
    if (!gone) throw notFound('account')
    const { kept_before, kept_after, gone_domain, undone_at } = row
    const days = daysBetween(row.merged_at, now)
    const parted = unwrap(
      decideParting({ days, undone: undone_at !== null, kept, gone, kept_before, kept_after, gone_domain }),
    )
    const other =
      parted.gone_domain === null ? undefined : await readAccountByDomain(tx, workspace_id, parted.gone_domain)
    if (other && other.id !== kept.id)
      throw new Problem(
        'conflict',
        `${parted.gone_domain} is the domain of ${other.name} by now; change that first.`,
        'account-exists',
        { account: { id: other.id, name: other.name } },
      )
    const deals = await workableDeals(context, gone, async () => [
      ...new Set([...row.deal_ids, ...row.partner_deal_ids]),
    ])
    await saveFacts(context, kept, parted.kept)
    await partAccount(tx, workspace_id, { ...gone, domain: parted.gone_domain }, null)
    await Promise.all([
      rehomeContacts(tx, workspace_id, { from: kept.id, to: gone.id, only: row.contact_ids }),
      rehomeActivities(tx, workspace_id, { from: kept.id, to: gone.id, only: row.activity_ids }),
    ])
    const [customers, partners] = [new Set(row.deal_ids), new Set(row.partner_deal_ids)]
    await rehomeDeals(context, deals, kept.id, gone.id, { customers, partners })
    await store.markUndone(tx, workspace_id, row.id, now)
    const data = {
      before: { merged_into: kept.id, domain: null },
      after: { merged_into: null, domain: parted.gone_domain },
    }
    record({ type: 'account.parted', subject: gone.id, version: gone.version + 1, data: { merge_id, ...data } })
    return current(context, row.id)
  },
})

/** Both accounts, locked in the order of their ids; 404 where the one in the address is not there. */
async function lockedTwo({ tx, workspace_id }: Context, first: string, second: string): Promise<[Account, Account?]> {
  const locked = await lockAccounts(tx, workspace_id, [first, second])
  const kept = locked.get(first)
  if (!kept) throw notFound('account')
  const other = locked.get(second)
  return other ? [kept, other] : [kept]
}

/** Deals that come along, locked. All or none: whoever may not work on one of them parts no customer in two. */
async function workableDeals(context: Context, { name }: Account, read: () => Promise<string[]>) {
  const { tx, workspace_id, actor } = context
  const ids = await beyondSight(tx, actor, read)
  if (ids.length > mostDeals)
    throw new Problem(
      'refused',
      `${name} has more than ${mostDeals} deals; merge the smaller account.`,
      'too-many-deals',
    )
  const seen = await lockDeals(tx, workspace_id, ids)
  if (seen.length < ids.length)
    throw new Problem(
      'forbidden',
      `${name} has deals that you may not see; ask somebody who sees all of its deals.`,
      'pipeline-right',
    )
  for (const deal of seen) {
    await permitOn(context, 'work', deal)
    context.notBefore(deal.updated_at)
  }
  await context.keepInSight(seen.map(({ id }) => id))
  return seen
}

async function saveFacts({ tx, workspace_id, record }: Context, account: Account, facts: Facts): Promise<void> {
  const difference = differenceOf(account, { ...account, ...facts })
  if (difference === null) return
  const after = { ...account, ...facts, version: account.version + 1 }
  await saveAccount(tx, workspace_id, after)
  record({ type: 'account.updated', subject: account.id, version: after.version, data: difference })
}

type Which = { customers: ReadonlySet<string>; partners: ReadonlySet<string> }

/** Each deal that still names the one account names the other: one ledger row and one event a deal. */
async function rehomeDeals(context: Context, deals: readonly StoredDeal[], from: string, to: string, which?: Which) {
  const { tx, workspace_id, now, newId, record } = context
  const continuations = deals.flatMap((before): Continuation[] => {
    const as = (named: string | null, among: ReadonlySet<string> | undefined) =>
      named === from && (among?.has(before.id) ?? true) ? to : named
    const account_id = as(before.account_id, which?.customers)
    const partner_account_id = as(before.partner_account_id, which?.partners)
    if (account_id === before.account_id && partner_account_id === before.partner_account_id) return []
    const after = { ...before, version: before.version + 1, account_id, partner_account_id }
    const data = { key: `D-${before.number}`, name: before.name, ...differences(before, after) }
    const event_id = record({ type: 'deal.edited', subject: before.id, version: after.version, data })
    const change = { id: newId('led'), kind: 'edited' as const, event_id, occurred_at: now, recorded_at: now }
    return [{ before, states: [{ state: after, change }], chance: before.probability }]
  })
  await writeContinuations(tx, workspace_id, continuations)
}

async function current({ tx, workspace_id }: Context, id: string): Promise<z.input<typeof AccountMerge>> {
  const row = await store.lockMerge(tx, workspace_id, id)
  if (!row) throw notFound('merge')
  return shown(row)
}

function shown({ id, kept, gone, by, merged_at, undone_at, ...came }: store.MergeRow): z.input<typeof AccountMerge> {
  return {
    id,
    kept,
    gone,
    deals: new Set([...came.deal_ids, ...came.partner_deal_ids]).size,
    contacts: came.contact_ids.length,
    activities: came.activity_ids.length,
    by,
    at: merged_at,
    undo_until: plusDays(merged_at, undoDays),
    undone_at,
  }
}
