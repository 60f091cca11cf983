import type { Stay } from '../../stats/stay.ts'
import type { Definition } from '../pipelines/index.ts'
import type { Way } from './subject.ts'

/** What each deal did in one pipeline. Stages that the definition no longer has are left out of a way. */
export function waysOf(stays: readonly Stay[], { stages }: Pick<Definition, 'stages'>): Way[] {
  const places = new Map(stages.map(({ key }, index) => [key, index]))
  const ways = new Map<string, Way>()
  for (const { deal, stage, entered, left, to } of stays) {
    const way = ways.get(deal) ?? { deal, outcome: null, stays: [] }
    ways.set(deal, way)
    way.outcome = to === 'won' || to === 'lost' ? to : null
    const place = places.get(stage)
    if (place !== undefined) way.stays.push({ stage: place, entered, left })
  }
  return [...ways.values()].filter(({ stays }) => stays.length > 0)
}

export const furthest = ({ stays }: Way): number => Math.max(...stays.map(({ stage }) => stage))
export const earliest = ({ stays }: Way): number => Math.min(...stays.map(({ stage }) => stage))
export const visits = ({ stays }: Way, stage: number): boolean => stays.some((stay) => stay.stage === stage)
export const isClosed = ({ outcome }: Way): boolean => outcome !== null
