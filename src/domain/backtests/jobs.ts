import { setTimeout as pause } from 'node:timers/promises'
import type { Actor, Context } from '../../platform/context.ts'
import type { JobHandler, Task } from '../../platform/jobs.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { startThread } from '../../platform/thread.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { gently } from '../../stats/gently.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { type Exchange, type Plan, readHomes, readPlans } from '../forecast/index.ts'
import { recordMethods } from '../forecast-methods/index.ts'
import { dayNumber, type Lineages, readLineages, readStayRows } from '../history/index.ts'
import { accessOf, memberById } from '../people/index.ts'
import { rateBetween, readRates } from '../rates/index.ts'
import { rightsOf } from '../rights/index.ts'
import { usualHorizons } from './backtest.ts'
import { dayAt, numberOf, originsFor } from './decide-origins.ts'
import { enoughDeals } from './decide-record.ts'
import { type Kept, methodsFound, resultOf, rowOf, type SaidRow, totalScope } from './findings.ts'
import { buffersOf, type Packed, packed, roomFor } from './packing.ts'
import { makingPast, type Part } from './past-of-deals.ts'
import * as store from './store.ts'
import type { Assignment, Found } from './try-methods.ts'

/** Rows of the ledger in one part: a statement takes some 40 ms of them in a database inside the process. */
export const rowsOfPart = 2_500
/** Between any two parts whoever waits is answered. */
const breath = 2
const looksEvery = 300

type Work = Task & { actor: Actor; read<T>(work: (context: Context) => Promise<T>): Promise<T> }

/**
 * Does a backtest, with the rights of whoever asked for it: reads history part by part and has a thread reckon with it.
 * One, so that of two cores one is left to whoever waits for an answer. It writes once, at its end, so that it may begin
 * anew and leaves nothing half done.
 */
export const doBacktest: JobHandler = async (task) => {
  const actor = await actorOf(task)
  const read: Work['read'] = (work) =>
    inTransaction(task.database, { actor, effect: 'read', name: 'backtests.read', now: task.now() }, work)
  const work: Work = { ...task, actor, read }
  const id = String(task.input['backtest_id'])
  const row = await read(({ tx, workspace_id }) => store.readBacktest(tx, workspace_id, id))
  if (!row) throw notFound('backtest')
  if (row.finished_at !== null) return { backtest_id: id }
  if (!row.pipeline_ids.every((one) => seesWhole(actor, one)))
    throw new Problem('forbidden', 'Whoever asked for this backtest sees only some of the deals by now.')
  const past = await readPast(work, row)
  const found = past && (await reckon(work, row, past))
  if (found === null || (await task.cancelled())) return { backtest_id: id, cancelled: true }
  await save(work, row, found)
  return { backtest_id: id }
}

/** A thread that has all of this history, and room for it. */
function openThread(parts: readonly Packed[]) {
  let reckoned = 0
  const room = parts.reduce((sum, part) => sum + roomFor(part), roomForAny)
  const thread = startThread<Packed | Assignment, Found>(new URL('thread.ts', import.meta.url), {
    heap_mb: Math.ceil(room / 1e6),
    progress(done) {
      reckoned = done
    },
  })
  for (const part of parts) thread.give(part, buffersOf(part))
  return { ...thread, reckoned: () => reckoned }
}
type Thread = ReturnType<typeof openThread>
const roomForAny = 96e6

/** A history as it was read, and what is to be known of all of it. */
type Past = {
  plans: readonly Plan[]
  exchange: Exchange
  span: { from: number; until: number }
  currencies: ReadonlySet<string>
  deals: number
  /** Wins and losses, by pipeline and in all. */
  closed: Map<string, number>
  parts: Packed[]
}

async function readPast(work: Work, { created_at: as_of, pipeline_ids }: store.BacktestRow): Promise<Past | null> {
  const setup = await work.read(({ tx, workspace_id }) => readSetup(tx, workspace_id, as_of, pipeline_ids))
  const past: Past = {
    plans: setup.plans,
    exchange: setup.exchange,
    span: { from: Infinity, until: dayNumber(as_of) },
    currencies: new Set(),
    deals: 0,
    closed: new Map(),
    parts: [],
  }
  let after = ''
  for (let done = 0; ; done++) {
    if (await work.cancelled()) return null
    const { next, rows, facts } = await work.read(async ({ tx, workspace_id }) => {
      const ids = await store.readDealIds(tx, workspace_id, { after, until: as_of, rows: rowsOfPart })
      if (ids.length === 0) return { next: undefined, rows: [], facts: [] }
      const [facts, rows] = await Promise.all([
        store.readFacts(tx, workspace_id, ids, as_of),
        readStayRows(tx, workspace_id, as_of, ids),
      ])
      return { next: ids.at(-1), rows, facts }
    })
    if (next === undefined) return past
    after = next
    await pause(breath)
    const made = await gently(makingPast({ rows, facts }, setup), () => pause(0))
    note(past, made)
    past.parts.push(packed(made))
    await work.progress(done + 1, Math.max(setup.parts, done + 1) + 1)
    await pause(breath)
  }
}

async function readSetup(tx: Context['tx'], workspace_id: string, as_of: Instant, pipeline_ids: readonly string[]) {
  const { currency } = await settingsAt(tx, workspace_id, as_of)
  const plans = await readPlans(tx, workspace_id, as_of)
  const lineages: Lineages = await readLineages(tx, workspace_id, as_of, { anew: true })
  const exchange: Exchange = {
    currency,
    day: dayOf(as_of),
    rates: await readRates(tx, workspace_id, as_of),
    homes: await readHomes(tx, workspace_id),
  }
  const parts = await store.countParts(tx, workspace_id, as_of, rowsOfPart)
  return { plans: plans.filter(({ id }) => pipeline_ids.includes(id)), lineages, exchange, parts }
}

