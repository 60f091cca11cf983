import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { prepareInstallation } from '../../src/first-start.ts'
import { type Database, openDatabase } from '../../src/platform/database/open.ts'
import { type Server, startServer } from '../../src/server.ts'
import type { Random } from '../../src/stats/random.ts'
import { createEmptyDatabase, openTestDatabase, testConfig } from '../database.ts'

/**
 * Two servers on one database, each with connections of its own as another process would have them, and somebody who ends
 * what they are doing. PGlite has one connection and nobody who could end it: there both share it, and nothing is killed.
 */
export async function startTwoServers(name: string) {
  const data = mkdtempSync(join(tmpdir(), `tributary-${name}-`))
  const config = testConfig({ data, log_level: 'silent' })
  const database = await createEmptyDatabase()
  const embedded: Database | undefined = database ? undefined : await openTestDatabase()
  const servers: Server[] = []
  const serve = async () => {
    const own = embedded ?? (await openDatabase({ url: database?.url ?? '', connections: 6 }))
    const prepare = async (running: Parameters<typeof prepareInstallation>[0]) => {
      await prepareInstallation(running, config, () => {})
    }
    servers.push(await startServer(config, { database: own }, prepare))
  }
  await serve()
  await serve()
  return {
    servers: servers as [Server, Server],
    key: readFileSync(join(data, 'owner.key'), 'utf8'),
    /** Undefined where nobody can be killed. */
    url: database?.url,
    async close() {
      for (const server of servers) {
        await server.close()
        if (!embedded) await server.database.close()
      }
      await embedded?.close()
      await database?.drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/**
 * Ends what backends of the database are doing, now one and now another, as a server that dies would; answers how many.
 * `every` so many milliseconds, and up to four times that.
 */
export async function killSome(url: string, random: Random, until: () => boolean, every = 20): Promise<number> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  let killed = 0
  while (!until()) {
    await new Promise((wake) => setTimeout(wake, every + random.below(3 * every)))
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and (state = 'idle in transaction' or (state = 'active' and query ilike '%handoff%'))`,
    )
    const [victim] = rows.length === 0 ? [] : [random.pick(rows)]
    if (!victim) continue
    await admin.query('select pg_terminate_backend($1)', [victim.pid])
    killed++
  }
  await admin.end()
  return killed
}
