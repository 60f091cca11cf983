import type { UseQueryResult } from '@tanstack/react-query'
import type { RoutingPlan } from '../../client/schema.ts'
import { Select } from '../ui/field.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { ReplayView } from './replay-view.tsx'

type Props = {
  query: UseQueryResult<RoutingPlan>
  months: number
  onMonths: (months: number) => void
  mayReplay: boolean
}

/** Who of the last months would have begun elsewhere under the rules as they are written. */
export function ReplayPanel({ query, months, onMonths, mayReplay }: Props) {
  return (
    <section aria-label={i18n.t('Replay')} className="panel min-w-0 p-4" data-replay>
      <div className="flex flex-wrap items-end gap-3">
        <h3 className="min-w-0 grow text-[15px] font-semibold">{i18n.t('Replay of past deals')}</h3>
        {mayReplay && (
          <Select
            aria-label={i18n.t('How far back')}
            label=""
            onChange={({ target }) => onMonths(Number(target.value))}
            options={[1, 3, 6, 12, 24, 36].map((count) => ({
              value: String(count),
              label: i18n.t('{count, plural, one {the last month} other {the last # months}}', { count }),
            }))}
            value={String(months)}
          />
        )}
      </div>
      {!mayReplay && (
        <p className="mt-1 text-mute">{i18n.t('A replay reads every deal; it takes the right to design pipelines.')}</p>
      )}
      {mayReplay && query.isPending && (
        <Loading label={i18n.t('Replaying past deals')}>
          <Skeleton className="mt-3 h-40" />
        </Loading>
      )}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <div className={query.isPlaceholderData || query.isError ? 'opacity-60' : ''}>
          <ReplayView replay={query.data.replay} />
        </div>
      )}
    </section>
  )
}
