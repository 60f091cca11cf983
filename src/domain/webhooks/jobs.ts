import { randomBytes } from 'node:crypto'
import { type Clock, wallTime } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Log } from '../../platform/log.ts'
import type { Outgoing } from '../../platform/outgoing.ts'
import { holds } from '../../platform/rights.ts'
import type { Follower, SealedEvent } from '../../platform/sequencer.ts'
import { newId } from '../../platform/transaction.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import { accessOf, readStandings } from '../people/index.ts'
import { rightsOf } from '../rights/index.ts'
import type { DisabledReason } from './endpoint.ts'
import { hears } from './event-types.ts'
import { judgeAttempt, type Outcome } from './judge-attempt.ts'
import { bodyOf, headersOf, holding, signed } from './message.ts'
import * as store from './store.ts'

export type Webhooks = {
  /** Lays down a delivery for each endpoint that hears of an event, in the transaction that moves the cursor. */
  follower: Follower
  /** Makes every attempt that is due now; for the simulated clock. */
  runDue(): Promise<void>
  close(): Promise<void>
}

type Tools = { clock: Clock; log: Log; outgoing: Outgoing }

const lookEvery = 500
const renewEvery = 2_000
const patience = 15_000
/** Attempts after the first that one endpoint gets at the same time. */
const retriesAtOnce = 4
/** First attempts are read and noted so many at a time, or as many as are made in about a second. */
const firstsAtOnce = 20
const noteEvery = 1_000

/**
 * Starts sending. First attempts of an endpoint go out one after the other, in the order of the events; later ones
 * beside them, a few at a time. So a receiver that is slow or fails holds up its own events only, and a failing event
 * never the next. No transaction is open while HTTP is spoken: what a dying server had begun is sent again by another.
 */
