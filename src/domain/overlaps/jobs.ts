import { saveEvents } from '../../platform/events.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Follower, SealedEvent } from '../../platform/sequencer.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { findAlike } from '../accounts/index.ts'
import { lockDeals, type StoredDeal, writeContinuations } from '../ledger/index.ts'
import { readApart } from '../links/index.ts'
import { isCounted } from './counted.ts'
import * as store from './store.ts'
import { type Neighbourhood, suspectedPairs, type Suspicion } from './suspect.ts'

/** What may leave a co-sell without the deal that is counted, or bring that one back. */
const turns = new Set(['deal.won', 'deal.lost', 'deal.voided', 'deal.reopened', 'deal.reversed', 'deal.imported'])
const arrivals = new Set(['deal.created', 'deal.imported', 'deal.reopened', 'deal.reversed'])

/**
 * Notes which deals are to be looked at, whatever they came in by; looking is slower than following, so it is left to a
 * tick. An account with another name or domain has all its open deals looked at again.
 */
export const noteDue: Follower = {
  name: 'overlaps',
  keeps: true,
  async read(workspace_id, events, tx) {
    const due = new Map<string, string | null>()
    for (const event of events) if (concernsDeal(event)) due.set(event.subject, event.actor_id)
    for (const event of events) for (const id of linkedIn(event)) due.set(id, event.actor_id)
    const renamed = new Map(events.filter(renames).map(({ subject, actor_id }) => [subject, actor_id]))
    if (renamed.size > 0)
      for (const id of await store.readOpenIds(tx, workspace_id, [...renamed.keys()])) due.set(id, null)
    if (due.size > 0) await store.insertDue(tx, workspace_id, due)
    const turned = new Map(
      events.filter(({ type }) => turns.has(type)).map(({ subject, actor_id }) => [subject, actor_id]),
    )
    if (turned.size > 0) await store.insertRecounts(tx, workspace_id, turned)
  },
}

const changed = ({ data }: SealedEvent, members: readonly string[]) => {
  const after = typeof data?.after === 'object' && data.after !== null ? data.after : {}
  return members.some((member) => member in after)
}
const concernsDeal = (event: SealedEvent) =>
  arrivals.has(event.type) ||
  (event.type === 'deal.edited' && changed(event, ['account_id', 'close_date', 'line_items', 'revenue_kind']))
/** What is linked as different purchases is no duplicate any more, and what is not may be one again. */
const linkedIn = ({ type, data }: SealedEvent): string[] =>
  type === 'link.created' || type === 'link.deleted' ? (data?.deal_ids as string[]) : []
const renames = (event: SealedEvent) => event.type === 'account.updated' && changed(event, ['name', 'domain'])

const batch = 100

/**
 * Looks for what deals that are due may be duplicates of, and first counts anew where one of a co-sell was lost or came
 * back. No batch holds the database for long.
 */
export const suspectDue: Tick = {
  name: 'overlaps',
  every_seconds: 2,
  async run({ database, now }) {
    for (let taken = batch; taken === batch; )
      taken = await database.owner.transaction().execute((tx) => recountSome(tx, now))
    for (let taken = batch; taken === batch; )
      taken = await database.owner.transaction().execute((tx) => suspectSome(tx, now))
  },
}

async function recountSome(tx: Tx, now: Instant): Promise<number> {
  const due = await store.takeRecounts(tx, batch)
  const workspace_id = due[0]?.workspace_id
  if (workspace_id === undefined) return 0
  const bonds = await store.readBonds(
    tx,
    workspace_id,
    due.map(({ deal_id }) => deal_id),
  )
  const ids = new Set(bonds.flatMap(({ kept_id, gone_id }) => [kept_id, gone_id]))
  const deals = await lockDeals(tx, workspace_id, [...ids])
  const standing = new Set(deals.filter(({ outcome }) => outcome === null || outcome === 'won').map(({ id }) => id))
  const turned = deals.filter(({ id, counted }) => standing.has(id) && counted !== isCounted(id, bonds, standing))
  const by = { id: due[0]?.actor_id as string, workspace_id, channel: 'system' as const }
  await recount(tx, by, turned, now)
  return due.length
}

