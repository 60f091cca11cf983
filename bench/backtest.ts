import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createPipeline } from '../src/domain/pipelines/index.ts'
import { accessOf } from '../src/domain/people/index.ts'
import type { Context } from '../src/platform/context.ts'
import { boundByNothing } from '../src/platform/rights.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { fiveMotions } from '../src/simulator/motion.ts'
import { simulateDeals } from '../src/simulator/simulate.ts'
import { methods } from '../src/stats/backtest/history.ts'
import { knownAt } from '../src/stats/stay.ts'
import { onPostgres, startTestServer } from '../test/server.ts'
import { type PastDeal, writePast } from '../test/stories/past-deals.ts'
import type { Json } from '../test/stories/wire.ts'

/**
 * How long a backtest takes, 24 origins × 9 methods × 12 pipelines, what it takes of processor and memory, and how soon
 * others are answered meanwhile, beside how soon they are without it. `node bench/backtest.ts [DEALS]` with
 * TEST_DATABASE_URL for PostgreSQL. Goals there: 100,000 deals in 30 s on two cores that nobody else uses, and every
 * answer within 50 ms (F7, and done-when 3).
 *
 * On PostgreSQL the server that is measured is a process of its own, begun after the deals were written: its memory is
 * what a server needs. In PGlite it is this process, with the bench in it. Processor time says little less on a machine
 * that others use: there the wall clock says how busy these were.
 */
const wanted = Number(process.argv[2] ?? 100_000)
const shares = [30, 20, 14, 10, 8, 6, 4, 3, 2, 1.5, 1, 0.5].map((share) => share / 100)
const days = 1_095
const today = Date.now() / 86_400_000

const server = await startTestServer()
const { database, workspace_id, owner } = server
const stages = fiveMotions[0]?.stages ?? []

const motions = shares.map((share, i) => {
  const motion = fiveMotions[i % fiveMotions.length] ?? fiveMotions[0]
  if (!motion) throw new Error('the simulator knows no motion')
  return { ...motion, key: `way-${i + 1}`, stages, per_day: (share * wanted) / days }
})
for (const { key } of motions) await write((context) => createPipeline.run(context, { source: definition(key) }))
const past = simulateDeals({ motions, seed: 1, from_day: today - days, days }).map(
  ({ pipeline, stays, amount }): PastDeal => ({
    pipeline,
    stays: knownAt(stays, today - 0.1),
    amount: { amount: amount.toFixed(2), currency: 'EUR' },
  }),
)
const ids: string[] = []
for (let at = 0; at < past.length; at += 2_500) {
  ids.push(...(await write((context) => writePast(context, past.slice(at, at + 2_500)))))
  await server.settled()
  process.stderr.write(`\r${ids.length} of ${past.length} deals written`)
}
process.stderr.write('\n')
past.length = 0
await sql`analyze`.execute(database.owner)
const measured = onPostgres ? await serveApart() : { url: server.url, pid: process.pid, end: async () => {} }

const looks = ['/me', `/deals/${ids[0]}`, '/pipelines', '/deals?limit=20', '/boards/way-12']
await answered(looks, 5_000)
const alone = await answered(looks, 10_000)

const before = usageOf(measured.pid)
let mostResident = 0
const began = performance.now()
const asked = await call('POST', '/backtests', { horizon_days: [30] })
let ended = false
const others = answered(looks, 600_000, () => ended)
let job: Json
// Until all is read, nobody knows how many origins there will be.
let reading: number | null = null
let read = 0
do {
  await new Promise((wake) => setTimeout(wake, 250))
  mostResident = Math.max(mostResident, usageOf(measured.pid).resident)
  job = await call('GET', `/jobs/${asked.job_id}`)
  reading ??= job.total
  if (job.total === reading) read = (performance.now() - began) / 1_000
} while (!['done', 'failed', 'cancelled'].includes(job.status))
const seconds = (performance.now() - began) / 1_000
ended = true
const meanwhile = await others
const found = await call('GET', `/backtests/${asked.id}`)
const origins = found.results[0]?.origins.length ?? 0
const after = usageOf(measured.pid)
mostResident = Math.max(mostResident, after.resident)

