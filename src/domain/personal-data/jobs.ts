import { randomBytes } from 'node:crypto'
import { boundByNothing } from '../../platform/rights.ts'
import type { Actor } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/open.ts'
import { digestOf, sealEvents } from '../../platform/events.ts'
import type { JobHandler, Task } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { replaceKeys } from '../accounts/index.ts'
import { type Mask, masked, maskFor, type Subject } from './mask.ts'
import * as store from './store.ts'

const batch = 100
const all = 1_000_000

type Erasure = Task & { subject: Subject; mask: Mask }

/**
 * Erases a person, in parts that may each be done again after a crash. It runs as the owner of the database: no request
 * may change a ledger or an event, and nothing but this does. A ledger row keeps its numbers, its moments and its ids;
 * only texts that name the person change, in the row and in the deal alike, so that a replay still gives the deal.
 */
export const eraseSubject: JobHandler = async (task) => {
  const subject = task.input.subject as Subject
  const erasure: Erasure = { ...task, subject, mask: maskFor(subject) }
  await eraseRecords(erasure)
  const rows = await erasePlaces(erasure)
  const deals = await eraseDeals(erasure)
  const events = await eraseEvents(erasure)
  // Last, since the job is what knows for whom to look.
  await eraseJobs(erasure)
  return { rows, deals, events }
}

