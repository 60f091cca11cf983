import type { Instant } from '../../values/instant.ts'
import type { SubmissionSettings } from '../pipelines/index.ts'

type Cadence = SubmissionSettings['cadence']

const spans: Record<Cadence, Temporal.DurationLike> = {
  weekly: { weeks: 1 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
}

/** One round of a pipeline ago, by the clocks of the company; a week, where it has no rhythm. */
export const oneRoundAgo = (now: Instant, time_zone: string, cadence: Cadence | undefined): Instant =>
  Temporal.Instant.from(now)
    .toZonedDateTimeISO(time_zone)
    .subtract(spans[cadence ?? 'weekly'])
    .toInstant()
    .toString({ smallestUnit: 'millisecond' })
