import type { Day, Instant } from '../../values/instant.ts'
import type { Definition, LibraryField } from '../pipelines/index.ts'

/** One deal's way through a pipeline, as stages by their place in the definition. */
export type Way = {
  deal: string
  outcome: 'won' | 'lost' | null
  /** In the order of time; days since 1970. `left` is null while it stands there. */
  stays: { stage: number; entered: number; left: number | null }[]
}

/** How often a criterion was asked of deals that stand before its gate, and of how many it was not met. */
export type Asked = { criterion: string; deals: string[]; unmet: number }

/** What is judged: a definition, and what is known of it beyond its text. */
export type Subject = {
  definition: Definition
  /** The fields that its rules may name. */
  library: LibraryField[]
  now: Instant
  /** The other pipelines of the workspace. */
  others: readonly { key: string; definition: Definition }[]
  /** The day of its next review; null where none is known. */
  review_due: Day | null
  /** What deals did in it; null where there is no data to ask. */
  history: { ways: readonly Way[]; asked: readonly Asked[]; since: Instant | null } | null
}
