import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimPlace } from '../src/place.ts'
import { openDatabase } from '../src/platform/database/open.ts'
import { type ServerProcess, startProcess } from '../test/chaos/process.ts'
import { createEmptyDatabase } from '../test/database.ts'
import { fill, stageKeys } from './fill.ts'
import { type ImportFigure, importFigures } from './import.ts'
import { httpClient, load, type Timing } from './load.ts'
import { productionSize } from './production-size.ts'
import { rawSql } from './raw.ts'

/**
 * What the product takes over HTTP, beside raw SQL for the same rows in the same run:
 * `npm run bench -- [--postgres|--pglite] [--open 10000,100000] [--seconds 4]`. Goals are those of promises F1–F3, F8, F9.
 */
const flag = (name: string) => process.argv[process.argv.indexOf(name) + 1]
const has = (name: string) => process.argv.includes(name)
const sizes = (has('--open') ? (flag('--open') ?? '') : '10000,100000').split(',').map(Number)
const seconds = Number(has('--seconds') ? flag('--seconds') : 4)
process.env['TEST_DATABASE_URL'] ||= process.env['DATABASE_URL'] || 'postgres://postgres@127.0.0.1:5432/postgres'
const backends = has('--postgres') ? ['PostgreSQL'] : has('--pglite') ? ['PGlite'] : ['PostgreSQL', 'PGlite']

const goals: Record<string, string> = {
  'board 1': 'F1 ≤ 15 ms (100,000 on the board), ≤ 8 ms (5,000)',
  'board 10': 'F1 ≥ 300/s',
  'move 1': 'F2 ≤ 5 ms',
  'move 10': 'F2 ≥ 600/s, ≥ 50 % of raw SQL',
  'create 1': 'F3 ≤ 5 ms',
  'create 10': '',
  'create 1,000 at once, 1': 'F3 ≤ 250 ms',
}

async function measure(backend: string, open: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  const empty = backend === 'PostgreSQL' ? await createEmptyDatabase() : undefined
  const place = { data, database_url: empty?.url }
  try {
    await (await ready(startProcess(place))).kill()
    const database = await openDatabase(claimPlace(place, 'benchmarks'))
    const begun = performance.now()
    const { deal_ids } = await fill(database, open)
    await database.pool.query('vacuum analyze')
    console.log(
      `\n${backend}, ${open.toLocaleString('en')} open deals on one board, ${(open / 2).toLocaleString('en')} closed (filled in ${((performance.now() - begun) / 1000).toFixed(0)} s)`,
    )
    await database.close()

    const started = performance.now()
    const server = await ready(startProcess(place))
    const ready_ms = performance.now() - started
    const product = await overHttp(await url(server), readFileSync(join(data, 'owner.key'), 'utf8'), deal_ids)
    const resident =
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    await server.kill()
    const again = await openDatabase(claimPlace(place, 'benchmarks'))
    const raw = await bySql(again.pool, deal_ids)
    const imports = await importFigures(again, 10_000)
    await again.close()
    print(product, raw)
    printImports(imports)
    console.log(
      `F9 ready after ${(ready_ms / 1000).toFixed(1)} s (goal ≤ 3), ${resident.toFixed(0)} MB resident under load (goal ≤ 300)`,
    )
  } finally {
    await empty?.drop()
    rmSync(data, { recursive: true, force: true })
  }
}

type Figures = Record<string, Timing>

async function overHttp(address: string, key: string, deal_ids: readonly string[]): Promise<Figures> {
  const call = httpClient(address, key)
  const figures: Figures = {}
  for (const connections of [1, 10]) {
    figures[`board ${connections}`] = await load(
      connections,
      seconds,
      async () => void (await call('GET', '/boards/board?limit=50')),
    )
    figures[`move ${connections}`] = await load(connections, seconds, async (n) => {
      const deal = deal_ids[n % deal_ids.length]
      // The stage it stands in is known to nobody here; the one refusal that can come back is that it is there already.
      await call('POST', `/deals/${deal}/moves`, { to_stage: stageKeys[n % stageKeys.length] }).catch(
        (error: Error) => {
          if (!error.message.includes('stage-same')) throw error
        },
      )
    })
    figures[`create ${connections}`] = await load(
      connections,
      seconds,
      async (n) =>
        void (await call('POST', '/deals', {
          name: `New ${n}`,
          pipeline: 'board',
          amount: { amount: '1200.00', currency: 'EUR' },
          close_date: '2027-03-01',
        })),
    )
  }
  figures['create 1,000 at once, 1'] = await load(1, seconds, async (n) => {
    const operations = Array.from({ length: 1_000 }, (_, i) => ({
      op: 'create',
      name: `New ${n} ${i}`,
      pipeline: 'board',
      amount: { amount: '1200.00', currency: 'EUR' },
      close_date: '2027-03-01',
    }))
    await call('POST', '/deals/bulk', { operations })
  })
  return figures
}

async function bySql(pool: Parameters<typeof rawSql>[0], deal_ids: readonly string[]): Promise<Figures> {
  const raw = await rawSql(pool, deal_ids)
  const figures: Figures = {}
  for (const connections of [1, 10])
    for (const what of ['board', 'move', 'create'] as const)
      figures[`${what} ${connections}`] = await load(connections, seconds, raw[what])
  return figures
}

function print(product: Figures, raw: Figures): void {
  const rows = Object.entries(product).map(([what, { median_ms, p95_ms, per_second }]) => {
    const alone = raw[what]
    return {
      what: `${what} conn.`,
      'median ms': median_ms.toFixed(1),
      'p95 ms': p95_ms.toFixed(1),
      'a second': Math.round(per_second),
      'raw SQL ms': alone?.median_ms.toFixed(1),
      'raw a second': alone ? Math.round(alone.per_second) : undefined,
      'of raw': alone ? `${Math.round((100 * per_second) / alone.per_second)} %` : undefined,
      goal: goals[what],
    }
  })
  console.table(Object.fromEntries(rows.map(({ what, ...row }) => [what, row])))
}

function printImports(figures: readonly ImportFigure[]): void {
  const rows = figures.map(({ what, rows, per_second, raw_per_second, most_megabytes }) => [
    `import, ${what}`,
    {
      rows,
      'rows a second': Math.round(per_second),
      'raw a second': Math.round(raw_per_second),
      'of raw': `${Math.round((100 * per_second) / raw_per_second)} %`,
      'most MB': Math.round(most_megabytes),
      goal: 'F8 ≥ 5,000 (PostgreSQL), ≥ 1,500 (PGlite); memory flat',
    },
  ])
  console.table(Object.fromEntries(rows))
}

async function ready(server: ServerProcess): Promise<ServerProcess> {
  if ((await server.ready) !== undefined) return server
  throw new Error(`the server did not start: ${(await server.ended).stderr}`)
}

const url = async (server: ServerProcess): Promise<string> => (await server.ready) ?? ''

console.log(`node ${process.version}, ${seconds} s a figure, medians; the goals are for PostgreSQL on two cores`)
for (const backend of backends) for (const open of sizes) await measure(backend, open)
const { megabytes } = productionSize()
console.log(`\nF9 production modules beside Node: ${megabytes.toFixed(0)} MB (goal ≤ 200)`)
