import { ageEdges, countExposure, paceOf } from '../../stats/exposure.ts'
import { enoughClosed, fitHazards, type HazardModel, type StagePlan } from '../../stats/hazards.ts'
import type { Stay } from '../../stats/stay.ts'
import { dayNumber } from '../history/index.ts'

/** The hazards of every pipeline from what was known at a moment; pipelines without a pace of their own use 30 days. */
export function fitWinModel(stays: readonly Stay[], plans: readonly StagePlan[], as_of: string): HazardModel {
  const now = dayNumber(as_of)
  const edges = Object.fromEntries(
    plans.map(({ key }) => [
      key,
      ageEdges(
        paceOf(
          stays.filter(({ pipeline }) => pipeline === key),
          now,
        ) ?? usualPace,
      ),
    ]),
  )
  return fitHazards(countExposure(stays, { as_of: now, edges }), plans)
}

const usualPace = 30

/** The words for too little history; null where there is enough. */
export const shortageNote = (n_closed: number): string | null =>
  n_closed < enoughClosed ? `not enough data: has ${n_closed}, needs ${enoughClosed}` : null
