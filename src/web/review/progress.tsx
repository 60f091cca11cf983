import { i18n } from '../words.ts'
import type { Review } from './review-data.ts'
import { timeLeft, timeSpent } from './review-time.ts'

/** How far a review has come, and that one was held. */
export function Progress({ review }: { review: Review }) {
  const { state, reviewed_count, deals_count, decisions_count, tasks_count, began_at, began_by, ended_by, note } =
    review
  const spent = timeSpent(
    began_at,
    review.deals.map(({ mark }) => mark.reviewed_at),
  )
  const left = state === 'ended' ? null : timeLeft(spent, reviewed_count, deals_count - reviewed_count)
  return (
    <section aria-label={i18n.t('Progress')} className="panel min-w-0 px-4 py-3" data-progress>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <p className="font-medium">
          {i18n.t('{done} of {count}', { done: reviewed_count, count: deals_count })}{' '}
          <span className="font-normal text-mute">
            {i18n.t(
              'talked about, {decisions, plural, one {# decision} other {# decisions}}, {tasks, plural, one {# task} other {# tasks}}',
              {
                decisions: decisions_count,
                tasks: tasks_count,
              },
            )}
          </span>
          {reviewed_count > 0 && (
            <span className="font-normal text-mute">
              {' · '}
              {i18n.t('{minutes, plural, =0 {less than a minute} one {# minute} other {# minutes}}', {
                minutes: inMinutes(spent),
              })}
              {left !== null &&
                i18n.t(', about {minutes, plural, one {# more} other {# more}} at this pace', {
                  minutes: Math.max(inMinutes(left), 1),
                })}
            </span>
          )}
        </p>
        <p className="text-xs text-mute">
          {state === 'ended'
            ? i18n.t('ended by {name}; it stays as it was', { name: ended_by?.name ?? '' })
            : i18n.t('under way, begun by {name}', { name: began_by.name })}
        </p>
      </div>
      <div
        aria-label={i18n.t('Deals that were talked about')}
        aria-valuemax={deals_count}
        aria-valuemin={0}
        aria-valuenow={reviewed_count}
        className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken"
        role="progressbar"
      >
        <div
          className="h-full rounded-full bg-accent"
          style={{ width: `${(100 * reviewed_count) / Math.max(deals_count, 1)}%` }}
        />
      </div>
      {note && <p className="mt-2">{note}</p>}
    </section>
  )
}

const inMinutes = (milliseconds: number): number => Math.round(milliseconds / 60_000)
