import type { Instant } from '../../values/instant.ts'
import { Line } from '../../values/text.ts'
import type { LibraryField } from '../fields/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { Source, Sources } from './columns.ts'
import type { Mapping } from './mapping.ts'
import { type Moment, quoted, readMoment } from './read-cell.ts'
import type { RowFault } from './row.ts'

/** All that reading a row may look at. */
export type Setup = {
  mapping: Mapping
  sources: Sources
  pipelines: readonly { key: string; name: string; definition: Definition }[]
  library: readonly LibraryField[]
  /** Whether routing rules are published. */
  routed: boolean
  /** The person with this e-mail address or name; undefined for nobody, null for several. */
  personOf(text: string): string | null | undefined
  now: Instant
}

export type Part = keyof Mapping['deal']
export type Reading = {
  setup: Setup
  cells: readonly string[]
  faults: RowFault[]
  fault(part: Part | Source | { column: string }, code: string, message: string): undefined
  read(part: Part): string | null
  /** A line of text of at most this length. */
  text(part: Part, most: number): string | null
}

/** Begins to read a row: what is wrong with it gathers in `faults`, the first of which refuses it. */
export function startReading(setup: Setup, cells: readonly string[]): Reading {
  const { deal } = setup.sources
  const faults: RowFault[] = []
  const read = (part: Part) => deal[part]?.read(cells) ?? null
  const fault = (part: Part | { column: string | null }, code: string, message: string) => {
    faults.push({ code, column: (typeof part === 'string' ? deal[part]?.column : part.column) ?? null, message })
    return undefined
  }
  const text = (part: Part, most: number) => {
    const found = read(part)
    if (found === null || (found.length <= most && isPlain(found))) return found
    const [issue] = Line(most).safeParse(found).error?.issues ?? []
    fault(part, 'text', `${quoted(found)}: ${issue?.message}.`)
    return null
  }
  return { setup, cells, faults, fault, read, text }
}

const isPlain = (text: string) => !/\p{Cc}/u.test(text) && text.isWellFormed()

export function moment(reading: Reading, part: Part, { future = false } = {}): Moment | null {
  const said = reading.read(part)
  if (said === null) return null
  return momentIn(reading, said, part, future)
}

export function momentIn({ setup, fault }: Reading, said: string, part: Part | { column: string }, future = false) {
  const read = readMoment(said, setup.mapping.format)
  if (!read.ok) fault(part, read.refusal.code, read.refusal.message)
  else if (future || read.value.at <= setup.now) return read.value
  else fault(part, 'date_in_future', `${quoted(said)} is still to come.`)
  return null
}
