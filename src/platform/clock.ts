import { type Instant, instantOf } from '../values/instant.ts'

/** Where "now" comes from. A simulated clock runs on from wherever it was last set, for stories that take a year. */
export type Clock = { simulated: boolean; now(): Instant; set(now: Instant): void }

export function startClock(kind: 'real' | 'simulated'): Clock {
  let ahead = 0
  return {
    simulated: kind === 'simulated',
    now: () => instantOf(Date.now() + ahead),
    set(now) {
      ahead = Date.parse(now) - Date.now()
    },
  }
}

/** The time outside, whatever time a story is in: for what others compare with their own clocks. */
export const wallTime = (): Date => new Date()