export async function startWebhooks({ owner, embedded }: Database, tools: Tools): Promise<Webhooks> {
  const { clock, log, outgoing } = tools
  const me = randomBytes(8).toString('hex')
  const lanes = new Map<string, Promise<void>>()
  const retries = new Map<string, Set<Promise<void>>>()
  const stop = new AbortController()
  let closing = false
  if (embedded) await store.forgetLeases(owner)

  const look = async () => {
    for (const work of await store.readWork(owner, clock.now())) {
      if (closing) return
      const key = `${work.workspace_id} ${work.id}`
      if (work.firsts && !lanes.has(key))
        lanes.set(
          key,
          loud(workLane(work)).finally(() => lanes.delete(key)),
        )
      if (work.retries) await startRetries(key, work)
    }
  }
  const loud = (work: Promise<void>) => work.catch((err: unknown) => log.error({ err }, 'webhooks'))

  const workLane = async (place: store.Work) => {
    if (!(await store.takeLane(owner, place, me))) return
    try {
      for (let behind = -1n; !closing; ) {
        const firsts = await store.readFirsts(owner, place, me, behind, firstsAtOnce)
        if (firsts.length === 0) return
        behind = await sendInOrder(firsts)
      }
    } finally {
      await store.leaveLane(owner, place, me)
    }
  }

  /** Notes what came of them together: a write for each would make the database the slowest receiver. */
  const sendInOrder = async (firsts: readonly store.Due[]) => {
    const made: Made[] = []
    const begun = performance.now()
    for (const due of firsts) {
      const one = await attempt(due)
      if (one) made.push(one)
      if (one === undefined || closing || isGone(one) || performance.now() - begun > noteEvery) break
    }
    await note(owner, made, clock.now())
    return made.at(-1)?.due.position ?? -1n
  }

  const startRetries = async (key: string, place: store.Work) => {
    const running = retries.get(key) ?? new Set()
    retries.set(key, running)
    const free = retriesAtOnce - running.size
    if (free <= 0) return
    for (const due of await store.leaseRetries(owner, place, free, clock.now())) {
      const one = loud(retry(due)).finally(() => {
        running.delete(one)
        if (running.size === 0) retries.delete(key)
      })
      running.add(one)
    }
  }

  const retry = async (due: store.Due) => {
    const made = await attempt(due)
    if (made) await note(owner, [made], clock.now())
  }

  /** Answers nothing where none was made, or where this server ends before it knows what came of it. */
  const attempt = async (due: store.Due): Promise<Made | undefined> => {
    const { workspace_id, url, endpoint_id } = due
    const started_at = clock.now()
    if (!mayConfigure(due)) {
      const place = { workspace_id, id: endpoint_id }
      await owner.transaction().execute((tx) => disableIn(tx, place, 'right_lost', started_at))
      return undefined
    }
    const begun = performance.now()
    const data = await store.readableData(owner, workspace_id, due.role, due)
    const body = bodyOf(workspace_id, { ...due, data })
    const secrets = holding(due.secrets, started_at)
    const headers = { ...headersOf(due), ...signed(due.id, body, secrets, wallTime()) }
    const heard = await outgoing
      .post(url, { headers, body }, { timeout_ms: patience, signal: stop.signal })
      .catch((error: Error) => error)
    if (stop.signal.aborted) return undefined
    const duration_ms = Math.round(performance.now() - begun)
    if (heard instanceof Error) return { due, started_at, duration_ms, outcome: { error: heard.message }, body: '' }
    const said = heard.body.slice(0, 1_000).toWellFormed()
    return { due, started_at, duration_ms, outcome: { status: heard.status }, body: said }
  }

  const inFlight = () => [...lanes.values(), ...[...retries.values()].flatMap((running) => [...running])]
  let looking: Promise<void> | undefined
  const lookOnce = () => (looking ??= look().finally(() => (looking = undefined)))
  const soon = () => void (closing || loud(lookOnce()))
  const timers = [
    setInterval(soon, lookEvery),
    setInterval(() => void (lanes.size > 0 && loud(store.renewLanes(owner, me))), renewEvery),
  ]
  for (const timer of timers) timer.unref()

  return {
    follower: { name: 'webhooks', keeps: true, read: layDown },
    async runDue() {
      for (;;) {
        await lookOnce()
        const running = inFlight()
        if (running.length === 0 || closing) return
        await Promise.race(running)
      }
    },
    async close() {
      closing = true
      for (const timer of timers) clearInterval(timer)
      const late = setTimeout(() => stop.abort(), 3_000)
      await looking?.catch(() => {})
      await Promise.all(inFlight())
      clearTimeout(late)
    },
  }
}

/** An attempt of one endpoint, and what came of it. */
type Made = { due: store.Due; outcome: Outcome; started_at: Instant; duration_ms: number; body: string }

const isGone = ({ outcome }: Made) => 'status' in outcome && outcome.status === 410

/** Writes down attempts of one endpoint, and what follows from each for it and for its delivery. */
async function note(owner: Tx, made: readonly Made[], now: Instant): Promise<void> {
  const [first] = made
  if (first === undefined) return
  const { workspace_id, endpoint_id } = first.due
  await owner.transaction().execute(async (tx) => {
    const ids = made.map(({ due }) => due.delivery_id)
    const stands = new Map((await store.lockDeliveries(tx, workspace_id, ids)).map((one) => [one.id, one]))
    const before = stands.values().next().value?.failing_since ?? null
    let failing_since = before
    let reason: DisabledReason | null = null
    const noted: store.Noted[] = []
    for (const { due, outcome, body, ...when } of made) {
      const stand = stands.get(due.delivery_id)
      if (!stand) continue
      const jitter = (randomBytes(1)[0] ?? 0) / 255
      const verdict = judgeAttempt(outcome, { step: stand.step, failing_since, now, jitter })
      failing_since = verdict.failing_since
      reason ??= verdict.disable
      const attempts = stand.attempts + 1
      const attempt = { number: attempts, url: due.url, ...when, status: null, error: null, ...outcome, body }
      // Given up meanwhile, since its endpoint was disabled: what was under way counts only where it arrived.
      const ended = stand.state === 'cancelled' && verdict.state !== 'delivered'
      const { state, step, next_attempt_at } = ended ? { ...stand, next_attempt_at: null } : verdict
      noted.push({ id: due.delivery_id, attempt, attempts, state, step, next_attempt_at })
    }
    await store.saveAttempts(tx, workspace_id, noted)
    if (failing_since !== before) await store.setFailingSince(tx, workspace_id, endpoint_id, failing_since)
    if (reason) await disableIn(tx, { workspace_id, id: endpoint_id }, reason, now)
  })
}

