import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '../data.ts'
import { compactMoney, exactMoney, oneDecimal, percent } from '../format.ts'
import { minus, sizeOf } from '../money.ts'
import { Amount } from '../ui/amount.tsx'
import type { Forecast, Money } from '../wire.ts'
import { i18n } from '../words.ts'
import { closedWithin } from './forecast-data.ts'
import { attainmentOf, chanceOf, coverageOf, isOver, notesOf } from './sentences.ts'

type Props = { forecast: Forecast; period: string; className: string }

/** The figures of the total, each with what it means. */
export function FigureList({ forecast: { total }, period, className }: Props) {
  const { workspace } = useMe()
  const gap = total.p50 && total.quota && minus(total.p50, total.quota)
  const attainment = attainmentOf(total)
  const over = isOver(total)
  const coverage = over ? null : coverageOf(total)
  const notes = notesOf(total)
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      <h2 className="text-[15px] font-semibold">
        {over
          ? (chanceOf(total) ?? i18n.t('All pipelines'))
          : total.chance === null
            ? i18n.t('All pipelines')
            : i18n.t('{chance} chance to reach the quota', { chance: percent(total.chance) })}
      </h2>
      <dl className="mt-2 divide-y divide-line">
        {!over && (
          <Row label={i18n.t('Likely')} more={spanOf(total)}>
            <Amount money={total.p50} />
          </Row>
        )}
        <Row label={i18n.t('Quota')}>
          <Amount money={total.quota} />
        </Row>
        {gap && (
          <Row label={i18n.t('Gap')} more={over ? i18n.t('closed won less quota') : i18n.t('likely less quota')}>
            <span className={sizeOf(gap) < 0 ? 'text-lost' : 'text-won'}>{signed(gap)}</span>
          </Row>
        )}
        <Row label={i18n.t('Closed won')} more={wonWords(total.closed_count)}>
          <Link
            className="underline decoration-edge/60 underline-offset-2"
            search={{ outcome: 'won', ...closedWithin(period, workspace) }}
            to="/deals"
          >
            <Amount money={total.closed} />
          </Link>
        </Row>
        {attainment !== null && (
          <Row label={i18n.t('Attainment')} more={i18n.t('closed won over quota')}>
            {percent(attainment)}
          </Row>
        )}
        {!over && (
          <Row label={i18n.t('Open value')} more={openWords(total.open_count)}>
            <Link
              className="underline decoration-edge/60 underline-offset-2"
              params={{ pipeline: 'all' }}
              to="/board/$pipeline"
            >
              <Amount money={total.open_value} />
            </Link>
          </Row>
        )}
        {coverage !== null && (
          <Row label={i18n.t('Coverage')} more={i18n.t('open value over what is missing to the quota')}>
            {i18n.t('{times}×', { times: oneDecimal(coverage) })}
          </Row>
        )}
      </dl>
      {notes.map((note) => (
        <p className="mt-2 text-xs text-mute first-letter:uppercase" key={note}>
          {note}
        </p>
      ))}
    </section>
  )
}

function Row({ label, more, children }: { label: string; more?: string | null; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-2 py-1.5">
      <dt className="grow">
        {label} {more && <span className="text-xs text-mute">{more}</span>}
      </dt>
      <dd className="num font-medium whitespace-nowrap">{children}</dd>
    </div>
  )
}

const spanOf = ({ p10, p90 }: Forecast['total']) =>
  p10 && p90 ? i18n.t('low {low} – high {high}', { low: compactMoney(p10), high: compactMoney(p90) }) : null

const wonWords = (count: number) => i18n.t('{count, plural, one {# deal} other {# deals}}', { count })
const openWords = (count: number) =>
  i18n.t('{count, plural, one {# deal} other {# deals}}, whatever their chance', { count })

function signed(money: Money): ReactNode {
  return <span title={exactMoney(money)}>{(sizeOf(money) > 0 ? '+' : '') + compactMoney(money).replace('-', '−')}</span>
}
