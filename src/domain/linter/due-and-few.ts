import { dayOf, daysBetween } from '../../values/instant.ts'
import type { DesignFault } from './design-finding.ts'
import type { Subject } from './subject.ts'
import { isClosed } from './ways-of.ts'

/** What is due, and whether there is enough to learn from. */
export const dueAndFew = (subject: Subject): DesignFault[] => [...overdue(subject), ...fewDeals(subject)]

function overdue({ definition: { charter }, now, review_due }: Subject): DesignFault[] {
  const today = dayOf(now)
  if (review_due === null || review_due >= today) return []
  const days_late = Math.floor(daysBetween(review_due, today))
  return [
    {
      code: 'review-overdue',
      path: ['charter', charter.review_on === review_due ? 'review_on' : 'review_every_days'],
      stage: null,
      message: `Its review was due on ${review_due}, ${days_late} ${days_late === 1 ? 'day' : 'days'} ago.`,
      remedy: 'Hold the review and note what was decided; the next one then falls due by itself.',
      figures: { days_late },
    },
  ]
}

/** Below this many closed deals all pipelines speak for this one. */
const enough = 30
const oldEnough = 180

function fewDeals({ history, now }: Subject): DesignFault[] {
  if (!history?.since || daysBetween(history.since, now) < oldEnough) return []
  const closed = history.ways.filter(isClosed)
  if (closed.length >= enough) return []
  return [
    {
      code: 'few-deals',
      path: ['key'],
      stage: null,
      message: `${closed.length} deals have been closed since ${dayOf(history.since)}; below ${enough} its chances are those of all pipelines together.`,
      remedy: 'Merge it with a pipeline that sells alike, or live with borrowed figures and say so.',
      figures: { n: closed.length, needed: enough },
      deals: closed.map(({ deal }) => deal),
    },
  ]
}
