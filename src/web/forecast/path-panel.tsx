import { FanChart } from '../charts/fan-chart.tsx'
import { useMe } from '../data.ts'
import { periodName } from '../period.ts'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { fanOf, pathFinding, tableOf, type usePath } from './path-data.ts'

type Props = ReturnType<typeof usePath> & { period: string; tick: (value: number) => string; className: string }

/** Where the period is and where it leads: won so far by each day, then low to high until its end, and the quota. */
export function PathPanel({ query, day, period, tick, className }: Props) {
  const { workspace } = useMe()
  const path = query.data
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the way of the period')}>
          <Skeleton className="h-72" />
        </Loading>
      )}
      {path && (
        <FanChart
          color="var(--accent)"
          day={day}
          fan={fanOf(path.total, path)}
          height={290}
          // What is to be known of a forecast stands beside it; where there is none, here.
          note={(path.total.ahead.length === 0 && path.total.note) || undefined}
          subtitle={
            path.total.ahead.length > 0
              ? i18n.t(
                  'Closed won by each day, then low to high, in {currency}, as known on {day}; 8 of 10 end within',
                  {
                    currency: path.currency,
                    day: day(Date.parse(path.as_of)),
                  },
                )
              : i18n.t('Closed won by each day, in {currency}, as known on {day}', {
                  currency: path.currency,
                  day: day(Date.parse(path.as_of)),
                })
          }
          table={tableOf(path.total, path, day)}
          tick={tick}
          title={pathFinding(path.total, periodName(period, workspace.fiscal_year_start_month))}
        />
      )}
    </section>
  )
}
