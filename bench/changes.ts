import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
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
  const idle = await boards(call, async (n) => n < 60)
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
  console.log(`board before:  ${said(idle)}`)
  console.log(`board beside:  ${said(busy)}`)
  for (let i = 0; i < 600; i++) {
    if (JSON.parse(await call('GET', `/jobs/${job_id}`)).finished_at !== null) return
    await new Promise((wake) => setTimeout(wake, 500))
  }
}

async function timed(work: () => Promise<string>): Promise<{ milliseconds: number; answer: string }> {
  const began = performance.now()
  const answer = await work()
  return { milliseconds: performance.now() - began, answer }
}

/** Reads the board over and over, and says how long each reading took. */
async function boards(call: Call, goesOn: (n: number) => Promise<boolean>): Promise<number[]> {
  const times: number[] = []
  while (await goesOn(times.length)) times.push((await timed(() => call('GET', '/boards/board'))).milliseconds)
  return times.toSorted((a, b) => a - b)
}

function said(times: readonly number[]): string {
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(0)
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms, of ${times.length}`
}

await main()
