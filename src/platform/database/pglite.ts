import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'
import type { Lock } from './lock.ts'
import { types } from './types.ts'

export type Embedded = { pool: pg.Pool; close(): Promise<void>; dump(): Promise<Blob> }

/** Opens PostgreSQL inside this process, on a directory that it alone owns; gives the lock back once it is closed. */
export async function openDirectory(directory: string, lock: Lock): Promise<Embedded> {
  initialise(directory)
  return opened(await PGlite.create(directory), () => lock.release())
}

/** Opens a database that lives in memory, from a dump where there is one; for tests. */
export async function openMemory(template?: Blob): Promise<Embedded> {
  return opened(await PGlite.create(template ? { loadDataDir: template } : {}), () => {})
}

async function opened(lite: PGlite, closed: () => void): Promise<Embedded> {
  await lite.exec("set time zone 'UTC'")
  const { connection, user, password, database, host, port } = createPgConfig(lite)
  // One connection: a use of the pool inside a transaction fails loudly after ten seconds instead of hanging for ever.
  const settings = { connection, user, password, database, host, port, max: 1, idleTimeoutMillis: 0, types, onConnect }
  const pool = new pg.Pool({ ...settings, connectionTimeoutMillis: 10_000 } as unknown as pg.PoolConfig)
  return {
    pool,
    dump: () => lite.dumpDataDir('none'),
    async close() {
      await pool.end()
      await lite.close()
      closed()
    },
  }
}

/** The pool replaces a connection that failed, but behind it is the same session: what it left open ends here. */
const onConnect = (client: pg.ClientBase) => client.query('rollback')

/**
 * `initdb` in a child process, so that its 400 MB of memory go back to the system, and into another name first, so
 * that a kill in the middle leaves nothing half made.
 */
function initialise(directory: string): void {
  if (existsSync(directory)) return
  const unfinished = `${directory}.init`
  rmSync(unfinished, { recursive: true, force: true })
  const script = join(import.meta.dirname, 'initialise-pglite.ts')
  const child = spawnSync(process.execPath, [script, unfinished], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (child.status !== 0) throw new Error(`could not create a database in ${directory}`)
  renameSync(unfinished, directory)
}