function note(past: Past, { stays, notes }: Part): void {
  past.deals += new Set(stays.map(({ deal }) => deal)).size
  const currencies = past.currencies as Set<string>
  for (const { currency } of notes) currencies.add(currency)
  for (const { entered, to, pipeline } of stays) {
    past.span.from = Math.min(past.span.from, entered)
    if (to !== 'won' && to !== 'lost') continue
    for (const scope of [pipeline, totalScope]) past.closed.set(scope, (past.closed.get(scope) ?? 0) + 1)
  }
}

type Finding = { result: Kept; said: SaidRow[] }

async function reckon(
  work: Work,
  { created_at: as_of, horizons, origins }: store.BacktestRow,
  past: Past,
): Promise<Finding | null> {
  const closed = past.closed.get(totalScope) ?? 0
  const kept: Kept = {
    as_of,
    currency: past.exchange.currency,
    measure: 'total_contract_value',
    deals: past.deals,
    closed_deals: closed,
    without_rate: [],
    note: null,
    results: [],
  }
  if (closed < enoughDeals)
    return { result: { ...kept, note: `not enough data: has ${closed} closed deals, needs ${enoughDeals}` }, said: [] }
  const named = origins?.map(numberOf) ?? null
  const asked = horizons.map((days) => ({ days, origins: originsFor(past.span, days, named) }))
  const { rates, without_rate } = await ratesOf(work, past, [...new Set(asked.flatMap((one) => one.origins))])
  const plans = past.plans.map(({ id, stages }) => ({
    key: id,
    stages: stages.map(({ key, phase }) => ({ key, phase })),
  }))
  const { until } = past.span
  const read = past.parts.length
  const thread = openThread(past.parts.splice(0))
  thread.give({ plans, until, currency: past.exchange.currency, horizons: asked, rates })
  const all = asked.reduce((sum, one) => sum + one.origins.length, 0)
  const found = await followed(work, thread, () => [read + thread.reckoned(), read + all])
  if (found === null) return null
  const results = asked.map(({ days, origins: own }) =>
    own.length === 0
      ? { horizon_days: days, origins: [], note: nothingToJudge(days, past.span, named), records: [], scores: [] }
      : resultOf(found, { horizon: days, origins: own, closed: past.closed }),
  )
  return { result: { ...kept, without_rate, results }, said: found.said.map(rowOf) }
}

/** Waits for the thread, tells how far it is, and ends it where somebody wants it to stop. */
async function followed(
  work: Work,
  { result, close }: Thread,
  progress: () => [number, number],
): Promise<Found | null> {
  try {
    for (;;) {
      const found = await Promise.race([result, pause(looksEvery, undefined)])
      if (found !== undefined) return found
      if (await work.cancelled()) return null
      await work.progress(...progress())
    }
  } finally {
    await close()
  }
}

function nothingToJudge(days: number, { from, until }: Past['span'], named: readonly number[] | null): string {
  const reach = `history reaches from ${dayAt(from)} to ${dayAt(until)}`
  if (named !== null) return `no forecast of ${days} days can be judged from the days that were named: ${reach}`
  return (
    `no forecast of ${days} days can be judged: ${reach}, and a start of a month is needed between a third of that ` +
    'and so many days before its end; take fewer days'
  )
}

/** The rates by which every origin would have converted, and the currencies that had none at some of them. */
async function ratesOf(work: Work, { exchange, currencies }: Past, origins: readonly number[]) {
  const others = [...currencies].filter((one) => one !== exchange.currency)
  const rates: Record<number, Record<string, number>> = {}
  const without = new Set<string>()
  if (others.length === 0) return { rates, without_rate: [] }
  for (const origin of origins) {
    const day = dayAt(origin)
    const known = await work.read(({ tx, workspace_id }) => readRates(tx, workspace_id, `${day}T00:00:00.000Z`))
    const own: Record<string, number> = {}
    for (const other of others) {
      const rate = rateBetween(known, other, exchange.currency, day)
      if (rate === null) without.add(other)
      else own[other] = Number(rate)
    }
    rates[origin] = own
    await pause(breath)
  }
  return { rates, without_rate: [...without].toSorted() }
}

async function save({ database, actor, now }: Work, row: store.BacktestRow, { result, said }: Finding): Promise<void> {
  const { id, origins } = row
  const asked = { actor, effect: 'write', name: 'backtests.finish', now: now() } as const
  await inTransaction(database, asked, async (context) => {
    const { tx, workspace_id, now, record, unchanged } = context
    if (!(await store.saveResult(tx, workspace_id, { id, result, said, finished_at: now }))) return unchanged()
    const after = { finished_at: now, closed_deals: result.closed_deals, note: result.note }
    record({ type: 'backtest.finished', subject: id, version: 2, data: { before: { finished_at: null }, after } })
    // Days that somebody picked, past or ahead, show what they were picked for: they decide nothing.
    const usual = result.results.filter(({ horizon_days }) => usualHorizons.includes(horizon_days))
    if (origins === null && usual.length === usualHorizons.length) await recordMethods(context, id, methodsFound(usual))
  })
}

async function actorOf({ database, workspace_id, actor_id, now }: Task): Promise<Actor> {
  const person = actor_id === null ? undefined : await memberById(database, workspace_id, actor_id, now())
  if (!person || !accessOf(person.role).has('forecast:read'))
    throw new Problem('forbidden', 'Whoever asked for this backtest may not read forecasts any more.')
  const { id, name, role } = person
  return { id, name, role, workspace_id, channel: 'system', access: accessOf(role), rights: rightsOf(person) }
}
