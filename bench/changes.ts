import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createPipeline } from '../src/domain/pipelines/index.ts'
import { accessOf, readOwner } from '../src/domain/people/index.ts'
import { refreshStatistics } from '../src/domain/forecast/index.ts'
import { type Database, openDatabase } from '../src/platform/database/open.ts'
import { boundByNothing } from '../src/platform/rights.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { instantOf } from '../src/values/instant.ts'
import { prepareInstallation } from '../src/first-start.ts'
import { startServer } from '../src/server.ts'
import { createEmptyDatabase, testConfig } from '../test/database.ts'
import { fill, pipelineFile } from './fill.ts'
import { httpClient } from './load.ts'

/**
 * What a change costs where there is much to change: the impact plan of a pipeline with so many open deals among 50
 * pipelines, and the migration of those deals, with a board read over and over beside it. How long a read takes while
 * deals are brought along is shown beside the same read before. `node bench/changes.ts [--open 100000]`
 */
const flag = (name: string, otherwise: string) =>
  process.argv.includes(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? otherwise) : otherwise
const open = Number(flag('--open', '100000'))
const pipelines = Number(flag('--pipelines', '50'))
process.env['TEST_DATABASE_URL'] ||= process.env['DATABASE_URL'] || 'postgres://postgres@127.0.0.1:5432/postgres'

