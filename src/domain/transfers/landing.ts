import type { Mapped } from '../transfer-maps/index.ts'
import { type Definition, phases } from '../pipelines/index.ts'

export const landingRules = ['asked', 'map', 'key', 'phase', 'first'] as const

/** In which stage a deal lands, and which rule says so. */
export type Landing = { stage: string; by: (typeof landingRules)[number] }

/**
 * Where a deal lands that leaves a stage of one pipeline for another: as the map says; else in the stage of the same
 * key; else in the first of the same phase, or of the nearest phase before it; else in the first of all.
 */
export function landingIn(from: Definition, stage: string, map: Mapped | null, to: Definition): Landing {
  const known = (key: string | undefined) => key !== undefined && to.stages.some((one) => one.key === key)
  const mapped = map?.stages[stage]
  if (mapped !== undefined && known(mapped)) return { stage: mapped, by: 'map' }
  if (known(stage)) return { stage, by: 'key' }
  const order = phases.indexOf(from.stages.find(({ key }) => key === stage)?.phase ?? 'qualify')
  for (let phase = order; phase >= 0; phase--) {
    const there = to.stages.find((one) => one.phase === phases[phase])
    if (there) return { stage: there.key, by: 'phase' }
  }
  return { stage: to.stages[0]?.key ?? stage, by: 'first' }
}
