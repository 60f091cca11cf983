import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivately(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.unfinished`
  // An older file would keep its own mode.
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, text, { mode: 0o600 })
  renameSync(unfinished, file)
}
