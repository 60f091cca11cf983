import type { ReactNode } from 'react'
import { percent } from '../../format.ts'
import { i18n } from '../../words.ts'

type Row = { key: string; head: string; cells: readonly ReactNode[] }

/** A name a row, and its figures to the right of it; on a phone they are scrolled to. */
export function FiguresTable({ heads: [first, ...others], rows }: { heads: readonly string[]; rows: readonly Row[] }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="mt-1 w-full text-left">
        <thead>
          <tr className="text-xs text-mute">
            <th className="py-1 pr-4 font-medium" scope="col">
              {first}
            </th>
            {others.map((name) => (
              <th className="py-1 pr-4 text-right font-medium whitespace-nowrap" key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, head, cells }) => (
            <tr className="border-t border-line" key={key}>
              <th className="py-1 pr-4 font-normal" scope="row">
                {head}
              </th>
              {others.map((name, i) => (
                <td className="num py-1 pr-4 text-right whitespace-nowrap" key={name}>
                  {cells[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How often one was nearer than the other, with its interval; without a rate they were as far off every time. */
export const shareInWords = ({ rate, low, high }: { rate: number | null; low: number; high: number }): string =>
  rate === null
    ? i18n.t('as far off')
    : i18n.t('{rate} ({low} to {high})', { rate: percent(rate), low: percent(low), high: percent(high) })
