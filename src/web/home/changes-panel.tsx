import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { api } from '../api.ts'
import { usePipelines } from '../data.ts'
import { ago, exactMoment } from '../format.ts'
import { useSignals } from '../live.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { type ChangeGroup, changeGroups } from './change-groups.ts'

/** What others did with deals since the person last said that they have seen it, the newest first. */
export function ChangesPanel({ className }: { className: string }) {
  const query = useQuery({ queryKey: ['look'], queryFn: api.look })
  useSignals(useCallback(() => void queries.invalidateQueries({ queryKey: ['look'] }), []))
  const seen = useMutation({
    mutationFn: (position: number) => api.setLook(position),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['look'] }),
    onError: (error) => say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' }),
  })
  const now = new Date().toISOString()
  const look = query.data
  const groups = changeGroups(look?.data ?? [])
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      <div className="flex items-start gap-3">
        <div className="grow">
          <h2 className="text-[15px] font-semibold">{i18n.t('Changes since you looked')}</h2>
          <p className="text-mute">
            {look?.since ? i18n.t('since {moment}', { moment: exactMoment(look.since) }) : i18n.t('by others')}
          </p>
        </div>
        {look && look.data.length > 0 && (
          <Button
            className="no-print"
            disabled={seen.isPending}
            onClick={() => seen.mutate(look.position)}
            size="small"
          >
            {i18n.t('I have seen these')}
          </Button>
        )}
      </div>
      {query.isPending && (
        <Loading label={i18n.t('Loading the changes')}>
          <Skeleton className="mt-2 h-32" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {look?.data.length === 0 && <p className="mt-2 text-mute">{i18n.t('Nothing has changed since.')}</p>}
      <ul className="mt-2 flex flex-col gap-0.5">
        {groups.slice(0, 12).map((group) => (
          <Row group={group} key={group.newest.deal.id} now={now} />
        ))}
      </ul>
      {look && (look.has_more || groups.length > 12) && (
        <p className="mt-1 text-xs text-mute">{i18n.t('There is more; each deal has its whole story on its page.')}</p>
      )}
    </section>
  )
}

function Row({ group, now }: { group: ChangeGroup; now: string }) {
  const { marks } = usePipelines()
  const { newest, words, actors } = group
  const { deal } = newest
  return (
    <li className="flex min-h-7 items-center gap-2.5">
      <time
        className="num w-20 shrink-0 truncate text-xs text-mute"
        dateTime={newest.occurred_at}
        title={exactMoment(newest.occurred_at)}
      >
        {ago(newest.occurred_at, now)}
      </time>
      <Mark mark={marks.get(deal.pipeline)} size="small" />
      <span className="flex min-w-0 grow gap-2">
        <Link className="min-w-24 truncate font-medium hover:underline" params={{ deal: deal.key }} to="/deals/$deal">
          {deal.name}
        </Link>
        <span className="max-w-[70%] min-w-0 truncate text-mute" title={words.join(', ')}>
          {words.join(', ')}
        </span>
      </span>
      {actors.length > 0 && (
        <span className="hidden shrink-0 text-xs text-mute sm:inline" title={actors.join(', ')}>
          {actors.length > 1
            ? i18n.t('{name} and {count} more', {
                name: actors[0],
                count: actors.length - 1,
              })
            : actors[0]}
        </span>
      )}
    </li>
  )
}
