import { usePipelines } from '../data.ts'
import { Mark } from '../ui/mark.tsx'
import type { OverrideTally } from '../wire.ts'
import { i18n } from '../words.ts'

export type Chosen = { pipeline: string; criterion: string; month?: string | undefined }

const mostMonths = 12

type Props = { tally: OverrideTally[]; chosen: Chosen | null; onChoose: (chosen: Chosen) => void }

/** Rules by months: a number is how often the rule was passed by an override, and opens those cases. */
export function TallyTable({ tally, chosen, onChoose }: Props) {
  const { marks } = usePipelines()
  const months = [...new Set(tally.map(({ month }) => month))].sort().slice(-mostMonths)
  const most = Math.max(...tally.map(({ overrides }) => overrides))
  const rules = [...Map.groupBy(tally, ({ pipeline, criterion }) => `${pipeline.key} ${criterion}`).values()]
  return (
    <section
      aria-label={i18n.t('Overrides by rule and month')}
      className="panel relative overflow-x-auto px-4 py-3"
      tabIndex={0}
    >
      <h2 className="text-[15px] font-semibold">{i18n.t('How often each rule is passed by an override')}</h2>
      <table className="mt-1 text-left">
        <thead>
          <tr className="text-xs text-mute">
            <th className="py-1 pr-4 font-medium" scope="col">
              {i18n.t('Rule')}
            </th>
            {months.map((month) => (
              <th className="num px-1 py-1 text-center font-medium" key={month} scope="col">
                {monthName(month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => {
            const [first] = rule
            if (!first) return null
            const { pipeline, criterion, label } = first
            return (
              <tr className="border-t border-line" key={`${pipeline.key} ${criterion}`}>
                <th className="max-w-80 min-w-40 py-1 pr-4 font-normal" scope="row">
                  <span className="flex items-center gap-2">
                    <Mark mark={marks.get(pipeline.key)} size="small" />
                    <span className="line-clamp-2">{label}</span>
                  </span>
                </th>
                {months.map((month) => {
                  const cell = rule.find((one) => one.month === month)
                  const picked =
                    chosen?.criterion === criterion && chosen.month === month && chosen.pipeline === pipeline.key
                  return (
                    <td className="p-0.5 text-center" key={month}>
                      {cell ? (
                        <button
                          aria-label={i18n.t(
                            '{label}, {month}: {count, plural, one {# override} other {# overrides}}',
                            {
                              label,
                              month: monthName(month),
                              count: cell.overrides,
                            },
                          )}
                          aria-pressed={picked}
                          className="num h-7 w-full min-w-10 rounded border border-transparent text-ink aria-pressed:border-accent"
                          onClick={() => onChoose({ pipeline: pipeline.key, criterion, month })}
                          style={{ backgroundColor: shade(cell.overrides / most) }}
                          type="button"
                        >
                          {cell.overrides}
                        </button>
                      ) : (
                        <span className="text-mute">·</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** From faint to strong; the number in the cell says it as well. */
const shade = (share: number) => `color-mix(in srgb, var(--risk) ${Math.round(12 + share * 38)}%, transparent)`

const monthName = (month: string) =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString(i18n.locale || 'en', {
    month: 'short',
    year: '2-digit',
    timeZone: 'UTC',
  })
