import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { readHeldLineages, readLineages } from '../history/index.ts'
import type { StageMap } from '../pipelines/index.ts'
import type { Reading } from './contribution.ts'

/** Pipelines, each with the stages that its past counts for. */
export type Pasts = readonly { id: string; places: StageMap }[]

/**
 * How pasts are read, in words: other words, other counts. Stages that count as themselves are not named, so that a
 * pipeline or a stage that is added changes nothing.
 */
export function wordsOf(pasts: Pasts, lineages: string): string {
  const told = pasts.map(({ id, places }) => [
    id,
    Object.entries(places)
      .filter(([from, to]) => from !== to)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ])
  const changed = told.filter(([, places]) => (places?.length ?? 0) > 0).sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return JSON.stringify([changed, lineages])
}

export async function readReading(
  tx: Tx,
  workspace_id: string,
  pasts: Pasts,
  as_of: Instant,
): Promise<Reading & { words: string }> {
  const lineages = await readLineages(tx, workspace_id, as_of, { anew: false })
  const words = wordsOf(pasts, await readHeldLineages(tx, workspace_id, as_of))
  return { places: new Map(pasts.map(({ id, places }) => [id, places])), lineages, words }
}
