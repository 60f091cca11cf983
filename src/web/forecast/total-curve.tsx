import type { Marker } from '../charts/curve-layout.ts'
import { DistributionCurve } from '../charts/distribution-curve.tsx'
import { useMe } from '../data.ts'
import { compactMoney, percent, wholeNumber } from '../format.ts'
import { sizeOf } from '../money.ts'
import { namingMonth, periodName } from '../period.ts'
import type { Forecast, Money } from '../wire.ts'
import { i18n } from '../words.ts'
import { pointsOf } from './forecast-data.ts'
import { findingOf } from './sentences.ts'

type Props = { forecast: Forecast; period: string; tick: (value: number) => string; className: string }

/** How likely each end of the period is, with low, likely, high and the quota. */
export function TotalCurve({ forecast: { total, dependence, currency }, period, tick, className }: Props) {
  const { workspace } = useMe()
  const name = periodName(period, namingMonth(workspace))
  const points = pointsOf(total)
  const title = findingOf(total, name)
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      {points.length === 0 ? (
        <>
          <h2 className="text-[15px] font-semibold">{title}</h2>
          <p className="mt-1 text-mute">{total.note ?? i18n.t('Everything that counts is closed.')}</p>
        </>
      ) : (
        <DistributionCurve
          height={250}
          markers={markersOf(total)}
          points={points}
          subtitle={i18n.t('How likely each total is, from {n} closed deals; what reaches the quota is hatched', {
            n: wholeNumber(total.n_closed),
          })}
          table={{
            columns: [i18n.t('From'), i18n.t('To'), i18n.t('Chance'), i18n.t('Currency')],
            rows: total.distribution.map((bar) => [bar.from.amount, bar.to.amount, percent(bar.chance), currency]),
          }}
          tick={tick}
          title={title}
        />
      )}
      {points.length > 0 && <p className="mt-2 text-xs text-mute first-letter:uppercase">{dependence}</p>}
    </section>
  )
}

function markersOf({ p10, p50, p90, quota }: Forecast['total']): Marker[] {
  const marker = (key: Marker['key'], word: string, money: Money | null): Marker[] =>
    money ? [{ key, value: sizeOf(money), text: `${word} ${compactMoney(money)}` }] : []
  return [
    ...marker('low', i18n.t('low'), p10),
    ...marker('likely', i18n.t('likely'), p50),
    ...marker('high', i18n.t('high'), p90),
    ...marker('quota', i18n.t('quota'), quota),
  ]
}
