import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { usageFault } from './command.ts'

/** A file of a pipeline in a directory, with what is known of when it was last the same as on the server. */
export type PipelineFile = { file: string; key: string; source: string; known: Known | undefined }

/** The version that a file was pulled from or applied as, and the text of it. */
export type Known = { version: number; sha256: string }

const notes = '.tributary.json'

/** The pipelines that stand in a directory, one file each. */
export function filesIn(directory: string): PipelineFile[] {
  const known = knownIn(directory)
  const files = namesIn(directory).map((file) => {
    const source = readFileSync(join(directory, file), 'utf8')
    const key = /^key:\s*["']?([a-z][a-z0-9_-]*)/m.exec(source)?.[1] ?? ''
    return { file, key, source, known: known[key] }
  })
  // One would be planned against the other, and which of them is applied would hang on their names.
  for (const { file, key } of files) {
    const first = files.find((one) => one.key === key && key !== '')
    if (first && first.file !== file)
      throw usageFault(`${first.file} and ${file} are both about the pipeline ${key}; keep one of them.`)
  }
  return files
}

function namesIn(directory: string): string[] {
  if (!existsSync(directory)) throw usageFault(`There is no directory ${directory}.`)
  return readdirSync(directory)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
}

function knownIn(directory: string): Record<string, Known> {
  const path = join(directory, notes)
  if (!existsSync(path)) return {}
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { pipelines?: Record<string, Known> }).pipelines ?? {}
  } catch {
    throw usageFault(`${path} is no JSON; pull into an empty directory to have it written anew.`)
  }
}

/** Notes that these files are what the server has. */
export function noteKnown(directory: string, news: Record<string, Known>): void {
  const pipelines = { ...knownIn(directory), ...news }
  const sorted = Object.fromEntries(Object.entries(pipelines).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(join(directory, notes), `${JSON.stringify({ pipelines: sorted }, null, 2)}\n`)
}

export const knownOf = (version: number, source: string): Known => ({ version, sha256: hashOf(source) })
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The file that a pipeline stands in, or is to stand in. */
export function fileFor(directory: string, key: string): { path: string; source: string | undefined } {
  mkdirSync(directory, { recursive: true })
  const found = filesIn(directory).find((one) => one.key === key)
  return { path: join(directory, found?.file ?? `${key}.yaml`), source: found?.source }
}
