import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './platform/config.ts'
import { lockDirectory } from './platform/database/lock.ts'
import type { Where } from './platform/database/open.ts'

/**
 * Where the data of these settings is. On PGlite the directory is this process's from here on; whoever else wants it is
 * refused, and told what this process is `doing`. Imports next to nothing, so that a refusal comes before the rest of
 * the program is loaded.
 */
export function claimPlace({ database_url, data }: Pick<Config, 'database_url' | 'data'>, doing: string): Where {
  mkdirSync(data, { recursive: true })
  if (database_url !== undefined) return { url: database_url }
  const directory = join(data, 'pglite')
  const holder = `process ${process.pid}, ${doing}, since ${new Date().toISOString()}`
  return { directory, lock: lockDirectory(directory, holder) }
}
