import { useInfiniteQuery } from '@tanstack/react-query'
import { exactMoment } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import { pastQuery } from './review-data.ts'

/** Reviews of a pipeline that were held or are under way, the newest first, to be read again. */
export function PastReviews({ pipeline, onPick }: { pipeline: string; onPick: (id: string) => void }) {
  const query = useInfiniteQuery(pastQuery(pipeline))
  const list = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (list.length === 0) return null
  return (
    <section aria-labelledby="past-reviews" className="panel min-w-0 p-4 md:p-5">
      <h2 className="text-[15px] font-semibold" id="past-reviews">
        {i18n.t('Earlier reviews')}
      </h2>
      <ul className="mt-1">
        {list.map(({ id, began_at, person, team, state, deals_count, reviewed_count, tasks_count, note }) => (
          <li key={id}>
            <button
              className="flex w-full flex-wrap items-baseline gap-x-3 rounded-md px-2 py-1.5 text-left hover:bg-sunken"
              onClick={() => onPick(id)}
              type="button"
            >
              <span className="num">{exactMoment(began_at)}</span>
              <span>{person?.name ?? team?.name ?? i18n.t('Everybody')}</span>
              <span className="text-mute">
                {i18n.t('{done} of {count} deals, {tasks, plural, one {# task} other {# tasks}}', {
                  done: reviewed_count,
                  count: deals_count,
                  tasks: tasks_count,
                })}
              </span>
              {state === 'under_way' && <span className="text-accent">{i18n.t('under way')}</span>}
              {note && <span className="w-full truncate text-xs text-mute">{note}</span>}
            </button>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button className="mt-2" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {i18n.t('Show more')}
        </Button>
      )}
    </section>
  )
}
