import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useContext, useMe, usePeriod, usePipelines } from '../../data.ts'
import { exactMoney } from '../../format.ts'
import { type Signal, useSignals } from '../../live.ts'
import { measureName } from '../../names.ts'
import { namingMonth, periodName } from '../../period.ts'
import { queries } from '../../query.ts'
import { Select } from '../../ui/field.tsx'
import { ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { i18n } from '../../words.ts'
import { BothRatesSwitch, useBothRates } from '../both-rates.tsx'
import { ForecastTabs } from '../forecast-tabs.tsx'
import { PeriodHead } from '../period-head.tsx'
import { fiscalYearQuery, type Grid, gridQuery, type Sum } from './grid-data.ts'
import type { GridSearch } from './grid-search.ts'
import { GridTable } from './grid-table.tsx'
import { PasteQuotas } from './paste-quotas.tsx'

/** What people call, row by row, beside the model and the quota. */
export function GridPage() {
  const { as_of, ccy } = useContext()
  const quarter = usePeriod()
  const { list } = usePipelines()
  const { access } = useMe()
  const navigate = useNavigate()
  const { rows, pipeline, span, sum: asked } = useSearch({ strict: false }) as GridSearch
  const both = useBothRates()
  const sum: Sum = asked === 'single' ? 'single' : 'cumulative'
  const period = span ?? quarter
  const by = (['teams', 'pipelines', 'periods'] as const).find((one) => one === rows) ?? 'hierarchy'
  const only = list.some(({ key }) => key === pipeline) ? pipeline : undefined
  const shown = list.filter(({ key }) => only === undefined || key === only)
  const query = useQuery(gridQuery({ period, pipeline: only, rows: by, as_of, currency: ccy }))
  const set = (change: Partial<Record<keyof GridSearch, string | undefined>>) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...change }) as never, replace: true })
  useSignals(again)
  const present = as_of === undefined
  return (
    <div className="mx-auto grid w-full max-w-[1500px] grid-cols-1 gap-3 p-3 md:p-5">
      <ForecastTabs />
      <PeriodHead title={(name) => i18n.t('What is called for {period}', { period: name })} />
      <section className="panel min-w-0 p-4 md:p-5" data-grid>
        <div className="no-print flex flex-wrap items-end gap-x-4 gap-y-2">
          <Select
            className="w-[calc(50%-8px)] sm:w-52"
            label={i18n.t('Rows')}
            onChange={({ target }) => set({ rows: target.value === 'hierarchy' ? undefined : target.value })}
            options={rowOptions()}
            value={by}
          />
          <Select
            className="w-[calc(50%-8px)] sm:w-44"
            empty={i18n.t('All pipelines')}
            label={i18n.t('Pipeline')}
            onChange={({ target }) => set({ pipeline: target.value || undefined })}
            options={list.map(({ key, name }) => ({ value: key, label: name }))}
            value={only ?? ''}
          />
          <Select
            className="w-[calc(50%-8px)] sm:w-40"
            label={i18n.t('Period')}
            onChange={({ target }) => set({ span: target.value === quarter ? undefined : target.value })}
            options={useSpans(quarter)}
            value={period}
          />
          <Tabs
            label={i18n.t('How categories are added')}
            onPick={(next) => set({ sum: next === 'single' ? next : undefined })}
            tabs={[
              { value: 'cumulative', label: i18n.t('Cumulative') },
              { value: 'single', label: i18n.t('Single') },
            ]}
            value={sum}
          />
          {present && access.includes('forecast:configure') && <PasteQuotas />}
        </div>
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && (
          <Loading label={i18n.t('Loading the grid')}>
            <Skeleton className="mt-3 h-72" />
          </Loading>
        )}
        {query.data && (
          <>
            <p className="mt-3 text-mute">
              {sum === 'cumulative'
                ? i18n.t('Each category with all that is firmer and what is closed; {measure}, in {currency}', {
                    measure: measuresOf(shown),
                    currency: query.data.currency,
                  })
                : i18n.t('Each category alone; {measure}, in {currency}', {
                    measure: measuresOf(shown),
                    currency: query.data.currency,
                  })}
              {!only && <span className="no-print"> · {i18n.t('choose a pipeline to adjust what is called')}</span>}
            </p>
            {(both || query.data.rows.some(isOtherNow)) && <BothRatesSwitch both={both} />}
            <GridTable both={both} grid={query.data} present={present} sum={sum} />
            <Notes {...query.data} />
          </>
        )}
      </section>
    </div>
  )
}

/** Whether rates have moved since its wins were frozen; without a rate now, nobody knows. */
const isOtherNow = ({ closed, closed_at_current_rates: today }: Grid['rows'][number]) =>
  closed.amount.amount !== today?.amount

function Notes({ notes, unconverted, rows }: Grid) {
  const [total] = rows
  const said = [
    ...notes,
    ...(total && total.elsewhere.count > 0
      ? [
          i18n.t(
            '{count, plural, one {# open deal is due in another period or has no close date} other {# open deals are due in another period or have no close date}}',
            { count: total.elsewhere.count },
          ),
        ]
      : []),
    ...(total && total.omitted.count > 0
      ? [i18n.t('{count, plural, one {# deal is omitted} other {# deals are omitted}}', { count: total.omitted.count })]
      : []),
    ...(unconverted.length > 0
      ? [i18n.t('left out for want of a rate: {amounts}', { amounts: unconverted.map(exactMoney).join(', ') })]
      : []),
  ]
  return (
    <ul className="mt-2 text-xs text-mute">
      {said.map((note) => (
        <li className="first-letter:uppercase" key={note}>
          {note}
        </li>
      ))}
    </ul>
  )
}

const rowOptions = () => [
  { value: 'hierarchy', label: i18n.t('Reporting line') },
  { value: 'teams', label: i18n.t('Teams') },
  { value: 'pipelines', label: i18n.t('Pipelines') },
  { value: 'periods', label: i18n.t('Parts of the period') },
]

/** What the amounts of these pipelines are, where they are not all the same one after the other. */
const measuresOf = (pipelines: readonly { amount_measure: string }[]) =>
  new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(
    new Set(pipelines.map(({ amount_measure }) => measureName(amount_measure))),
  )

const monthName = (day: string) =>
  new Intl.DateTimeFormat(i18n.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(day))

/** The quarter, its months and its year. */
function useSpans(quarter: string) {
  const { workspace } = useMe()
  const { data } = useQuery(fiscalYearQuery(quarter.slice(0, 4)))
  const shown = data?.data.flatMap(({ quarters }) => quarters).find(({ period }) => period === quarter)
  const months = (shown?.months ?? []).map(({ period, starts }) => ({
    value: period,
    label: period.includes('P') ? `FY${period.slice(2)}` : monthName(starts),
  }))
  const year = quarter.slice(0, 4)
  return [
    { value: quarter, label: periodName(quarter, namingMonth(workspace)) },
    ...months,
    { value: year, label: year },
  ]
}

function again(signals: Signal[]): void {
  if (signals.some(({ type }) => /^(adjustment|submission|quota)\./.test(type)))
    void queries.invalidateQueries({ queryKey: ['forecast-grid'] })
}
