import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '../src/platform/context.ts'
import { createImport, layDown, takeOver } from '../src/domain/imports/index.ts'
import { boundByNothing } from '../src/platform/rights.ts'
import { accessOf, foundWorkspace } from '../src/domain/people/index.ts'
import { createPipeline, readPipelines } from '../src/domain/pipelines/index.ts'
import { loadShippedRates } from '../src/domain/rates/index.ts'
import type { Context } from '../src/platform/context.ts'
import type { Database } from '../src/platform/database/open.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { demoCompany } from '../src/simulator/demo-company.ts'
import { demoCsv } from '../src/simulator/demo-csv.ts'
import { mavenFile } from '../test/maven-file.ts'
import { insertAgain } from './raw-import.ts'

export type ImportFigure = {
  what: string
  rows: number
  /** Rows of the file a second, from the first byte to the last commit; statistics afterwards are not in it. */
  per_second: number
  /** The same rows of the database written by raw SQL, in batches as large. */
  raw_per_second: number
  most_megabytes: number
}

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const now = () => new Date().toISOString()

/** Imports two files into a workspace of its own: many deals with little history, and fewer with every stage. */
export async function importFigures(database: Database, rows: number): Promise<ImportFigure[]> {
  const desk = await openDesk(database)
  for (const file of globSync('examples/maven/pipelines/*.yaml', { cwd: root })) await desk.create(read(file))
  const maven = await measure(desk, 'little history', 'examples/maven/mapping.yaml', mavenFile(rows).csv)
  const motions = ['enterprise', 'transactional', 'partner', 'renewal', 'self-service'].map(
    (key) => `motions/${key}.yaml`,
  )
  for (const file of [...motions, 'examples/demo/hardware.yaml']) await desk.create(read(file))
  const definitions = (await readPipelines(database.owner, desk.actor.workspace_id)).map(({ definition }) => definition)
  const company = demoCsv(demoCompany({ today: now().slice(0, 10), definitions }))
  return [maven, await measure(desk, 'every stage', 'examples/demo/mapping.yaml', company)]
}

type Desk = {
  database: Database
  actor: Actor
  write<T>(work: (context: Context) => Promise<T>): Promise<T>
  create(source: string): Promise<unknown>
}

async function openDesk(database: Database): Promise<Desk> {
  const founding = { slug: `bench-${Date.now()}`, name: 'Bench', currency: 'EUR', time_zone: 'UTC' }
  const owner = { name: 'Owner', email: 'owner@bench.test' }
  const home = await foundWorkspace(database, { ...founding, owner, valid_from: '2000-01-01T00:00:00.000Z' }, now())
  await loadShippedRates(database.owner, home.workspace_id, now())
  const access = accessOf('owner')
  const actor: Actor = {
    id: home.owner_id,
    name: 'Owner',
    role: 'owner',
    workspace_id: home.workspace_id,
    channel: 'api',
    access,
    rights: boundByNothing,
  }
  const write: Desk['write'] = (work) =>
    inTransaction(database, { actor, effect: 'write', name: 'bench', now: now() }, work)
  return { database, actor, write, create: (source) => write((context) => createPipeline.run(context, { source })) }
}

async function measure(
  { database, actor, write }: Desk,
  what: string,
  mapping: string,
  csv: string,
): Promise<ImportFigure> {
  const { id } = await write((context) =>
    createImport.run(context, { mapping: read(mapping), file_name: 'bench.csv', dry_run: false }),
  )
  const sender = { database, actor, now }
  const started = performance.now()
  await layDown(sender, id, chunks(Buffer.from(csv)))
  let most = 0
  let taken = started
  const progress = async () => {
    most = Math.max(most, process.memoryUsage().rss)
    taken = performance.now()
  }
  const { rows, created } = await takeOver({ ...sender, import_id: id, progress, cancelled: async () => false })
  if (created !== rows) throw new Error(`only ${created} of ${rows} rows were taken over`)
  const seconds = (taken - started) / 1000
  const raw_per_second = await insertAgain(database.pool, { workspace_id: actor.workspace_id, rows })
  return { what, rows, per_second: rows / seconds, raw_per_second, most_megabytes: most / 1e6 }
}

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
