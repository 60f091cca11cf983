import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KyselyPlugin, RawNode, RootOperationNode } from 'kysely'
import { buildApp } from '../src/api/app.ts'
import { limitRates } from '../src/api/rate-limit.ts'
import { operationsOf } from '../src/domain/operations.ts'
import { accessOf } from '../src/domain/people/index.ts'
import { startLog } from '../src/platform/log.ts'
import type { Actor } from '../src/platform/context.ts'
import { type Database, openDatabase } from '../src/platform/database/open.ts'
import { boundByNothing } from '../src/platform/rights.ts'
import { prepareInstallation } from '../src/first-start.ts'
import { startServer } from '../src/server.ts'
import { createEmptyDatabase, testConfig } from '../test/database.ts'
import { fill, stageKeys } from './fill.ts'
import { httpClient } from './load.ts'

/**
 * What access costs: a board and a move through the server as it is, beside the same operations served without asking
 * who calls, without rights and as the database's owner, whom row-level security does not bind. Both in one process and
 * on one database, each over connections of its own, since a plan that is kept for one role is made anew for another.
 * Calls take turns one by one, so that whatever else the machine does falls on all alike. Such a server can be composed
 * here only; no setting makes one. `node bench/access.ts [--open 10000] [--seconds 20]`
 */
const flag = (name: string, otherwise: string) =>
  process.argv.includes(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? otherwise) : otherwise
const open = Number(flag('--open', '10000'))
const seconds = Number(flag('--seconds', '20'))
process.env['TEST_DATABASE_URL'] ||= process.env['DATABASE_URL'] || 'postgres://postgres@127.0.0.1:5432/postgres'

/** Has a transaction go on as the role that began it. */
const asOwner: KyselyPlugin = {
  transformQuery({ node }) {
    const { sqlFragments } = node as unknown as RawNode
    if (!sqlFragments?.[0]?.includes('set local role')) return node
    const [first = ''] = sqlFragments
    const unbound = { ...node, sqlFragments: [first.replace('; set local role tributary_app', '')] }
    return unbound as unknown as RootOperationNode
  },
  transformResult: async ({ result }) => result,
}

async function main(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'tributary-access-'))
  const empty = await createEmptyDatabase()
  if (!empty) throw new Error('this needs PostgreSQL')
  const database = await openDatabase({ url: empty.url })
  const beside = await openDatabase({ url: empty.url })
  // Whether a plan is kept follows from PostgreSQL's guesses, which row-level security moves; here each is, so that
  // planning again is not taken for what access spares.
  beside.pool.on('connect', (client) => void client.query('set plan_cache_mode = force_generic_plan'))
  const config = { ...testConfig({ data }), demo: false }
  const server = await startServer(config, { database }, async (running) => {
    await prepareInstallation(running, config, () => {})
  })
  const bare = buildApp(
    operationsOf({ clock_simulated: false, embedded_database: false }),
    bareSurface(beside, server),
    startLog('error'),
    { place: config, trusted_proxies: [], limit: limitRates(0) },
  )
  try {
    const { deal_ids } = await fill(database, open)
    await database.pool.query('vacuum analyze')
    const owner_key = readFileSync(join(data, 'owner.key'), 'utf8')
    const rep_key = await grantToReps(httpClient(server.url, owner_key))
    const doors: [string, Call][] = [
      ['without access', httpClient(await bare.listen({ port: 0, host: '127.0.0.1' }), owner_key)],
      ['no grants', httpClient(server.url, owner_key)],
      ['with grants', httpClient(server.url, rep_key)],
    ]
    for (const what of ['board', 'move'] as const) {
      const [without, ...real] = await inTurns(doors, what, deal_ids)
      for (const [i, times] of real.entries()) console.log(`${what}, ${doors[i + 1]?.[0]}: ${compared(times, without)}`)
    }
    console.log(`load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
  } finally {
    await bare.close()
    await server.close()
    await beside.close()
    await database.close()
    await empty.drop()
    rmSync(data, { recursive: true, force: true })
  }
}

type Call = ReturnType<typeof httpClient>

/** How long each door's calls took. Whoever comes next bears what a call left to do, so the order changes. */
async function inTurns(doors: [string, Call][], what: 'board' | 'move', deal_ids: readonly string[]) {
  const times = doors.map((): number[] => [])
  const warm = 50
  const until = performance.now() + seconds * 1000
  for (let turn = 0; turn < warm || performance.now() < until; turn++)
    for (let i = 0; i < doors.length; i++) {
      const door = (turn + i) % doors.length
      const begun = performance.now()
      const done = await one(doors[door]?.[1] as Call, what, deal_ids)
      if (done && turn >= warm) times[door]?.push(performance.now() - begun)
    }
  return times
}

let n = 0
/** Answers whether it was done: a deal that stands in that stage already is refused, which is quicker than a move. */
async function one(call: Call, what: 'board' | 'move', deal_ids: readonly string[]): Promise<boolean> {
  if (what === 'board') return call('GET', '/boards/board?limit=50').then(() => true)
  const to_stage = stageKeys[++n % stageKeys.length]
  return call('POST', `/deals/${deal_ids[n % deal_ids.length]}/moves`, { to_stage }).then(
    () => true,
    (error: Error) => {
      if (!error.message.includes('stage-same')) throw error
      return false
    },
  )
}

/** A rep who works in the pipeline by a grant, as people do where rights are set. */
async function grantToReps(call: Call): Promise<string> {
  const person = JSON.parse(await call('POST', '/people', { name: 'Rep', email: 'rep@bench.test', role: 'rep' }))
  const key = JSON.parse(await call('POST', '/keys', { name: 'bench', person_id: person.id }))
  await call('PUT', '/pipelines/board/rights', {
    grants: [{ to: { role: 'rep' }, rights: ['see', 'work', 'see_forecast'], deals: 'all' }],
  })
  return key.secret
}

function bareSurface(database: Database, server: Awaited<ReturnType<typeof startServer>>) {
  let actor: Promise<Actor> | undefined
  const known = async (): Promise<Actor> => {
    const { rows } = await database.pool.query(`select id, workspace_id from person where role = 'owner'`)
    const { id, workspace_id } = rows[0]
    const access = accessOf('owner')
    return { id, name: 'Owner', role: 'owner', workspace_id, channel: 'api', access, rights: boundByNothing }
  }
  return {
    database: {
      ...database,
      lend: ((work) => database.lend((tx) => work(tx.withPlugin(asOwner)))) as Database['lend'],
    },
    clock: server.clock,
    authenticate: () => (actor ??= known()),
    committed: server.committed,
  }
}

/** The median, and the quickest tenth, which a busy machine disturbs least. */
function compared(real: readonly number[] = [], without: readonly number[] = []): string {
  const slower = (share: number) => `${((at(real, share) / at(without, share) - 1) * 100).toFixed(1)} %`
  const medians = `${at(real, 0.5).toFixed(2)} ms, without access ${at(without, 0.5).toFixed(2)} ms`
  return `${medians}: ${slower(0.5)} slower (goal ≤ 15 %), the quickest tenth ${slower(0.1)}; ${real.length} calls each`
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0

await main()