type Owner = Pick<store.Due, 'role' | 'active'>

const mayConfigure = ({ role, active }: Owner) => active && accessOf(role).has('webhooks:configure')

async function layDown(workspace_id: string, events: SealedEvent[], tx: Tx): Promise<void> {
  const listeners = await store.readListeners(tx, workspace_id)
  if (listeners.length === 0) return
  const last = events.at(-1)?.recorded_at ?? ''
  const hearing = listeners.map((one) => ({ ...one, access: accessOf(one.role) }))
  for (const one of hearing)
    if (one.enabled && !mayConfigure(one)) {
      one.enabled = false
      await disableIn(tx, { workspace_id, id: one.id }, 'right_lost', last)
    }
  const deals = events.flatMap(dealsIn)
  const places = await store.readPlaces(tx, workspace_id, deals)
  const owners = [...new Set(listeners.map(({ owner_id }) => owner_id))]
  const standings = last === '' ? new Map() : await readStandings(tx, workspace_id, owners, last)
  const rights = new Map([...standings].map(([id, one]) => [id, { id, rights: rightsOf(one) }]))
  /** An endpoint hears of no deal that its owner may not see. */
  const sees = ({ owner_id }: store.ListenerRow, event: SealedEvent) => {
    const holder = rights.get(owner_id)
    const about = dealsIn(event).flatMap((id) => places.get(id) ?? [])
    return about.every((place) => holder !== undefined && holds(holder, 'see', place))
  }
  const deliveries: store.NewDelivery[] = []
  for (const event of events)
    for (const one of hearing) {
      if (event.type === 'webhook_endpoint.created' && event.subject === one.id) {
        one.from_position = event.position
        await store.setFromPosition(tx, workspace_id, one.id, event.position)
      }
      if (!one.enabled || one.from_position === null) continue
      if (!hears(one, event) || !sees(one, event)) continue
      const { id: event_id, position, recorded_at: created_at } = event
      deliveries.push({ id: newId('dlv'), endpoint_id: one.id, event_id, position, created_at })
    }
  await store.insertDeliveries(tx, workspace_id, deliveries)
}

/** The deals that an event is about: its subject, or those of the pair that it tells of. */
function dealsIn({ subject, data }: SealedEvent): string[] {
  if (subject.startsWith('deal_')) return [subject]
  const ids = data?.['deal_ids']
  return Array.isArray(ids) ? ids.map(String) : []
}

type Place = { workspace_id: string; id: string }

/** Disables an endpoint that nobody asked to disable, and says so in an event of its own. */
async function disableIn(tx: Tx, place: Place, reason: DisabledReason, now: Instant): Promise<void> {
  const ended = await store.disableEndpoint(tx, place, reason)
  if (ended === null) return
  const { version, owner_id } = ended
  const { workspace_id } = place
  const none = { name: 'webhooks', role: 'system', access: new Set<never>() }
  const actor = { id: owner_id, workspace_id, channel: 'system', ...none } as const
  const data = { before: { enabled: true }, after: { enabled: false, disabled_reason: reason } }
  const event = { id: newId('evt'), type: 'webhook_endpoint.disabled', subject: place.id, version, data } as const
  await saveEvents(tx, [event], { actor, now, request_id: undefined })
}

const daysInLog = 30

/** Keeps the log at a month, and forgets secrets that have not signed for a week. */
export const clearOldDeliveries: Tick = {
  name: 'clear old deliveries',
  every_seconds: 3_600,
  run: ({ database, now }) => store.clearOld(database.owner, plusDays(now, -daysInLog), plusDays(now, -7)),
}
