import type { Bucket, Crossing } from '../history/index.ts'
import { type Happening, happenings } from './agenda.ts'

/**
 * What happened to a deal, for people: the bucket of a bridge where that is something that somebody did, else that its
 * close date moved within the period or beyond it, or that it got another owner. Null where nobody touched it.
 */
export function whatHappened(bucket: Bucket, { from, to }: Pick<Crossing, 'from' | 'to'>): Happening | null {
  const named = happenings.find((one) => one === bucket)
  if (named) return named
  const [before, after] = [from.state, to.state]
  // What is closed at both moments was closed all the while; its date says nothing any more.
  if (before === null || after === null || after.outcome !== null) return null
  if (before.close_date !== after.close_date) return isLater(before.close_date, after.close_date) ? 'later' : 'earlier'
  return before.owner_id === after.owner_id ? null : 'handed_over'
}

/** A date that was taken away is put off. */
const isLater = (before: string | null, after: string | null) => after === null || (before !== null && after > before)
