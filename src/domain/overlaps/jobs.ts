import { saveEvents } from '../../platform/events.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Follower, SealedEvent } from '../../platform/sequencer.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { findAlike } from '../accounts/index.ts'
import * as store from './store.ts'
import { type Neighbourhood, suspectedPairs, type Suspicion } from './suspect.ts'

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
    const renamed = new Map(events.filter(renames).map(({ subject, actor_id }) => [subject, actor_id]))
    if (renamed.size > 0)
      for (const id of await store.readOpenIds(tx, workspace_id, [...renamed.keys()])) due.set(id, null)
    if (due.size > 0) await store.insertDue(tx, workspace_id, due)
  },
}

const changed = ({ data }: SealedEvent, members: readonly string[]) => {
  const after = typeof data?.after === 'object' && data.after !== null ? data.after : {}
  return members.some((member) => member in after)
}
const concernsDeal = (event: SealedEvent) =>
  arrivals.has(event.type) ||
  (event.type === 'deal.edited' && changed(event, ['account_id', 'close_date', 'line_items', 'revenue_kind']))
const renames = (event: SealedEvent) => event.type === 'account.updated' && changed(event, ['name', 'domain'])

const batch = 100

/** Looks for what deals that are due may be duplicates of. No batch holds the database for long. */
export const suspectDue: Tick = {
  name: 'overlaps',
  every_seconds: 2,
  async run({ database, now }) {
    for (let taken = batch; taken === batch; )
      taken = await database.owner.transaction().execute((tx) => suspectSome(tx, now))
  },
}

async function suspectSome(tx: Tx, now: Instant): Promise<number> {
  const due = await store.takeDue(tx, batch)
  const workspace_id = due[0]?.workspace_id
  if (workspace_id === undefined) return 0
  const wanted = new Map(due.map(({ deal_id, actor_id }) => [deal_id, actor_id]))
  const suspicions = await suspicionsOf(tx, workspace_id, new Set(wanted.keys()))
  const pairs = suspicions.map((one) => ({ id: newId('ovl'), ...one, found_at: now }))
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
    data: { before: null, after },
  } as const
  return { event, actor_id: wanted.get(deal_id) ?? wanted.get(other_id) ?? null }
}

function noLonger(pair: { id: string; deal_id: string; other_id: string }, wanted: ReadonlyMap<string, string | null>) {
  const { id, deal_id, other_id } = pair
  const data = { before: { deal_id, other_id, state: 'open' }, after: null }
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
  return suspectedPairs(deal_ids, near, open)
}
