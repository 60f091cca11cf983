import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { openDirectory, openMemory } from './pglite.ts'
import { prepareStatements } from './prepared.ts'
import { types } from './types.ts'

// biome-ignore lint: every store names its own tables with `withTables`
export type Tx = Kysely<any>

/** The database as its owner: migrations, the sequencer and followers. Requests go through `inTransaction`. */
export type Database = {
  owner: Tx
  pool: pg.Pool
  /** PGlite: one connection, no sync to disk. */
  embedded: boolean
  /** PGlite: everything as one file, to open another database from. */
  dump?(): Promise<Blob>
  close(): Promise<void>
}

export type Where =
  | { url: string; connections?: number }
  | { directory: string; holder: string }
  | { memory: true; template?: Blob }

export async function openDatabase(where: Where): Promise<Database> {
  if ('url' in where) return server(where.url, where.connections ?? 12)
  const embedded =
    'directory' in where ? await openDirectory(where.directory, where.holder) : await openMemory(where.template)
  return { ...over(embedded.pool), embedded: true, dump: embedded.dump, close: embedded.close }
}

function server(url: string, connections: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000',
    types: types as pg.CustomTypesConfig,
  })
  pool.on('connect', prepareStatements)
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  return { ...over(pool), embedded: false, close: () => pool.end() }
}

const over = (pool: pg.Pool) => ({ pool, owner: new Kysely({ dialect: new PostgresDialect({ pool }) }) as Tx })
