import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Drawing } from '../charts/figure.tsx'
import { QuotaBar, quotaBarHeight } from '../charts/quota-bar.tsx'
import { useMe } from '../data.ts'
import { closedWithin, type useForecast } from '../forecast/forecast-data.ts'
import { chanceOf, findingOf, isOver, notesOf, spanOf } from '../forecast/sentences.ts'
import { compactMoney } from '../format.ts'
import { sizeOf } from '../money.ts'
import { measureName } from '../names.ts'
import { namingMonth, periodName } from '../period.ts'
import { Amount } from '../ui/amount.tsx'
import { ByKind } from '../ui/by-kind.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { Forecast } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = ReturnType<typeof useForecast> & { className: string }

/** The one number of the period, how sure it is, and how far it is from the quota. */
export function TheNumber({ query, period, tick, className }: Props) {
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      {query.isPending && (
        <Loading label={i18n.t('Loading the forecast')}>
          <Skeleton className="h-56" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Figures forecast={query.data} period={period} tick={tick} />}
    </section>
  )
}

type NumberProps = Pick<Props, 'period' | 'tick'> & { forecast: Forecast }

function Figures({ forecast, period, tick }: NumberProps) {
  const { workspace } = useMe()
  const { total, currency, measure } = forecast
  const name = periodName(period, namingMonth(workspace))
  const chance = chanceOf(total)
  const figures = { closed: sizeOf(total.closed), quota: total.quota && sizeOf(total.quota) }
  const open = !isOver(total)
  const range = {
    low: open ? sizeOrNull(total.p10) : null,
    likely: open ? sizeOrNull(total.p50) : null,
    high: open ? sizeOrNull(total.p90) : null,
  }
  return (
    <>
      <h2 className="text-[15px] font-semibold">{findingOf(total, name)}</h2>
      <p className="text-mute">
        {i18n.t('{measure} won in {period}, all pipelines, in {currency}', {
          measure: capital(measureName(measure)),
          period: name,
          currency,
        })}
      </p>
      <div className="mt-3 flex flex-wrap items-end gap-x-4 gap-y-1">
        {total.p50 && (
          <Link className="group" to="/forecast">
            <span className="num text-5xl leading-none font-semibold tracking-tight group-hover:underline">
              <Amount money={total.p50} />
            </span>
            <span className="ml-2 text-mute">{isOver(total) ? i18n.t('won') : i18n.t('likely')}</span>
          </Link>
        )}
        <div className="min-w-0 text-mute">
          {total.p50 && <p className="num">{spanOf(total)}</p>}
          {chance && <p className="num font-medium text-ink">{chance}</p>}
        </div>
      </div>
      <div className="mt-4">
        <Drawing height={quotaBarHeight} summary={summaryOf(forecast, name)}>
          {({ width, id }) => <QuotaBar {...figures} {...range} id={id} tick={tick} width={width} />}
        </Drawing>
      </div>
      {open && <Parts forecast={forecast} period={period} />}
      {open && <ByKind className="mt-2" parts={total.by_revenue_kind} />}
      {notesOf(total).map((note) => (
        <p className="mt-1 text-xs text-mute first-letter:uppercase" key={note}>
          {note}
        </p>
      ))}
    </>
  )
}

/** The parts that add up: what is won, what open deals and new ones are expected to bring. */
function Parts({ forecast: { total }, period }: Pick<NumberProps, 'forecast' | 'period'>) {
  const { workspace } = useMe()
  if (!total.expected)
    return (
      <p className="mt-3 text-mute">
        <Amount className="font-medium text-ink" money={total.closed} /> {i18n.t('closed won')}
      </p>
    )
  const link = 'font-medium text-ink underline decoration-edge/60 underline-offset-2 hover:decoration-ink'
  return (
    <dl className="mt-3 flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-3">
      <Part label={i18n.t('closed won')}>
        <Link className={link} search={{ outcome: 'won', ...closedWithin(period, workspace) }} to="/deals">
          <Amount money={total.closed} />
        </Link>
      </Part>
      <Part label={i18n.t('expected from open deals')} sign="+">
        <Link className={link} params={{ pipeline: 'all' }} to="/board/$pipeline">
          <Amount money={total.open} />
        </Link>
      </Part>
      <Part label={i18n.t('expected from deals yet to come')} sign="+">
        <Amount className="font-medium" money={total.new_business} />
      </Part>
      <Part label={i18n.t('expected in all')} sign="=">
        <Link className={link} to="/forecast">
          <Amount money={total.expected} />
        </Link>
      </Part>
    </dl>
  )
}

function Part({ label, sign, children }: { label: string; sign?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-xs text-mute">{label}</dt>
      <dd className="num flex gap-2">
        {sign && <span className="text-mute">{sign}</span>}
        {children}
      </dd>
    </div>
  )
}

function summaryOf({ total }: Forecast, name: string): string {
  const quota = total.quota ? i18n.t('quota {amount}', { amount: compactMoney(total.quota) }) : ''
  return [findingOf(total, name), i18n.t('closed {amount}', { amount: compactMoney(total.closed) }), quota]
    .filter(Boolean)
    .join('. ')
}

const sizeOrNull = (money: Parameters<typeof sizeOf>[0]) => (money ? sizeOf(money) : null)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
