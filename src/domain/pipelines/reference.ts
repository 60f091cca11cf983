import type { Tx } from '../../platform/database/open.ts'

/** What goes away with a version, by key. */
export type Leaving = { pipeline_id: string; pipeline: string; stages: string[]; fields: string[]; criteria: string[] }

/** Something that names what goes away, and would point to nothing. */
export type Reference = {
  /** Such as `activity` or `draft`. */
  kind: string
  id: string
  name: string
  refers_to: { kind: 'pipeline' | 'stage' | 'field' | 'criterion'; key: string }
}

/** What a module that keeps names of pipelines, stages, fields or criteria says to one who is about to remove some. */
export type ReferenceSource = {
  /** The tables whose columns it speaks for. */
  tables: readonly string[]
  find(tx: Tx, workspace_id: string, leaving: Leaving): Promise<Reference[]>
}

export const mostReferences = 200