console.log(
  `${job.status}: ${found.deals} deals, ${origins} origins × ${methods.length} methods × ${motions.length} pipelines ` +
    `in ${seconds.toFixed(1)} s (goal for 100,000: 30 s), of which reading ${read.toFixed(1)} s; ${(found.deals / seconds).toFixed(0)} deals/s`,
)
console.log(
  `processor:          ${(after.seconds - before.seconds).toFixed(1)} s of the server, requests meanwhile included`,
)
console.log(
  `memory:             ${before.resident.toFixed(0)} MB resident before, ${mostResident.toFixed(0)} MB at most meanwhile`,
)
console.log(`requests alone:     ${told(alone)}`)
console.log(`requests meanwhile: ${told(meanwhile)} (goal: 50 ms)`)
const ratio = (at: number) => (quantile(meanwhile, at) / quantile(alone, at)).toFixed(1)
console.log(`ratio: median ${ratio(0.5)}, p95 ${ratio(0.95)}, p99 ${ratio(0.99)}`)
await measured.end()
if (!onPostgres) await server.server.close()
await database.close()

/** Ends the server that wrote the deals, and starts one on the same database as anybody starts theirs. */
async function serveApart() {
  await server.server.close()
  const data = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.owner)
  const address = new URL(process.env.TEST_DATABASE_URL ?? '')
  address.pathname = `/${rows[0]?.name}`
  const settings = { DATABASE_URL: address.href, TRIBUTARY_DATA: data, TRIBUTARY_DEMO: '0', RATE_LIMIT: '0' }
  const port = 20_000 + (process.pid % 20_000)
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts'), 'serve'], {
    env: { ...process.env, ...settings, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${owner.key}` } }).catch(
      () => null,
    )
    if (answer?.ok) break
    if (tries > 300 || child.exitCode !== null) throw new Error('the server that was to be measured does not answer')
    await new Promise((wake) => setTimeout(wake, 100))
  }
  const end = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    rmSync(data, { recursive: true, force: true })
  }
  return { url, pid: child.pid ?? 0, end }
}

/** Megabytes that a process takes of the memory, and seconds that it took of the processors, as Linux counts them. */
function usageOf(pid: number): { resident: number; seconds: number } {
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  const ticksPerSecond = 100
  return { resident, seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond }
}

/** One request after another, each a moment after the answer to the one before; milliseconds of each. */
async function answered(paths: readonly string[], most_ms: number, enough = () => false): Promise<number[]> {
  const times: number[] = []
  const start = performance.now()
  for (let i = 0; performance.now() - start < most_ms && !enough(); i++) {
    const before = performance.now()
    await call('GET', paths[i % paths.length] ?? '/me')
    times.push(performance.now() - before)
    await new Promise((wake) => setTimeout(wake, 10))
  }
  return times.toSorted((a, b) => a - b)
}

function told(times: readonly number[]): string {
  const within = times.filter((ms) => ms <= 50).length / times.length
  const parts = [0.5, 0.95, 0.99, 1].map(
    (at) => `${at === 1 ? 'most' : `p${at * 100}`} ${quantile(times, at).toFixed(1)} ms`,
  )
  return `${parts.join(', ')}; ${(100 * within).toFixed(2)} % of ${times.length} within 50 ms`
}

function quantile(times: readonly number[], at: number): number {
  return times[Math.min(times.length - 1, Math.floor(at * times.length))] ?? 0
}

async function call(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await fetch(`${measured.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${owner.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Json
}

function write<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const actor = { id: owner.id, name: 'Owner', role: 'owner', workspace_id, channel: 'import' } as const
  const whole = { ...actor, access: accessOf('owner'), rights: boundByNothing }
  return inTransaction(database, { actor: whole, effect: 'write', name: 'bench', now: new Date().toISOString() }, work)
}

function definition(key: string): string {
  const phases = ['qualify', 'evaluate', 'propose', 'negotiate']
  return `key: ${key}
name: ${key}
charter: { motion: M, buyer: B, entry_rule: E, won_means: W, lost_means: L, owner: O, review_every_days: 90, reason_to_be_separate: R }
revenue_kind: new
stages:
${stages.map((stage, i) => `  - { key: ${stage}, name: "${stage}", phase: ${phases[i] ?? 'negotiate'} }`).join('\n')}
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`
}
