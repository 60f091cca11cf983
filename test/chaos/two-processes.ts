import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../src/platform/database/open.ts'
import type { Random } from '../../src/stats/random.ts'
import { createEmptyDatabase } from '../database.ts'
import { startProcess, type ServerProcess } from './process.ts'
import { killSome, startTwoServers } from './two-servers.ts'

export type TwoProcesses = Awaited<ReturnType<typeof startTwoProcesses>>

/**
 * Two servers as processes of their own on one PostgreSQL, of which one is killed now and then, with whatever it held, and
 * starts again. Only one process may have an embedded database, which then lives in this one, and nothing is killed.
 */
export async function startTwoProcesses(name: string) {
  const empty = await createEmptyDatabase()
  if (!empty) {
    const { servers, key, close } = await startTwoServers(name)
    const { database } = servers[0]
    return { key, database, urls: () => servers.map(({ url }) => url), kill: undefined, close }
  }
  const data = mkdtempSync(join(tmpdir(), `tributary-${name}-`))
  const started = async (): Promise<{ process: ServerProcess; url: string }> => {
    const process = startProcess({ data, database_url: empty.url })
    const url = await process.ready
    if (url === undefined) throw new Error(`the server did not start: ${(await process.ended).stderr}`)
    return { process, url }
  }
  /** A server whose connection ends while it starts says so and goes, as it should; whoever runs it starts it again. */
  const again = async () => {
    for (let attempt = 1; ; attempt++)
      try {
        return await started()
      } catch (error) {
        if (attempt === 20) throw error
      }
  }
  // One after the other: the first one founds the workspace.
  const servers = [await started(), await started()]
  const database = await openDatabase({ url: empty.url, connections: 4 })
  return {
    key: readFileSync(join(data, 'owner.key'), 'utf8'),
    database,
    urls: () => servers.map(({ url }) => url),
    /** Kills processes, and ends what connections are doing, until it is told to stop; answers how many of each. */
    async kill(random: Random, until: () => boolean) {
      const connections = killSome(empty.url, random, until, 100)
      let processes = 0
      while (!until()) {
        await pause(500 + random.below(2_000))
        const nth = random.below(2)
        await servers[nth]?.process.kill()
        servers[nth] = await again()
        processes++
      }
      return { processes, connections: await connections }
    },
    async close() {
      for (const { process } of servers) await process.kill()
      await database.close()
      await empty.drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
