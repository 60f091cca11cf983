import type { ReactNode } from 'react'
import { usePipelines } from '../../data.ts'
import { percent } from '../../format.ts'
import { Mark } from '../../ui/mark.tsx'
import { i18n } from '../../words.ts'
import type { Record } from './accuracy-data.ts'
import { changeWords, placeFinding, signedPercent } from './accuracy-words.ts'

type Props = { records: Record[]; scope: string; onPick: (scope: string) => void }

/** Which method earned its place in every pipeline; a press shows its scores. */
export function RecordsTable({ records, scope, onPick }: Props) {
  const { byKey, marks } = usePipelines()
  const order = [...byKey.keys()]
  const rank = (one: Record) => (one.scope === 'total' ? -1 : order.indexOf(one.scope))
  const sorted = records.toSorted((a, b) => rank(a) - rank(b))
  return (
    <section className="panel min-w-0 p-4 md:p-5">
      <h2 className="text-[15px] font-semibold">{i18n.t('Which method earned its place where')}</h2>
      <p className="text-mute">
        {i18n.t(
          'By how near it would have been to everything that was won in the days after, deals yet to come included',
        )}
      </p>
      <div className="relative mt-2 overflow-x-auto">
        <table className="w-full min-w-160 text-left">
          <thead>
            <tr className="text-xs text-mute">
              <Head left>{i18n.t('Pipeline')}</Head>
              <Head>{i18n.t('Against stage weighting')}</Head>
              <Head>{i18n.t('Bias')}</Head>
              <Head>{i18n.t('8 of 10 held')}</Head>
              <Head>{i18n.t('Windows')}</Head>
            </tr>
          </thead>
          <tbody>
            {sorted.map((record) => {
              const name =
                record.scope === 'total' ? i18n.t('all pipelines') : (byKey.get(record.scope)?.name ?? record.scope)
              return (
                <tr
                  className={`border-t border-line align-top ${record.scope === scope ? 'bg-accent-soft/60' : 'hover:bg-sunken/60'}`}
                  key={record.scope}
                >
                  <th className="py-2 pr-4 pl-2 font-normal" scope="row">
                    <button
                      aria-pressed={record.scope === scope}
                      className="flex items-start gap-2 text-left hover:underline"
                      onClick={() => onPick(record.scope)}
                      type="button"
                    >
                      {record.scope !== 'total' && <Mark mark={marks.get(record.scope)} size="small" />}
                      <span className={record.scope === 'total' ? 'font-medium' : ''}>
                        {placeFinding(record, name)}
                      </span>
                    </button>
                  </th>
                  <Cell>{changeWords(record.against_stage_weighted)}</Cell>
                  <Cell>{signedPercent(record.bias)}</Cell>
                  <Cell>{record.coverage80 === null ? '–' : percent(record.coverage80)}</Cell>
                  <Cell
                    title={i18n.t('{n} forecasts, of which so many have windows that do not overlap', {
                      n: record.forecasts,
                    })}
                  >
                    {record.windows}
                  </Cell>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const Head = ({ children, left }: { children: ReactNode; left?: boolean }) => (
  <th className={`py-1 pr-4 font-medium whitespace-nowrap ${left ? 'pl-2' : 'text-right'}`} scope="col">
    {children}
  </th>
)
const Cell = ({ children, title }: { children: ReactNode; title?: string }) => (
  <td className="num py-2 pr-4 text-right whitespace-nowrap" title={title}>
    {children}
  </td>
)
