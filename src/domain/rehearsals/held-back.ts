import type { Instant } from '../../values/instant.ts'
import { crossedBetween, gatesOf, type Situation } from '../moves/index.ts'
import { positionOf } from '../pipelines/index.ts'
import { isFresh, type Rehearsed } from './judge-move.ts'

/**
 * The stage in which a definition would hold an open deal: from the first one on, the last that it reaches before a hard
 * criterion that is new and that it does not meet. Null where the deal's own stage has no place in the definition.
 */
export function heldAt(rehearsed: Rehearsed, situation: Situation, stage: string, now: Instant): string | null {
  const { definition } = rehearsed
  const end = positionOf(definition, stage)
  if (end < 0) return null
  for (let at = 0; at < end; at++) {
    const [here, next] = [definition.stages[at]?.key, definition.stages[at + 1]?.key]
    if (here === undefined || next === undefined) return null
    const asked = crossedBetween(definition, here, next).filter(({ criterion: { key, level } }) => {
      return level === 'hard' && isFresh(rehearsed, key)
    })
    const deal = { ...situation.deal, stage: here }
    if (gatesOf({ ...situation, definition, deal }, asked, now).some(({ satisfied }) => !satisfied)) return here
  }
  return stage
}
