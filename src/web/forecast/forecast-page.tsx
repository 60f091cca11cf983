import { exactMoment } from '../format.ts'
import { measureName } from '../names.ts'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { FigureList } from './figure-list.tsx'
import { useForecast } from './forecast-data.ts'
import { ForecastTabs } from './forecast-tabs.tsx'
import { PartsTable } from './parts-table.tsx'
import { usePath } from './path-data.ts'
import { PathPanel } from './path-panel.tsx'
import { PeriodHead } from './period-head.tsx'
import { PipelinePaths } from './pipeline-paths.tsx'
import { SpreadPanel } from './spread-panel.tsx'
import { TotalCurve } from './total-curve.tsx'

/** What a period will bring, per pipeline and in all, and how sure that is. */
export function ForecastPage() {
  const forecast = useForecast()
  const path = usePath()
  const { query, period, currency } = forecast
  return (
    <div className="mx-auto grid max-w-[1500px] gap-3 p-3 md:p-5 grid-cols-1 lg:grid-cols-12">
      <div className="lg:col-span-12">
        <ForecastTabs />
      </div>
      <PeriodHead title={(name) => i18n.t('Forecast of {period}', { period: name })}>
        {query.data && (
          <p className="text-mute">
            {i18n.t('{measure}, in {currency}, as known on {moment}', {
              measure: measureName(query.data.measure),
              currency,
              moment: exactMoment(query.data.as_of),
            })}
          </p>
        )}
      </PeriodHead>
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
          <PathPanel {...forecast} {...path} className="lg:col-span-8" />
          <FigureList className="lg:col-span-4" forecast={query.data} period={period} />
          <PartsTable className="lg:col-span-12" forecast={query.data} period={period} />
          <TotalCurve {...forecast} className="lg:col-span-6" forecast={query.data} />
          <SpreadPanel {...forecast} className="lg:col-span-6" />
          <PipelinePaths {...forecast} {...path} className="lg:col-span-12" />
        </>
      )}
    </div>
  )
}
