import type { HandoffRule } from '../handoff-rules/index.ts'

/** A deal as something that happened left it. */
export type Happened = { pipeline: string | null; stage: string | null; kind: string | null; undone: boolean }

/** The rules that what happened to a deal fires, before their conditions are asked. What was taken back fires none. */
export function firedBy(rules: readonly HandoffRule[], { pipeline, stage, kind, undone }: Happened): HandoffRule[] {
  if (undone || pipeline === null) return []
  return rules.filter(({ trigger }) => {
    if (trigger.pipeline !== pipeline) return false
    if (trigger.on === 'won') return kind === 'won'
    return trigger.on === 'stage' && kind !== 'won' && trigger.stage === stage
  })
}

export type Reading = { at: string; value: number }
type Crossing = Extract<HandoffRule['trigger'], { on: 'usage' }>

/**
 * The last moment at which a figure came to a value from the side that a rule names: a reading there, and none before it
 * or one on the other side. Readings come in the order of their moments, whenever they arrived.
 */
export function lastCrossing(readings: readonly Reading[], { crosses, from }: Crossing): Reading | undefined {
  const there = ({ value }: Reading) => (from === 'below' ? value >= crosses : value <= crosses)
  return readings.findLast((reading, i) => {
    const before = readings[i - 1]
    return there(reading) && (before === undefined || !there(before))
  })
}
