import { globSync, readFileSync } from 'node:fs'
import { createImport, layDown, takeOver } from '../src/domain/imports/index.ts'
import { accessOf, foundWorkspace } from '../src/domain/people/index.ts'
import { createPipeline } from '../src/domain/pipelines/index.ts'
import { loadShippedRates } from '../src/domain/rates/index.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { openDatabase } from '../src/platform/database/open.ts'
import type { Context } from '../src/platform/context.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { demoCompany } from '../src/simulator/demo-company.ts'
import { demoCsv } from '../src/simulator/demo-csv.ts'
import { mavenFile } from '../test/maven-file.ts'

/**
 * Rows a second of an import, staging and taking over apart: `node bench/import.ts [rows]`, on PGlite in memory, or in
 * an empty database that DATABASE_URL names. One row is a deal with its history; the server does nothing else meanwhile.
 */
const rows = Number(process.argv[2] ?? 10_000)
const url = process.env.DATABASE_URL
const database = await openDatabase(url ? { url } : { memory: true })
await migrate(database)
const now = () => new Date().toISOString()
const founding = { slug: `bench-${Date.now()}`, name: 'Bench', currency: 'EUR', time_zone: 'UTC' }
const owner = { name: 'Owner', email: 'owner@bench.test' }
const home = await foundWorkspace(database, { ...founding, owner, valid_from: '2000-01-01T00:00:00.000Z' }, now())
await loadShippedRates(database.owner, home.workspace_id, now())
const actor = {
  id: home.owner_id,
  name: 'Owner',
  role: 'owner',
  workspace_id: home.workspace_id,
  channel: 'api' as const,
  access: accessOf('owner'),
}
const write = <T>(work: (context: Context) => Promise<T>) =>
  inTransaction(database, { actor, effect: 'write', name: 'bench', now: now() }, work)

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
for (const file of globSync('examples/maven/pipelines/*.yaml'))
  await write((c) => createPipeline.run(c, { source: read(file) }))
await measure('maven, new', 'examples/maven/mapping.yaml', mavenFile(rows).csv)
await measure('maven, again', 'examples/maven/mapping.yaml', mavenFile(rows).csv)

const demo = ['enterprise', 'transactional', 'partner', 'renewal', 'self-service'].map((key) => `motions/${key}.yaml`)
const definitions = []
for (const file of [...demo, 'examples/demo/hardware.yaml']) {
  const { id } = await write((c) => createPipeline.run(c, { source: read(file) }))
  definitions.push(id)
}
const { readPipelines } = await import('../src/domain/pipelines/index.ts')
const pipelines = await readPipelines(database.owner, home.workspace_id)
const company = demoCompany({ today: now().slice(0, 10), definitions: pipelines.map(({ definition }) => definition) })
await measure('demo company, stage history', 'examples/demo/mapping.yaml', demoCsv(company))
await database.close()

async function measure(what: string, mapping: string, csv: string): Promise<void> {
  const { id } = await write((c) =>
    createImport.run(c, { mapping: read(mapping), file_name: 'bench.csv', dry_run: false }),
  )
  const started = performance.now()
  const sender = { database, actor, now }
  await layDown(sender, id, chunks(Buffer.from(csv)))
  const laid = performance.now()
  let most = 0
  let taken = laid
  const progress = async () => {
    most = Math.max(most, process.memoryUsage().rss)
    taken = performance.now()
  }
  const counts = await takeOver({ ...sender, import_id: id, progress, cancelled: async () => false })
  const done = performance.now()
  const pace = (from: number, to: number) => `${Math.round((counts.rows / (to - from)) * 1000)} rows/s`
  console.log(what, JSON.stringify(counts))
  console.log(`  staging ${pace(started, laid)}, taking over ${pace(laid, taken)}, both ${pace(started, taken)}`)
  console.log(`  clearing and statistics ${Math.round(done - taken)} ms, at most ${most >> 20} MB`)
}

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
