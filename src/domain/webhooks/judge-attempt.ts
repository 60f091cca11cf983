import { daysBetween, type Instant, instantOf } from '../../values/instant.ts'
import type { DeliveryState } from './delivery.ts'
import type { DisabledReason } from './endpoint.ts'

const minute = 60
const hour = 60 * minute

/** Seconds from one attempt to the next, as Standard Webhooks recommends: ten attempts in a good three days. */
export const schedule = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const

/** An endpoint that answered nothing well for so long is not called any more. */
export const daysOfFailing = 5

export type Outcome = { status: number } | { error: string }

export type Verdict = {
  state: DeliveryState
  step: number
  next_attempt_at: Instant | null
  failing_since: Instant | null
  disable: DisabledReason | null
}

type Situation = {
  /** How many waits of the schedule the delivery has behind it. */
  step: number
  failing_since: Instant | null
  now: Instant
  /** From 0 to 1: spreads what failed together, so that it does not come back together. */
  jitter: number
}

/** What follows from an attempt, for its delivery and for its endpoint. */
export function judgeAttempt(outcome: Outcome, { step, failing_since, now, jitter }: Situation): Verdict {
  const status = 'status' in outcome ? outcome.status : 0
  if (status >= 200 && status < 300)
    return { state: 'delivered', step, next_attempt_at: null, failing_since: null, disable: null }
  const since = failing_since ?? now
  const ended = { step, next_attempt_at: null, failing_since: since }
  if (status === 410) return { ...ended, state: 'failed', disable: 'gone' }
  if (daysBetween(since, now) >= daysOfFailing) return { ...ended, state: 'failed', disable: 'failing' }
  const wait = schedule[step]
  if (wait === undefined) return { ...ended, state: 'failed', disable: null }
  const next_attempt_at = instantOf(Date.parse(now) + wait * 1_000 * (1 + jitter / 10))
  return { state: 'pending', step: step + 1, next_attempt_at, failing_since: since, disable: null }
}
