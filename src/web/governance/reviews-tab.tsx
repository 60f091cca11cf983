import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { usePipelines } from '../data.ts'
import { shortDay } from '../format.ts'
import { Mark } from '../ui/mark.tsx'
import { EmptyState } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { reviewsQuery } from './governance-data.ts'
import { dueLook, dueWords } from './governance-words.ts'

/** Which pipeline is to be looked at next; those that are late stand first. */
export function ReviewsTab() {
  const { data } = useSuspenseQuery(reviewsQuery)
  const { marks } = usePipelines()
  const now = new Date().toISOString()
  if (data.length === 0)
    return (
      <EmptyState title={i18n.t('There is no pipeline yet')}>
        {i18n.t('As soon as there is one, its next review stands here.')}
      </EmptyState>
    )
  return (
    <ul className="panel divide-y divide-line">
      {data.map(({ pipeline, owner, last, due_on, days_late }) => (
        <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3" key={pipeline.id}>
          <Mark mark={marks.get(pipeline.key)} size="small" />
          <Link
            className="font-medium hover:underline"
            params={{ pipeline: pipeline.key }}
            to="/governance/reviews/$pipeline"
          >
            {pipeline.name}
          </Link>
          <span className={`rounded-full px-2 py-0.5 text-xs ${dueLook(days_late)}`}>
            {dueWords({ due_on, days_late }, now)}
          </span>
          <span className="text-mute sm:ml-auto">
            {last
              ? i18n.t('last on {day} by {person}', { day: shortDay(last.held_at, now), person: last.held_by.name })
              : i18n.t('never reviewed; owner: {owner}', { owner })}
          </span>
        </li>
      ))}
    </ul>
  )
}
