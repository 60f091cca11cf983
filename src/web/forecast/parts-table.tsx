import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe, usePipelines } from '../data.ts'
import { percent, wholeNumber } from '../format.ts'
import { hueColor } from '../hue.ts'
import { sizeOf } from '../money.ts'
import { Amount } from '../ui/amount.tsx'
import { ByKind } from '../ui/by-kind.tsx'
import { Mark } from '../ui/mark.tsx'
import type { Forecast, ForecastPart } from '../wire.ts'
import { i18n } from '../words.ts'
import { RecordLine, useRecords } from './accuracy/record-line.tsx'
import { AtCurrentRates, BothRatesSwitch, useBothRates } from './both-rates.tsx'
import { closedWithin } from './forecast-data.ts'
import { notAddingUp, notesOf } from './sentences.ts'

type Props = { forecast: Forecast; period: string; className: string }

/** The parts of every pipeline: expected values, which add up to the cent, beside low, likely and high, which do not. */
export function PartsTable({ forecast: { total, pipelines, currency }, period, className }: Props) {
  const { byKey, marks } = usePipelines()
  const records = useRecords()
  const both = useBothRates()
  const most = Math.max(1e-9, ...pipelines.map((part) => sizeOf(part.expected)))
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      <h2 className="text-[15px] font-semibold">{i18n.t('What each pipeline is expected to bring')}</h2>
      <p className="text-mute">
        {i18n.t('Closed won, expected from open deals and from deals yet to come, in {currency}', { currency })}
      </p>
      {(both || pipelines.some(isOtherNow)) && <BothRatesSwitch both={both} />}
      <div className="relative mt-2 overflow-x-auto">
        <table className="w-full min-w-220 text-left">
          <thead>
            <tr className="text-xs text-mute">
              <Head left>{i18n.t('Pipeline')}</Head>
              <Head>{i18n.t('Closed')}</Head>
              <Head>{i18n.t('+ open deals')}</Head>
              <Head>{i18n.t('+ yet to come')}</Head>
              <Head>{i18n.t('= Expected')}</Head>
              <Head left>
                <span className="sr-only">{i18n.t('Parts of the expected value')}</span>
              </Head>
              <Head>{i18n.t('Low')}</Head>
              <Head>{i18n.t('Likely')}</Head>
              <Head>{i18n.t('High')}</Head>
              <Head>{i18n.t('Quota')}</Head>
              <Head>{i18n.t('Chance')}</Head>
            </tr>
          </thead>
          <tbody>
            {pipelines.map((part) => (
              <tr className="border-t border-line align-top hover:bg-sunken/60" key={part.pipeline}>
                <th className="py-2 pr-4 font-normal" scope="row">
                  <Link
                    className="flex items-center gap-2 font-medium hover:underline"
                    params={{ pipeline: part.pipeline }}
                    to="/board/$pipeline"
                  >
                    <Mark mark={marks.get(part.pipeline)} size="small" />
                    {byKey.get(part.pipeline)?.name ?? part.pipeline}
                  </Link>
                  {notesOf(part).map((note) => (
                    <p className="mt-0.5 text-xs text-mute first-letter:uppercase" key={note}>
                      {note}
                    </p>
                  ))}
                  {part.method !== 'model' && (
                    <Link
                      className="mt-0.5 block text-xs text-mute underline hover:text-ink"
                      search={{ scope: part.pipeline }}
                      to="/forecast/accuracy"
                    >
                      {i18n.t('How its deals get their chance')}
                    </Link>
                  )}
                  <RecordLine className="mt-0.5" record={records.get(part.pipeline)} />
                </th>
                <Cells both={both} part={part} period={period} pipeline={part.pipeline}>
                  <Parts hue={marks.get(part.pipeline)?.hue ?? 8} most={most} part={part} />
                </Cells>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t border-edge font-medium">
              <th className="py-2 pr-4 font-medium" scope="row">
                {i18n.t('All pipelines')}
                <ByKind className="font-normal" parts={total.by_revenue_kind} />
                <RecordLine className="mt-0.5 font-normal" record={records.get('total')} />
              </th>
              <Cells both={both} part={total} period={period} />
            </tr>
          </tfoot>
        </table>
      </div>
      <p className="mt-2 text-xs text-mute">{notAddingUp(total, pipelines)}</p>
    </section>
  )
}

/** Whether rates have moved since its wins were frozen; without a rate now, nobody knows. */
const isOtherNow = ({ closed, closed_at_current_rates }: ForecastPart) =>
  closed.amount !== closed_at_current_rates?.amount

type CellsProps = { both: boolean; part: ForecastPart; period: string; pipeline?: string; children?: ReactNode }

function Cells({ both, part, period, pipeline, children }: CellsProps) {
  const { workspace } = useMe()
  const link = 'hover:underline'
  return (
    <>
      <Cell>
        <Link
          className={link}
          search={{ outcome: 'won', ...(pipeline ? { pipeline } : {}), ...closedWithin(period, workspace) }}
          to="/deals"
        >
          <Amount money={part.closed} />
        </Link>
        {both && <AtCurrentRates money={part.closed_at_current_rates} />}
      </Cell>
      <Cell title={i18n.t('{count} open deals', { count: wholeNumber(part.open_count) })}>
        <Link className={link} params={{ pipeline: pipeline ?? 'all' }} to="/board/$pipeline">
          <Amount money={part.open} />
        </Link>
      </Cell>
      <Cell>
        <Amount money={part.new_business} />
      </Cell>
      <Cell>
        <Amount className="font-medium" money={part.expected} />
      </Cell>
      <td className="w-40 py-2 pr-4">{children}</td>
      <Cell>
        <Amount className="text-mute" money={part.p10} />
      </Cell>
      <Cell>
        <Amount className="font-medium" money={part.p50} />
      </Cell>
      <Cell>
        <Amount className="text-mute" money={part.p90} />
      </Cell>
      <Cell>
        <Amount money={part.quota} />
      </Cell>
      <Cell>{part.chance === null ? <span className="text-mute">–</span> : percent(part.chance)}</Cell>
    </>
  )
}

/** Closed is solid, open deals are lighter, what is yet to come is hatched; all rows on one scale. */
function Parts({ part, most, hue }: { part: ForecastPart; most: number; hue: number }) {
  const width = (money: ForecastPart['open']) => `${(Math.max(0, sizeOf(money)) / most) * 100}%`
  const color = hueColor(hue)
  if (!part.expected) return null
  return (
    <span aria-hidden="true" className="mt-1.5 flex h-2.5 w-36 overflow-hidden rounded-sm bg-sunken">
      <span style={{ width: width(part.closed), background: color }} />
      <span style={{ width: width(part.open), background: color, opacity: 0.5 }} />
      <span style={{ width: width(part.new_business), background: stripes(color) }} />
    </span>
  )
}

const stripes = (color: string) => `repeating-linear-gradient(-45deg, ${color} 0 1.5px, transparent 1.5px 5px)`

const Head = ({ children, left }: { children: ReactNode; left?: boolean }) => (
  <th className={`py-1 pr-4 font-medium whitespace-nowrap ${left ? '' : 'text-right'}`} scope="col">
    {children}
  </th>
)
const Cell = ({ children, title }: { children: ReactNode; title?: string }) => (
  <td className="num py-2 pr-4 text-right whitespace-nowrap" title={title}>
    {children}
  </td>
)
