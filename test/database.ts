import { createHash, randomBytes } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '../src/platform/config.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { type Database, openDatabase } from '../src/platform/database/open.ts'
import { startServer } from '../src/server.ts'

const root = join(import.meta.dirname, '..')

/** PostgreSQL where TEST_DATABASE_URL names one, else PGlite. */
export const onPostgres = Boolean(process.env.TEST_DATABASE_URL)

/** A database of its own, migrated, from a template that is made once; `close` also drops it. */
export async function openTestDatabase(): Promise<Database> {
  const server = process.env.TEST_DATABASE_URL
  return server ? onServer(server) : inMemory()
}

async function inMemory(): Promise<Database> {
  const file = join(root, `.cache/template-${templateKey()}.tar`)
  if (!existsSync(file)) await makeTemplate(file)
  return openDatabase({ memory: true, template: new Blob([readFileSync(file)]) })
}

/** Written under another name first: test files run at the same time, and each may be making it. */
async function makeTemplate(file: string): Promise<void> {
  const database = await openDatabase({ memory: true })
  await prepare(database)
  const dump = await database.dump?.()
  await database.close()
  if (!dump) throw new Error('this database cannot be dumped')
  mkdirSync(join(root, '.cache'), { recursive: true })
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, Buffer.from(await dump.arrayBuffer()))
  renameSync(unfinished, file)
}

/** A server that starts and stops leaves the schema behind, and what the job queue lays out for itself. */
async function prepare(database: Database): Promise<void> {
  await migrate(database)
  const server = await startServer(testConfig({}), { database })
  await server.close()
}

export const testConfig = ({
  data = join(root, '.cache/unused'),
  clock = 'real',
  ...others
}: Partial<Config>): Config => ({
  port: 0,
  host: '127.0.0.1',
  data,
  database_url: undefined,
  demo: false,
  clock,
  outgoing_allow: [],
  log_level: 'error',
  public_url: undefined,
  allowed_hosts: [],
  trusted_proxies: [],
  // Tests ask thousands of things a minute; where the limit itself is tested, they set one.
  rate_limit: 0,
  provider: undefined,
  ...others,
})

/** Everything that decides what a fresh database looks like. */
function templateKey(): string {
  const hash = createHash('sha256')
  const sources = ['migrations/*.sql', 'src/platform/database/*.ts', 'src/platform/jobs.ts', 'package-lock.json']
  for (const file of globSync(sources, { cwd: root }).sort()) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}

async function onServer(server: string): Promise<Database> {
  const name = `tributary_test_${randomBytes(6).toString('hex')}`
  await asAdministrator(server, async (admin) => {
    const template = await serverTemplate(server, admin)
    await retried(() => admin.query(`create database ${name} template ${template}`))
    // Nothing here outlives a power cut, or has to.
    await admin.query(`alter database ${name} set synchronous_commit to off`)
  })
  const database = await openDatabase({ url: addressOf(server, name), connections: 8 })
  return {
    ...database,
    async close() {
      await database.close()
      await asAdministrator(server, (admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

export type EmptyDatabase = { url: string; drop(): Promise<void> }

/** A database on the server with nothing in it, for servers that run as processes; undefined on PGlite. */
export async function createEmptyDatabase(): Promise<EmptyDatabase | undefined> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) return undefined
  const name = `tributary_test_${randomBytes(6).toString('hex')}`
  await asAdministrator(server, (admin) => admin.query(`create database ${name}`))
  const drop = (admin: pg.Client) => admin.query(`drop database if exists ${name} with (force)`)
  return { url: addressOf(server, name), drop: async () => void (await asAdministrator(server, drop)) }
}

async function serverTemplate(server: string, admin: pg.Client): Promise<string> {
  const name = `tributary_test_template_${templateKey()}`
  await admin.query(`select pg_advisory_lock(hashtextextended('tributary test template', 0))`)
  const { rows } = await admin.query('select from pg_database where datname = $1', [name])
  if (rows.length === 0) {
    const unfinished = `${name}_unfinished`
    await admin.query(`drop database if exists ${unfinished} with (force)`)
    for (const stale of await staleTemplates(admin)) await admin.query(`drop database if exists ${stale} with (force)`)
    await admin.query(`create database ${unfinished}`)
    const database = await openDatabase({ url: addressOf(server, unfinished), connections: 4 })
    await prepare(database)
    await database.close()
    await retried(() => admin.query(`alter database ${unfinished} rename to ${name}`))
  }
  await admin.query(`select pg_advisory_unlock_all()`)
  return name
}

/** Only what is a day old: another checkout may be testing on this server with a schema of its own. */
async function staleTemplates(admin: pg.Client): Promise<string[]> {
  const made = `(pg_stat_file('base/' || oid || '/PG_VERSION')).modification`
  const { rows } = await admin
    .query(
      `select datname from pg_database where datname like 'tributary_test_template_%' and ${made} < now() - interval '1 day'`,
    )
    // Whoever may not read the server's files leaves them alone.
    .catch(() => ({ rows: [] }))
  return rows.map(({ datname }) => datname)
}

async function asAdministrator<T>(server: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

/** A template that another session is still leaving cannot be copied for a moment. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error
      await new Promise((wake) => setTimeout(wake, 100))
    }
  }
}

function addressOf(server: string, name: string): string {
  const address = new URL(server)
  address.pathname = `/${name}`
  return address.href
}
