import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Tx } from './tx.ts'

const known = new WeakMap<pg.PoolClient, Tx>()

/**
 * Statements on one client of the pool. Unlike a connection that Kysely lends, it does not hold one back until the one
 * before has answered: statements that do not need each other's answers travel to the database together.
 */
export function onClient(client: pg.PoolClient): Tx {
  const before = known.get(client)
  if (before) return before
  // Released by whoever took it from the pool, not behind each statement.
  const kept = { query: client.query.bind(client), release() {} }
  const pool = { connect: async () => kept, end: async () => {} }
  const tx = new Kysely({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) }) as Tx
  known.set(client, tx)
  return tx
}
