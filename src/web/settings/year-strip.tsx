import type { AnswerOf } from '../../client/client.ts'
import { shortDay } from '../format.ts'
import { i18n } from '../words.ts'

type Year = AnswerOf<'fiscal_years.list'>['data'][number]
type Props = { years: Year[]; today: string; stale: boolean }

/** Fiscal years one below the other, their quarters and months as wide as they are long; each says its first day. */
export function YearStrip({ years, today, stale }: Props) {
  const longest = Math.max(...years.map((year) => lengthOf(year)))
  return (
    <div aria-busy={stale} className={stale ? 'opacity-60' : undefined}>
      <h3 className="mb-2 text-xs font-medium text-mute">{i18n.t('So the years are')}</h3>
      <ol className="grid gap-2">
        {years.map((year) => (
          <li className="grid gap-x-3 gap-y-0.5 sm:grid-cols-[4.5rem_1fr]" key={year.year}>
            <p className="num leading-tight">
              <span className="font-medium">{year.year}</span>
              <span className="text-xs text-mute max-sm:ml-2 sm:block">{lengthText(year)}</span>
            </p>
            <div className="flex" style={{ width: `${(lengthOf(year) / longest) * 100}%` }}>
              {year.quarters.map((quarter) => (
                <Quarter today={today} key={quarter.period} quarter={quarter} />
              ))}
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Quarter({ quarter, today }: { quarter: Year['quarters'][number]; today: string }) {
  const { period, starts, ends, months } = quarter
  const isNow = starts <= today && today < ends
  return (
    <div className="min-w-0" style={{ flexGrow: lengthOf(quarter), flexBasis: 0 }}>
      <div
        className={`flex h-5 overflow-hidden border border-edge/60 ${isNow ? 'bg-accent-soft' : 'bg-sunken'} -ml-px`}
        title={i18n.t('{period}: {from} to before {until}', {
          period,
          from: shortDay(starts, today),
          until: shortDay(ends, today),
        })}
      >
        {months.map((month) => (
          <span
            className="border-l border-line first:border-l-0"
            key={month.period}
            style={{ flexGrow: lengthOf(month), flexBasis: 0 }}
          />
        ))}
      </div>
      <p className="num truncate text-[11px] text-mute">
        <span className={isNow ? 'font-medium text-accent' : 'text-ink'}>{period.slice(5)}</span>{' '}
        <span className="max-sm:sr-only">{shortDay(starts, today)}</span>
      </p>
    </div>
  )
}

const lengthOf = ({ starts, ends }: { starts: string; ends: string }) =>
  (Date.parse(ends) - Date.parse(starts)) / 86_400_000

const lengthText = (year: Year) =>
  year.weeks === null
    ? i18n.t('{count} months', { count: year.quarters.flatMap(({ months }) => months).length })
    : i18n.t('{count} weeks', { count: year.weeks })
