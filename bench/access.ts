import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
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
import { httpClient, load } from './load.ts'

/**
 * What access costs: a board and a move through the server as it is, beside the same operations served without asking
 * who calls, without rights and as the database's owner, whom row-level security does not bind. Both in one process, on
 * one database, in turn. Such a server can be composed here only; no setting makes one.
 * `node bench/access.ts [--open 10000] [--seconds 2] [--rounds 7]`
 */
const flag = (name: string, otherwise: string) =>
  process.argv.includes(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? otherwise) : otherwise
const open = Number(flag('--open', '10000'))
const seconds = Number(flag('--seconds', '2'))
const rounds = Number(flag('--rounds', '7'))
process.env['TEST_DATABASE_URL'] ||= process.env['DATABASE_URL'] || 'postgres://postgres@127.0.0.1:5432/postgres'

/** Has a transaction go on as the role that began it. */
const asOwner: KyselyPlugin = {
  transformQuery({ node }) {
    const { sqlFragments } = node as unknown as RawNode
    if (!sqlFragments?.[0]?.includes('set local role')) return node
    const [first = ''] = sqlFragments
    const unbound = { ...node, sqlFragments: [first.replace('set local role tributary_app; ', '')] }
    return unbound as unknown as RootOperationNode
  },
  transformResult: async ({ result }) => result,
}

async function main(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'tributary-access-'))
  const empty = await createEmptyDatabase()
  if (!empty) throw new Error('this needs PostgreSQL')
  const database = await openDatabase({ url: empty.url })
  const config = { ...testConfig({ data }), demo: false }
  const server = await startServer(config, { database }, async (running) => {
    await prepareInstallation(running, config, () => {})
  })
  const bare = buildApp(
    operationsOf({ clock_simulated: false, embedded_database: false }),
    bareSurface(database, server),
    startLog('error'),
    { place: config, trusted_proxies: [], limit: limitRates(0) },
  )
  try {
    const { deal_ids } = await fill(database, open)
    await database.pool.query('vacuum analyze')
    const owner_key = readFileSync(join(data, 'owner.key'), 'utf8')
    const rep_key = await grantToReps(httpClient(server.url, owner_key))
    const call = httpClient(await bare.listen({ port: 0, host: '127.0.0.1' }), owner_key)
    const doors = {
      'no grants': httpClient(server.url, owner_key),
      'with grants': httpClient(server.url, rep_key),
    }
    for (const what of ['board', 'move'] as const) {
      const ratios: Record<string, number[]> = {}
      const medians: Record<string, number[]> = {}
      for (let round = 0; round < rounds; round++) {
        const without = await timed(call, what, deal_ids)
        ;(medians['without'] ??= []).push(without)
        for (const [name, door] of Object.entries(doors)) {
          const real = await timed(door, what, deal_ids)
          ;(medians[name] ??= []).push(real)
          ;(ratios[name] ??= []).push(real / without)
        }
      }
      for (const name of Object.keys(doors))
        console.log(
          `${what}, ${name}: ${median(medians[name]).toFixed(2)} ms, without the door ${median(medians['without']).toFixed(2)} ms: ${((median(ratios[name]) - 1) * 100).toFixed(1)} % slower (goal ≤ 15 %)`,
        )
    }
  } finally {
    await bare.close()
    await server.close()
    await database.close()
    await empty.drop()
    rmSync(data, { recursive: true, force: true })
  }
}

type Call = ReturnType<typeof httpClient>

let n = 0
async function timed(call: Call, what: 'board' | 'move', deal_ids: readonly string[]): Promise<number> {
  const work = {
    board: async () => void (await call('GET', '/boards/board?limit=50')),
    move: async () => {
      const to_stage = stageKeys[++n % stageKeys.length]
      await call('POST', `/deals/${deal_ids[n % deal_ids.length]}/moves`, { to_stage }).catch((error: Error) => {
        if (!error.message.includes('stage-same')) throw error
      })
    },
  }
  return (await load(1, seconds, work[what])).median_ms
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

const median = (values: readonly number[] = []) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

await main()