async function main(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'tributary-changes-'))
  const empty = await createEmptyDatabase()
  if (!empty) throw new Error('this needs PostgreSQL')
  const database = await openDatabase({ url: empty.url })
  const config = { ...testConfig({ data }), demo: false }
  const server = await startServer(config, { database }, async (running) => {
    await prepareInstallation(running, config, () => {})
  })
  try {
    await fill(database, open)
    await addPipelines(database)
    await database.pool.query('vacuum analyze')
    await settledWithoutDuplicates(database, server.settled)
    await database.pool.query('vacuum analyze')
    const key = readFileSync(join(data, 'owner.key'), 'utf8')
    await measure(database, httpClient(server.url, key))
    console.log(`load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
  } finally {
    await server.close()
    await database.close()
    await empty.drop()
    rmSync(data, { recursive: true, force: true })
  }
}

/** Duplicates are looked for behind a fill for minutes; what that costs is measured by bench/overlaps.ts. */
async function settledWithoutDuplicates(database: Database, settled: () => Promise<void>): Promise<void> {
  const forget = setInterval(() => database.pool.query('delete from overlap_due').catch(() => {}), 100)
  await settled()
  clearInterval(forget)
  await database.pool.query('delete from overlap_due')
}

async function addPipelines(database: Database): Promise<void> {
  const owner = await readOwner(database)
  if (!owner) throw new Error('this database has no workspace yet')
  const { workspace_id, owner_id } = owner
  const actor = { id: owner_id, name: 'Owner', role: 'owner', workspace_id, channel: 'import' as const }
  const now = instantOf(Date.now())
  const asked = {
    actor: { ...actor, access: accessOf('owner'), rights: boundByNothing },
    effect: 'write' as const,
    name: 'bench.pipelines',
    now,
  }
  for (let i = 1; i < pipelines; i++)
    await inTransaction(database, asked, (context) =>
      createPipeline.run(context, { source: pipelineFile.replace('key: board', `key: board_${i}`) }),
    )
  await refreshStatistics(database, workspace_id, now)
}

/** A stage renamed, one taken away, and two hard criteria that are new: one that looks around the deal, one that does not. */
const changed = pipelineFile
  .replace('Milestone 2', 'Another milestone')
  .replace(/ {2}- key: stage_3\n(?: {4}.*\n)*/, '')
  .replace(
    '- { key: amount_4,',
    '- { key: large, label: Large, level: hard, kind: rule, rule: deal.amount > 100000 }\n      - { key: amount_4,',
  )
  .replace(
    '- { key: amount_6,',
    '- { key: met, label: Met, level: hard, kind: rule, rule: deal.meetings > 0 }\n      - { key: amount_6,',
  )

type Call = ReturnType<typeof httpClient>

async function measure(database: Database, call: Call): Promise<void> {
  const proposal = { definition: changed, stage_map: { stage_3: 'stage_4' } }
  const plans = []
  for (let i = 0; i < 3; i++) plans.push(await timed(() => call('POST', '/change-plans', proposal)))
  const plan = JSON.parse(plans[0]?.answer ?? '{}')
  const failing = plan.newly_failing.map(
    ({ criterion, count }: { criterion: string; count: number }) => `${criterion} ${count}`,
  )
  const seconds = plans.map(({ milliseconds }) => (milliseconds / 1000).toFixed(2)).join(', ')
  console.log(`impact plan, ${pipelines} pipelines, ${open} open deals in one: ${seconds} s (${failing.join(', ')})`)

  const change = JSON.parse(await call('POST', '/change-requests', { pipeline: 'board', ...proposal }))
  const idle = await boards(call, async (n) => n < 200)
  const vote = await timed(() => call('POST', `/approvals/${change.approvals[0].id}/votes`, { vote: 'approve' }))
  console.log(`approving and publishing: ${(vote.milliseconds / 1000).toFixed(2)} s`)
  const { job_id } = JSON.parse(await call('GET', `/change-requests/${change.id}`))
  const began = performance.now()
  const left = async () => {
    const { rows } = await database.pool.query<{ n: string }>(
      `select count(*) as n from deal d join definition f on f.id = d.definition_id where f.version = 1 and d.outcome is null`,
    )
    return Number(rows[0]?.n)
  }
  let moving = true
  const watch = (async () => {
    while ((await left()) > 0) await new Promise((wake) => setTimeout(wake, 250))
    moving = false
  })()
  const busy = await boards(call, async () => moving)
  await watch
  const took = (performance.now() - began) / 1000
  console.log(`migration: ${open} deals in ${took.toFixed(0)} s, ${Math.round(open / took)} a second`)
  // The job then learns from what it did: that is heard beside a board as well.
  const learning = await boards(
    call,
    async (n) => n % 20 !== 0 || JSON.parse(await call('GET', `/jobs/${job_id}`)).finished_at === null,
  )
  console.log(`board before:  ${said(idle)}`)
  console.log(`board beside:  ${said(busy)}, ${times(busy, idle)}`)
  console.log(`board, end of: ${said(learning)}, ${times(learning, idle)}`)
}

async function timed(work: () => Promise<string>): Promise<{ milliseconds: number; answer: string }> {
  const began = performance.now()
  const answer = await work()
  return { milliseconds: performance.now() - began, answer }
}

type Readings = { times: number[]; held: { p99: number; longest: number } }

/** Reads the board over and over: how long each reading took, and how long at a stretch this process heard nobody. */
async function boards(call: Call, goesOn: (n: number) => Promise<boolean>): Promise<Readings> {
  const times: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 2 })
  delay.enable()
  while (await goesOn(times.length)) times.push((await timed(() => call('GET', '/boards/board'))).milliseconds)
  delay.disable()
  const held = { p99: delay.percentile(99) / 1e6, longest: delay.max / 1e6 }
  return { times: times.toSorted((a, b) => a - b), held }
}

function said({ times, held }: Readings): string {
  const ms = (share: number) => `${at(times, share).toFixed(0)} ms`
  const deaf = `held up at a stretch p99 ${held.p99.toFixed(0)} ms, longest ${held.longest.toFixed(0)} ms`
  return `p50 ${ms(0.5)}, p99 ${ms(0.99)}, longest ${ms(1)}, of ${times.length}; ${deaf}`
}

/** The same machine in the same minutes: how many times as long as without a migration. */
const times = (busy: Readings, idle: Readings): string =>
  [0.5, 0.99, 1].map((share) => `${(at(busy.times, share) / at(idle.times, share)).toFixed(1)}x`).join(' / ')

const at = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0

await main()
