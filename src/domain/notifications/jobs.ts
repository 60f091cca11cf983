import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Mail } from '../../platform/mail.ts'
import type { Outgoing } from '../../platform/outgoing.ts'
import type { Follower, SealedEvent } from '../../platform/sequencer.ts'
import { newId } from '../../platform/transaction.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import { accessOf, readStandings } from '../people/index.ts'
import { rightsOf } from '../rights/index.ts'
import { channelsFor, mayKnow, type Note, type Recipient } from './note.ts'
import { nextAttempt } from './notification.ts'
import { chatOf, letterOf } from './sentences.ts'
import * as store from './store.ts'

/** What is to be told of an event: nothing, or a note for each who should know. Runs as the owner of the database. */
export type Subscription = {
  types: readonly string[]
  notes(tx: Tx, workspace_id: string, event: SealedEvent): Promise<Note[]>
}

/** Older events are past: a server that hears of notifications for the first time does not tell of years. */
const freshDays = 2

/** Tells people of events, in the transaction that moves its cursor: of each once. */
export const tellOfEvents = (subscriptions: readonly Subscription[], clock: Clock): Follower => ({
  name: 'notifications',
  keeps: true,
  async read(workspace_id, events, tx) {
    const now = clock.now()
    const since = plusDays(now, -freshDays)
    for (const event of events) {
      if (event.recorded_at < since) continue
      for (const { types, notes } of subscriptions)
        if (types.includes(event.type)) await tell(tx, workspace_id, await notes(tx, workspace_id, event), now)
    }
  },
})

/**
 * Tells people something, by the ways that each wants, as far as they may know of it. As the owner of the database;
 * mails and chats go out behind it. Answers how many were told.
 */
export async function tell(owner: Tx, workspace_id: string, notes: readonly Note[], now: Instant): Promise<number> {
  const ids = [...new Set(notes.flatMap(({ to }) => to))]
  if (ids.length === 0) return 0
  const recipients = await recipientsOf(owner, workspace_id, ids, now)
  const rows = notes.flatMap((note) =>
    note.to.flatMap((person_id) => {
      const recipient = recipients.get(person_id)
      if (!recipient || !mayKnow(recipient, note)) return []
      const ways = channelsFor(recipient, note.kind)
      return ways.length === 0 ? [] : [{ ways, row: rowOf(note, person_id, ways.includes('app'), now) }]
    }),
  )
  const written = await store.insertNotifications(
    owner,
    workspace_id,
    rows.map(({ row }) => row),
  )
  const deliveries = rows.flatMap(({ ways, row }) =>
    written.has(row.id)
      ? ways.flatMap((channel) =>
          channel === 'app' ? [] : [{ notification_id: row.id, channel, next_attempt_at: now }],
        )
      : [],
  )
  await store.insertDeliveries(owner, workspace_id, deliveries)
  return written.size
}

function rowOf(
  { kind, key, about, pieces, link }: Note,
  person_id: string,
  in_app: boolean,
  now: Instant,
): store.NewRow {
  const deal_id = about !== null && 'deal' in about ? about.deal.id : null
  const pipeline_id = about !== null && 'pipeline_id' in about ? about.pipeline_id : null
  const id = newId('ntf')
  return { id, person_id, kind, key, deal_id, pipeline_id, pieces, link, in_app, created_at: now, read_at: null }
}

async function recipientsOf(
  owner: Tx,
  workspace_id: string,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, Recipient>> {
  const standings = await readStandings(owner, workspace_id, ids, now)
  const people = await store.readRecipients(owner, workspace_id, ids)
  return new Map(
    people.flatMap((person) => {
      const standing = standings.get(person.id)
      if (!standing) return []
      return [[person.id, { ...person, access: accessOf(standing.role), rights: rightsOf(standing) }] as const]
    }),
  )
}

type Ways = { mail: Mail | undefined; outgoing: Outgoing; address: () => string }

const patience = 15_000

/** Sends what is due by mail and chat, and again what was not taken; one after the other, outside of any transaction. */
export const deliverNotifications = (ways: Ways): Tick => {
  let running: Promise<void> | undefined
  const deliverAll = async (database: Database, now: Instant) => {
    while (await deliverNext(database, ways, now));
  }
  return {
    name: 'notifications',
    every_seconds: 3,
    async run({ database, now }) {
      running ??= deliverAll(database, now).finally(() => {
        running = undefined
      })
      await running
    },
  }
}

/** Sends the message that is due the longest; answers whether there was one. */
async function deliverNext({ owner }: Database, ways: Ways, now: Instant): Promise<boolean> {
  // The attempt is written down before the message goes out: what a killed server had begun is sent again later.
  const due = await owner.transaction().execute(async (tx) => {
    const taken = await store.takeDue(tx, now)
    if (!taken) return undefined
    const attempts = taken.attempts + 1
    const next_attempt_at = nextAttempt(attempts, now)
    const state = next_attempt_at === null ? 'failed' : 'pending'
    await store.saveOutcome(tx, taken, { state, attempts, next_attempt_at, error: null, sent_at: null })
    return { ...taken, attempts }
  })
  if (!due) return false
  const ended = { attempts: due.attempts, next_attempt_at: null }
  const reason = await reasonToDrop(owner, ways, due, now)
  if (reason !== null) {
    await store.saveOutcome(owner, due, { ...ended, state: 'dropped', error: reason, sent_at: null })
    return true
  }
  const fault = await send(ways, due)
  const next_attempt_at = nextAttempt(due.attempts, now)
  await store.saveOutcome(
    owner,
    due,
    fault === null
      ? { ...ended, state: 'sent', error: null, sent_at: now }
      : { ...ended, state: next_attempt_at ? 'pending' : 'failed', next_attempt_at, error: fault, sent_at: null },
  )
  return true
}

/** What they may see is asked again at the moment of sending: a right that was taken away ends at once. */
async function reasonToDrop(owner: Tx, { mail }: Ways, due: store.Due, now: Instant): Promise<string | null> {
  if (due.channel === 'mail' && mail === undefined) return 'No mail server is named.'
  if (due.channel === 'chat' && due.url === null) return 'The address was taken away.'
  const recipient = (await recipientsOf(owner, due.workspace_id, [due.person_id], now)).get(due.person_id)
  const { place } = due
  const about =
    place === null
      ? null
      : place.id === undefined
        ? { pipeline_id: place.pipeline_id }
        : { deal: { pipeline_id: place.pipeline_id, id: place.id, owner_id: place.owner_id ?? null } }
  return recipient && mayKnow(recipient, { about }) ? null : 'They may not see it any more.'
}

/** Answers what went wrong, in one short line; null where it was taken. */
async function send({ mail, outgoing, address }: Ways, due: store.Due): Promise<string | null> {
  try {
    if (due.channel === 'mail') {
      const letter = letterOf(due, { person: due.person_name, address: address() })
      await mail?.send({ to: { name: due.person_name, address: due.email }, ...letter })
      return null
    }
    const headers = { 'content-type': 'application/json' }
    const body = chatOf(due, { address: address() })
    const { status } = await outgoing.post(due.url ?? '', { headers, body }, { timeout_ms: patience })
    return status >= 200 && status < 300 ? null : `Answered ${status}.`
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 300)
  }
}