const own = <T>({ database }: Erasure, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.owner.transaction().execute(work)

const eraseRecords = (erasure: Erasure) =>
  own(erasure, async (tx) => {
    const { workspace_id, subject, now } = erasure
    for (const id of subject.person_ids) await store.erasePerson(tx, workspace_id, id, now())
    for (const id of subject.contact_ids) await store.eraseContact(tx, workspace_id, id)
  })

// Keys by which accounts are found follow from their names, and are written anew with them.
const apart = new Set(['deal', 'deal_ledger', 'event', 'job', 'match_key'])

async function placesOf({ database }: Erasure, wanted: (table: string) => boolean): Promise<store.Place[]> {
  return (await store.readPlaces(database.owner)).filter(({ table }) => wanted(table))
}

async function erasePlaces(erasure: Erasure): Promise<number> {
  let rows = 0
  for (const place of await placesOf(erasure, (table) => !apart.has(table))) rows += await erasePlace(erasure, place)
  return rows
}

const eraseJobs = async (erasure: Erasure) => {
  for (const place of await placesOf(erasure, (table) => table === 'job')) await erasePlace(erasure, place)
}

async function erasePlace(erasure: Erasure, place: store.Place): Promise<number> {
  const { workspace_id, subject, database } = erasure
  const found = await store.findRows(database.owner, workspace_id, place, subject, { columns: 'keys', limit: all })
  let changed = 0
  for (let at = 0; at < found.length; at += batch)
    changed += await own(erasure, async (tx) => {
      const rows = await store.lockRows(tx, place, found.slice(at, at + batch))
      return maskRows(tx, erasure, place, rows)
    })
  return changed
}

/** Masks what these rows say; answers how many changed. */
async function maskRows(tx: Tx, { mask }: Erasure, place: store.Place, rows: readonly store.Row[]): Promise<number> {
  let count = 0
  for (const row of rows) {
    const changed = Object.fromEntries(
      [...place.texts, ...place.documents].flatMap((column) => {
        const after = mask.value(row[column])
        if (JSON.stringify(after) === JSON.stringify(row[column])) return []
        return [[column, place.unique.includes(column) ? `${after}-${randomBytes(4).toString('hex')}` : after]]
      }),
    )
    if (Object.keys(changed).length === 0) continue
    await store.updateRow(tx, place, row, changed)
    if (place.table === 'account') await replaceKeys(tx, String(row.workspace_id), [accountOf({ ...row, ...changed })])
    count += 1
  }
  return count
}

const accountOf = ({ id, name, domain }: store.Row) => ({
  id: String(id),
  name: String(name),
  domain: typeof domain === 'string' ? domain : null,
})

/** A deal and its ledger in one transaction, by the same rule: they stay equal. */
async function eraseDeals(erasure: Erasure): Promise<number> {
  const { workspace_id, subject, database } = erasure
  const places = await placesOf(erasure, (table) => table === 'deal' || table === 'deal_ledger')
  const ids = new Set<string>()
  for (const place of places) {
    const rows = await store.findRows(database.owner, workspace_id, place, subject, { columns: 'keys', limit: all })
    for (const row of rows) ids.add(String(place.table === 'deal' ? row.id : row.deal_id))
  }
  const deals = [...ids].toSorted()
  for (let at = 0; at < deals.length; at += batch)
    await own(erasure, async (tx) => {
      const part = deals.slice(at, at + batch)
      const rows = { deal: await store.lockDeals(tx, workspace_id, part), deal_ledger: await ledgerOf(tx, part) }
      for (const place of places)
        await maskRows(tx, erasure, place, place.table === 'deal' ? rows.deal : rows.deal_ledger)
    })
  return deals.length

  function ledgerOf(tx: Tx, part: string[]) {
    return store.readLedger(tx, workspace_id, part)
  }
}

/**
 * First a sealed event says what will be left of each, then it is taken out: the chain proves an erasure as it proves
 * everything else, and whoever empties an event in another way is found.
 */
async function eraseEvents(erasure: Erasure): Promise<number> {
  const { workspace_id, subject, database, job_id } = erasure
  const { owner } = database
  const [place] = await placesOf(erasure, (table) => table === 'event')
  if (!place) return 0
  const named = await store.findRows(owner, workspace_id, place, subject, { columns: 'keys', limit: all })
  const about = await store.readEventsOf(owner, workspace_id, [...subject.person_ids, ...subject.contact_ids])
  const ids = [...new Set([...about, ...named.map(({ id }) => String(id))])].toSorted()
  const actor = await actorOf(erasure)
  let erased = 0
  for (let at = 0; at < ids.length; at += batch) {
    const events = await store.readEvents(owner, workspace_id, ids.slice(at, at + batch))
    const taken = events.flatMap((event) => {
      const left = leftOf(erasure, event)
      return JSON.stringify(left) === JSON.stringify(event.data) ? [] : [{ event, left }]
    })
    if (taken.length === 0) continue
    const asked = { actor, effect: 'write', name: 'personal_data.erase_events', now: erasure.now() } as const
    const proof = await inTransaction(database, asked, async ({ record }) => {
      const proofs = taken.map(({ event: { digest: _, ...row }, left }) => [
        row.id,
        digestOf('', { ...row, data: left }),
      ])
      const data = { after: { events: taken.length }, left: Object.fromEntries(proofs) }
      return record({ type: 'personal_data.events_erased', subject: job_id, version: 1, data })
    })
    while ((await sealEvents(owner, workspace_id)) > 0) continue
    await own(erasure, async (tx) => {
      for (const { event, left } of taken) await store.eraseEvent(tx, event, left, proof)
    })
    erased += taken.length
  }
  return erased
}

/** Of what is told of the person themselves, the members stay and what they said goes. */
function leftOf({ subject, mask }: Erasure, { subject: about, data }: store.KeptEvent): Record<string, unknown> {
  const theirs = subject.person_ids.includes(about) || subject.contact_ids.includes(about)
  return (theirs ? emptied(data) : mask.value(data)) as Record<string, unknown>
}

const emptied = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value === null ? null : masked
  if (Array.isArray(value)) return masked
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, emptied(part)]))
}

async function actorOf({ database, workspace_id, actor_id }: Erasure): Promise<Actor> {
  const id = actor_id ?? ''
  const person = await store.readActor(database.owner, workspace_id, id)
  return { id, workspace_id, ...person, channel: 'system', access: new Set(), rights: boundByNothing }
}
