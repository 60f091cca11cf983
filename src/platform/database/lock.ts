import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Problem } from '../problem.ts'

const settling = 300

export type Lock = { release(): void }

/**
 * Makes this process the one owner of a data directory; two owners would silently destroy each other's writes.
 *
 * The lock is SQLite's lock on a file beside the directory: the kernel hands it back when its holder dies, so there is
 * no stale lock to guess about, and it holds between containers that share a volume, where process ids repeat.
 * Throws `Problem` code `data-held`, naming the holder.
 */
export function lockDirectory(directory: string, holder: string): Lock {
  const lock = new DatabaseSync(`${directory}.lock`, { timeout: 0 })
  try {
    lock.exec('pragma journal_mode = off')
    lock.exec('begin exclusive')
  } catch {
    lock.close()
    throw new Problem('conflict', `${directory} is held by ${nameOf(directory)}. Stop it first.`, 'data-held')
  }
  writeFileSync(`${directory}.holder`, holder)
  return {
    release() {
      rmSync(`${directory}.holder`, { force: true })
      lock.close()
    },
  }
}

function nameOf(directory: string): string {
  // Whoever has just taken the lock is writing its name at this moment; until then the file names the holder before.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, settling)
  try {
    return readFileSync(`${directory}.holder`, 'utf8')
  } catch {
    return 'another process that is just starting'
  }
}
