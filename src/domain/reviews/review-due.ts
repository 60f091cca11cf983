import { dayOf, type Day, type Instant, plusDays } from '../../values/instant.ts'
import type { Definition } from '../pipelines/index.ts'

/** What a charter says of its reviews, and what is known of them. */
export type Rhythm = Pick<Definition['charter'], 'review_every_days' | 'review_on'> & {
  /** When the last one was held. */
  reviewed_at: Instant | null
  published_at: Instant | null
  /** What the last one said of the next. */
  next_on: Day | null
}

/**
 * The day on which a pipeline is to be reviewed next: what its last review said; or so long after that, or after it was
 * published, as the charter says; or the charter's own date, which only a review that is held takes away. Of several
 * the earliest.
 */
export function reviewDue({ review_every_days, review_on, reviewed_at, published_at, next_on }: Rhythm): Day | null {
  if (next_on !== null) return next_on
  const since = reviewed_at ?? published_at
  const rhythm = review_every_days === undefined || since === null ? null : dayOf(plusDays(since, review_every_days))
  const fixed = review_on !== undefined && (reviewed_at === null || review_on > dayOf(reviewed_at)) ? review_on : null
  if (rhythm === null || fixed === null) return rhythm ?? fixed
  return rhythm < fixed ? rhythm : fixed
}
