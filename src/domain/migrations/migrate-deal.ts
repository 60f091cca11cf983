import type { Instant } from '../../values/instant.ts'
import type { DealState, Owed } from '../ledger/index.ts'
import { newAsks, owedAfter, type Situation } from '../moves/index.ts'
import type { Definition, StageMap } from '../pipelines/index.ts'

/** The version that deals are brought to. */
export type Target = { id: string; version: number; definition: Definition; places: StageMap }

/** Where a deal stood before a migration that is taken back, while nobody has moved it since. */
export type Origin = { stage: string; owed: Owed[] }

/**
 * A deal in another version of its pipeline: in the stage where the map puts it, or where it was before. Its stage clock
 * goes on, what was called of it stays, and what the version newly asks for behind it is owed.
 */
export function migratedDeal(
  situation: Situation,
  target: Target,
  now: Instant,
  origin: Origin | undefined,
): DealState {
  const { deal, definition: before } = situation
  const { definition, id: definition_id } = target
  const has = (key: string) => definition.stages.some((stage) => stage.key === key)
  if (origin && has(origin.stage))
    return { ...deal, version: deal.version + 1, definition_id, stage: origin.stage, owed: origin.owed }
  const stage = target.places[deal.stage] ?? definition.stages[0]?.key ?? deal.stage
  const asks = newAsks({ definition: before, stage: deal.stage }, { definition, stage })
  const moved = { ...situation, definition, deal: { ...deal, definition_id, stage } }
  return { ...moved.deal, version: deal.version + 1, owed: owedAfter(moved, asks, now) }
}
