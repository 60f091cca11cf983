import { useNavigate } from '@tanstack/react-router'
import { useMe } from '../data.ts'
import { exactMoment } from '../format.ts'
import { useShortcuts } from '../shortcuts.ts'
import { measureName } from '../names.ts'
import { periodAfter, periodName } from '../period.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { FigureList } from './figure-list.tsx'
import { useForecast } from './forecast-data.ts'
import { PartsTable } from './parts-table.tsx'
import { SpreadPanel } from './spread-panel.tsx'
import { TotalCurve } from './total-curve.tsx'

/** What a period will bring, per pipeline and in all, and how sure that is. */
export function ForecastPage() {
  const forecast = useForecast()
  const { query, period, currency } = forecast
  const { workspace } = useMe()
  const navigate = useNavigate()
  const name = periodName(period, workspace.fiscal_year_start_month)
  const step = (by: 1 | -1) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, period: periodAfter(period, by) }) as never })
  useShortcuts([
    { keys: 'K', label: i18n.t('The period before'), group: i18n.t('Forecast'), run: () => step(-1) },
    { keys: 'J', label: i18n.t('The period after'), group: i18n.t('Forecast'), run: () => step(1) },
  ])
  return (
    <div className="mx-auto grid max-w-[1500px] gap-3 p-3 md:p-5 grid-cols-1 lg:grid-cols-12">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 lg:col-span-12">
        <Button aria-label={i18n.t('The period before')} className="size-8 px-0" onClick={() => step(-1)}>
          <Icon className="size-4 shrink-0 rotate-180" name="right" />
        </Button>
        <h1 className="text-lg font-semibold">{i18n.t('Forecast of {period}', { period: name })}</h1>
        <Button aria-label={i18n.t('The period after')} className="size-8 px-0" onClick={() => step(1)}>
          <Icon name="right" />
        </Button>
        {query.data && (
          <p className="text-mute">
            {i18n.t('{measure}, in {currency}, as known on {moment}', {
              measure: measureName(query.data.measure),
              currency,
              moment: exactMoment(query.data.as_of),
            })}
          </p>
        )}
      </div>
      {query.isError && (
        <section className="panel lg:col-span-12">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </section>
      )}
      {query.isPending && (
        <div className="lg:col-span-12">
          <Loading label={i18n.t('Loading the forecast')}>
            <Skeleton className="h-72" />
          </Loading>
        </div>
      )}
      {query.data && (
        <>
          <TotalCurve {...forecast} className="lg:col-span-8" forecast={query.data} />
          <FigureList className="lg:col-span-4" forecast={query.data} period={period} />
          <PartsTable className="lg:col-span-12" forecast={query.data} period={period} />
          <SpreadPanel {...forecast} className="lg:col-span-12" />
        </>
      )}
    </div>
  )
}