/** Each of these deals counts from now on where it did not, and the other way round. */
async function recount(tx: Tx, actor: Parameters<typeof saveEvents>[2]['actor'], deals: StoredDeal[], now: Instant) {
  const { workspace_id } = actor
  const written = deals.map((before) => {
    const after = { ...before, version: before.version + 1, counted: !before.counted }
    const event = {
      id: newId('evt'),
      type: 'deal.recounted',
      subject: before.id,
      version: after.version,
      data: {
        key: `D-${before.number}`,
        name: before.name,
        before: { counted: before.counted },
        after: { counted: after.counted },
      },
    } as const
    const occurred_at = now < before.updated_at ? before.updated_at : now
    const change = {
      id: newId('led'),
      kind: 'edited' as const,
      event_id: event.id,
      occurred_at,
      recorded_at: occurred_at,
    }
    return { event, continuation: { before, states: [{ state: after, change }], chance: before.probability } }
  })
  const events = written.map(({ event }) => event)
  await saveEvents(tx, events, { actor, now, request_id: undefined })
  const continuations = written.map(({ continuation }) => continuation)
  await writeContinuations(tx, workspace_id, continuations)
}

async function suspectSome(tx: Tx, now: Instant): Promise<number> {
  const due = await store.takeDue(tx, batch)
  const workspace_id = due[0]?.workspace_id
  if (workspace_id === undefined) return 0
  const wanted = new Map(due.map(({ deal_id, actor_id }) => [deal_id, actor_id]))
  const suspicions = await suspicionsOf(tx, workspace_id, new Set(wanted.keys()))
  const pairs = suspicions.map((one) => ({ id: newId('ovl'), ...one, found_at: now, named_by: null }))
  const fresh = await store.insertPairs(tx, workspace_id, pairs)
  const withdrawn = await store.withdrawPairs(tx, workspace_id, [...wanted.keys()], suspicions)
  const events = [
    ...pairs.filter(({ id }) => fresh.has(id)).map((pair) => suspected(pair, wanted)),
    ...withdrawn.map((pair) => noLonger(pair, wanted)),
  ]
  for (const actor_id of new Set(events.map(({ actor_id }) => actor_id))) {
    const own = events.filter((event) => event.actor_id === actor_id).map(({ event }) => event)
    const actor = { id: actor_id as string, workspace_id, channel: 'system' as const }
    await saveEvents(tx, own, { actor, now, request_id: undefined })
  }
  return due.length
}

/** What was found is told of whoever brought the deal in. */
function suspected(pair: Suspicion & { id: string }, wanted: ReadonlyMap<string, string | null>) {
  const { id, deal_id, other_id, likeness, reasons } = pair
  const after = { deal_id, other_id, likeness, reasons, state: 'open' }
  const event = {
    id: newId('evt'),
    type: 'overlap.suspected',
    subject: id,
    version: 1,
    data: { deal_ids: [deal_id, other_id], before: null, after },
  } as const
  return { event, actor_id: wanted.get(deal_id) ?? wanted.get(other_id) ?? null }
}

function noLonger(pair: { id: string; deal_id: string; other_id: string }, wanted: ReadonlyMap<string, string | null>) {
  const { id, deal_id, other_id } = pair
  const data = { deal_ids: [deal_id, other_id], before: { deal_id, other_id, state: 'open' }, after: null }
  const event = { id: newId('evt'), type: 'overlap.withdrawn', subject: id, version: 2, data } as const
  return { event, actor_id: wanted.get(deal_id) ?? wanted.get(other_id) ?? null }
}

async function suspicionsOf(tx: Tx, workspace_id: string, deal_ids: ReadonlySet<string>): Promise<Suspicion[]> {
  const ids = await store.readAccountsOf(tx, workspace_id, [...deal_ids])
  const accounts = await store.readAccounts(tx, workspace_id, ids)
  const alike = await findAlike(tx, workspace_id, accounts)
  const near = accounts.map((account, i): Neighbourhood => ({ account, alike: alike[i] ?? [] }))
  const around = new Set([...ids, ...alike.flat().map(({ account }) => account.id)])
  const open = await store.readOpenOn(tx, workspace_id, [...around])
  return suspectedPairs(deal_ids, near, open, await readApart(tx, workspace_id, [...deal_ids]))
}
