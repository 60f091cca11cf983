import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import type { MarkChange } from './deal-review.ts'

export type MarkState = {
  reviewed_at: Instant | null
  reviewed_by: string | null
  decision: string | null
  decided_by: string | null
}

/**
 * A deal in a review after a change; null where nothing differs. What somebody decided counts as talked about, and who
 * was first to say so stays. What was reviewed and is open again keeps its decision.
 */
export function decideMark(
  before: MarkState,
  { reviewed, decision }: Pick<MarkChange, 'reviewed' | 'decision'>,
  by: { actor_id: string; now: Instant },
): Decision<MarkState | null> {
  const after = { ...before }
  if (decision !== undefined && decision !== before.decision) {
    after.decision = decision
    after.decided_by = decision === null ? null : by.actor_id
  }
  const talked = reviewed ?? (decision !== undefined && decision !== null ? true : undefined)
  if (talked === true && before.reviewed_at === null)
    Object.assign(after, { reviewed_at: by.now, reviewed_by: by.actor_id })
  if (talked === false) Object.assign(after, { reviewed_at: null, reviewed_by: null })
  const names = Object.keys(before) as (keyof MarkState)[]
  return accept(names.some((name) => before[name] !== after[name]) ? after : null)
}

/** What ended is kept as it was: nothing is marked in it any more. */
export const decideOpen = (ended_at: Instant | null): Decision<null> =>
  ended_at === null
    ? accept(null)
    : refuse(
        'review-ended',
        `This review ended at ${ended_at} and stays as it was. Begin the next one; it starts where this one ended.`,
        { ended_at },
      )
