import { z } from 'zod'
import { dayOf, daysBetween, type Instant, plusDays } from '../../values/instant.ts'
import type { Stage } from '../pipelines/index.ts'
import type { StageStatistic } from '../stage-statistics/index.ts'

export const ageingStates = ['fresh', 'slow', 'stuck', 'waiting'] as const
export type AgeingState = (typeof ageingStates)[number]

/** How long an open deal has been in its stage, beside how long deals stay there. */
export const Ageing = z
  .object({
    /** `waiting` until the day that somebody set; from that day on it is judged again, all its days counted. */
    state: z.enum(ageingStates),
    days: z.number(),
    /** Half of the deals stay for less; or what the definition expects. */
    expected_days: z.number().nullable(),
    /** From here on it is slow, and from here on stuck. */
    slow_days: z.number().nullable(),
    maximum_days: z.number().nullable(),
    /** Where these come from: the stays of won and lost deals, or the definition while there are few. */
    from: z.enum(['history', 'definition']).nullable(),
  })
  .meta({ id: 'Ageing' })
export type Ageing = z.infer<typeof Ageing>

export type StageLimits = Pick<Ageing, 'expected_days' | 'slow_days' | 'maximum_days' | 'from'>
type Lengths = Pick<StageStatistic, 'usual_days' | 'slow_days' | 'very_slow_days'>
type Said = Pick<Stage, 'expected_days' | 'maximum_days'>

/**
 * What counts as long in a stage. History goes first, since what a definition says is a guess made before there was any:
 * a healthy deal of a slow stage must not be red. It speaks once nine of ten stays have been seen to end.
 */
export function stageLimits(stage: Said | undefined, lengths: Lengths | undefined): StageLimits {
  if (lengths && lengths.very_slow_days !== null)
    return {
      expected_days: lengths.usual_days,
      slow_days: lengths.slow_days,
      maximum_days: lengths.very_slow_days,
      from: 'history',
    }
  const { expected_days = null, maximum_days = null } = stage ?? {}
  const from = expected_days === null && maximum_days === null ? null : 'definition'
  return { expected_days, slow_days: expected_days, maximum_days, from }
}

export type AgeingRow = Lengths & {
  outcome: string | null
  entered_stage_at: Instant
  wait_until: string | null
}

/** Null for a closed deal, which does not age. */
export function ageingOf(row: AgeingRow, stage: Said | undefined, now: Instant): Ageing | null {
  if (row.outcome !== null) return null
  const limits = stageLimits(stage, row)
  const days = Math.max(0, daysBetween(row.entered_stage_at, now))
  const beyond = (limit: number | null) => limit !== null && days > limit
  const waits = row.wait_until !== null && row.wait_until > dayOf(now)
  const state = waits ? 'waiting' : beyond(limits.maximum_days) ? 'stuck' : beyond(limits.slow_days) ? 'slow' : 'fresh'
  return { state, days: Math.floor(days * 10) / 10, ...limits }
}

/** When deals entered a stage that are of one age by now: from a moment on, and before another. */
export type AgeWindow = { definition_id: string; stage: string; from: Instant; before: Instant }
export type Threshold = StageLimits & { definition_id: string; stage: string }

export const agedStates = ['flagged', 'slow', 'stuck', 'waiting'] as const

/** Where those stand that are slow, stuck, or either (`flagged`) by now. */
export function windowsOf(
  thresholds: readonly Threshold[],
  state: 'flagged' | 'slow' | 'stuck',
  now: Instant,
): AgeWindow[] {
  const ago = (days: number | null) => (days === null ? null : plusDays(now, -days))
  return thresholds.flatMap(({ definition_id, stage, slow_days, maximum_days }) => {
    const [slow, stuck] = [ago(slow_days), ago(maximum_days)]
    const before = state === 'stuck' ? stuck : state === 'slow' ? slow : (slow ?? stuck)
    if (before === null) return []
    return [{ definition_id, stage, before, from: (state === 'slow' ? stuck : null) ?? earliest }]
  })
}

const earliest = '0001-01-01T00:00:00.000Z'
