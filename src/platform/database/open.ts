import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Lock } from './lock.ts'
import { onClient } from './on-client.ts'
import { openDirectory, openMemory } from './pglite.ts'
import { prepareStatements } from './prepared.ts'
import type { Tx } from './tx.ts'
import { types } from './types.ts'

export type { Tx } from './tx.ts'

/** The database as its owner: migrations, the sequencer and followers. Requests go through `inTransaction`. */
export type Database = {
  owner: Tx
  pool: pg.Pool
  /** Lends a connection to a piece of work; what it sends without awaiting travels together where there is a way to travel. */
  lend<T>(work: (connection: Tx) => Promise<T>): Promise<T>
  /** PGlite: one connection, no sync to disk. */
  embedded: boolean
  /** PGlite: everything as one file, to open another database from. */
  dump?(): Promise<Blob>
  close(): Promise<void>
}

export type Where =
  | { url: string; connections?: number }
  | { directory: string; lock: Lock }
  | { memory: true; template?: Blob }

export async function openDatabase(where: Where): Promise<Database> {
  if ('url' in where) return server(where.url, where.connections ?? 12)
  const embedded =
    'directory' in where ? await openDirectory(where.directory, where.lock) : await openMemory(where.template)
  const { owner, pool } = over(embedded.pool)
  const lend: Database['lend'] = (work) => owner.connection().execute(work)
  return { owner, pool, lend, embedded: true, dump: embedded.dump, close: embedded.close }
}

function server(url: string, connections: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    // Compiling a plan takes PostgreSQL a second or two, and no statement of ours runs long enough to win that back.
    options: '-c jit=off -c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000',
    types: types as pg.CustomTypesConfig,
  })
  pool.on('connect', prepareStatements)
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  // The same of one that breaks while it is lent: whoever waits for its answer hears of it, and of the next ones too.
  pool.on('connect', (client) => client.on('error', () => {}))
  return { ...over(pool), lend: lender(pool), embedded: false, close: () => pool.end() }
}

const lender = (pool: pg.Pool): Database['lend'] =>
  async function lend(work) {
    const client = await pool.connect()
    try {
      return await work(onClient(client))
    } finally {
      client.release()
    }
  }

const over = (pool: pg.Pool) => ({ pool, owner: new Kysely({ dialect: new PostgresDialect({ pool }) }) as Tx })
