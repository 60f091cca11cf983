import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '../api.ts'
import { Sparkline } from '../charts/sparkline.tsx'
import { useContext, useMoment, usePipelines } from '../data.ts'
import { compactMoney, days, exactMoney, percent, wholeNumber } from '../format.ts'
import { sizeOf } from '../money.ts'
import { SuspectedNote } from '../overlaps/suspected-note.tsx'
import { Amount } from '../ui/amount.tsx'
import { ByKind } from '../ui/by-kind.tsx'
import { Mark } from '../ui/mark.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { PipelineTotal } from '../wire.ts'
import { i18n } from '../words.ts'

/** Every pipeline in one row: what is open, what it is worth, how often and how fast it is won, and its trend. */
export function PipelinesPanel({ className }: { className: string }) {
  const { as_of, ccy } = useContext()
  const query = useQuery({ queryKey: ['totals', as_of, ccy], queryFn: () => api.totals({ as_of, currency: ccy }) })
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      <h2 className="text-[15px] font-semibold">{findingOf(query.data?.data ?? [])}</h2>
      {query.isPending && (
        <Loading label={i18n.t('Loading the pipelines')}>
          <Skeleton className="mt-2 h-40" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Table totals={query.data} />}
    </section>
  )
}

function findingOf(totals: PipelineTotal[]): string {
  const count = totals.reduce((sum, total) => sum + total.count, 0)
  return i18n.t(
    '{deals, plural, one {# open deal} other {# open deals}} in {pipelines, plural, one {# pipeline} other {# pipelines}}',
    {
      deals: count,
      pipelines: totals.length,
    },
  )
}

type Totals = Awaited<ReturnType<typeof api.totals>>

function Table({ totals: { data, total } }: { totals: Totals }) {
  const { marks } = usePipelines()
  return (
    <div className="mt-2 overflow-x-auto">
      <table className="w-full min-w-160 text-left">
        <thead>
          <tr className="text-xs text-mute">
            <Head left>{i18n.t('Pipeline')}</Head>
            <Head>{i18n.t('Open deals')}</Head>
            <Head>{i18n.t('Open value')}</Head>
            <Head>{i18n.t('Weighted')}</Head>
            <Head>{i18n.t('Win rate')}</Head>
            <Head>{i18n.t('Usual cycle')}</Head>
            <Head>{i18n.t('Open value, 13 weeks')}</Head>
          </tr>
        </thead>
        <tbody>
          {data.map((row) => (
            <tr className="border-t border-line hover:bg-sunken/60" key={row.pipeline.key}>
              <th className="py-2 pr-4 font-normal" scope="row">
                <Board pipeline={row.pipeline.key}>
                  <Mark mark={marks.get(row.pipeline.key)} size="small" />
                  <span className="font-medium">{row.pipeline.name}</span>
                </Board>
              </th>
              <Cell>
                <Board pipeline={row.pipeline.key}>{wholeNumber(row.count)}</Board>
              </Cell>
              <Cell>
                <Board pipeline={row.pipeline.key}>
                  <Amount money={row.open} />
                </Board>
              </Cell>
              <Cell>{row.weighted ? <Amount money={row.weighted} /> : <NoWeight />}</Cell>
              <Cell>
                <WinRate rate={row.win_rate} />
              </Cell>
              <Cell>{row.usual_cycle_days === null ? <TooLittle /> : days(row.usual_cycle_days)}</Cell>
              <Cell>
                <Trend row={row} />
              </Cell>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-edge font-medium">
            <th className="py-2 pr-4 font-medium" scope="row">
              {i18n.t('All pipelines')}
            </th>
            <Cell>{wholeNumber(total.count)}</Cell>
            <Cell>
              <Board pipeline="all">
                <Amount money={total.open} />
              </Board>
            </Cell>
            <Cell>{total.weighted ? <Amount money={total.weighted} /> : '–'}</Cell>
            <td colSpan={3} />
          </tr>
        </tfoot>
      </table>
      <ByKind className="mt-2" parts={total.by_revenue_kind} />
      {total.suspected && total.suspected.count > 0 && (
        <p className="mt-2">
          <SuspectedNote suspected={total.suspected} />
        </p>
      )}
      {total.unconverted.length > 0 && (
        <p className="mt-1 text-xs text-mute">
          {i18n.t('Left out for want of a rate: {amounts}', { amounts: total.unconverted.map(exactMoney).join(', ') })}
        </p>
      )}
      <p className="mt-1 text-xs text-mute">
        {i18n.t('Weighted is open value times the chance to be won ever; the forecast asks for the chance by a date.')}
      </p>
    </div>
  )
}

function Board({ pipeline, children }: { pipeline: string; children: ReactNode }) {
  return (
    <Link className="inline-flex items-center gap-2 hover:underline" params={{ pipeline }} to="/board/$pipeline">
      {children}
    </Link>
  )
}

function WinRate({ rate }: { rate: PipelineTotal['win_rate'] }) {
  if (!rate || rate.share === null) return <TooLittle />
  return (
    <span title={i18n.t('won {won} of {closed} closed in {days} days', rate)}>
      {percent(rate.share)}{' '}
      <span className="text-xs text-mute">
        {i18n.t('of {closed} closed in {days} d', { closed: wholeNumber(rate.closed), days: rate.days })}
      </span>
    </span>
  )
}

function Trend({ row: { pipeline, history } }: { row: PipelineTotal }) {
  const [first, last] = [history[0], history.at(-1)]
  if (!first || !last || history.length < 2) return <span className="text-mute">–</span>
  const said = i18n.t('{name}: open value from {from} to {to} in {weeks} weeks', {
    name: pipeline.name,
    from: compactMoney(first.open),
    to: compactMoney(last.open),
    weeks: history.length - 1,
  })
  return (
    <span className="inline-block align-middle" title={said}>
      <Sparkline said={said} values={history.map(({ open }) => sizeOf(open))} width={110} />
    </span>
  )
}

/** Chances are kept for now only; of the past they are not known. */
function NoWeight() {
  const { past } = useMoment()
  if (!past) return <TooLittle />
  return (
    <span className="text-mute" title={i18n.t('Chances of a past moment are not kept.')}>
      –
    </span>
  )
}

const TooLittle = () => (
  <span className="text-xs text-mute" title={i18n.t('The history of this pipeline is too short for this figure.')}>
    {i18n.t('not enough data')}
  </span>
)

const Head = ({ children, left }: { children: ReactNode; left?: boolean }) => (
  <th className={`py-1 pr-4 font-medium ${left ? '' : 'text-right'}`} scope="col">
    {children}
  </th>
)
const Cell = ({ children }: { children: ReactNode }) => (
  <td className="num py-2 pr-4 text-right whitespace-nowrap">{children}</td>
)
