import { compactMoney, percent, wholeNumber } from '../../format.ts'
import type { HitRates } from '../../wire.ts'
import { i18n } from '../../words.ts'

type Adjusted = HitRates['adjustments'][number]

/** Whether it helped that people said another amount than was said before: nearer to what was won, and by how much. */
export function AdjustmentsTable({ rates: { adjustments } }: { rates: HitRates }) {
  const made = adjustments.filter(({ n, even }) => n + even > 0)
  const levels: Record<Adjusted['level'], string> = {
    own: i18n.t('Of their own forecast'),
    manager: i18n.t('By their manager'),
    above: i18n.t('From further up'),
  }
  return (
    <div className="mt-6">
      <h3 className="font-semibold">{i18n.t('Did adjustments help?')}</h3>
      {made.length === 0 ? (
        <p className="text-mute">{i18n.t('Nobody adjusted a commitment for a period that is over.')}</p>
      ) : (
        <div className="relative overflow-x-auto">
          <table className="mt-1 w-full text-left">
            <thead>
              <tr className="text-xs text-mute">
                <th className="py-1 pr-4 font-medium" scope="col">
                  {i18n.t('Adjusted')}
                </th>
                {[
                  i18n.t('Entries'),
                  i18n.t('Nearer than before'),
                  i18n.t('Off by, adjusted'),
                  i18n.t('Off by, before'),
                ].map((name) => (
                  <th className="py-1 pr-4 text-right font-medium" key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {made.map((one) => (
                <tr className="border-t border-line" key={one.level}>
                  <th className="py-1 pr-4 font-normal" scope="row">
                    {levels[one.level]}
                  </th>
                  <td className="num py-1 pr-4 text-right">{wholeNumber(one.n + one.even)}</td>
                  <td className="num py-1 pr-4 text-right whitespace-nowrap">{shareOf(one)}</td>
                  <td className="num py-1 pr-4 text-right whitespace-nowrap">{compactMoney(one.distance_adjusted)}</td>
                  <td className="num py-1 pr-4 text-right whitespace-nowrap">{compactMoney(one.distance_before)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

const shareOf = ({ rate, low, high }: Adjusted) =>
  rate === null
    ? i18n.t('as far off')
    : i18n.t('{rate} ({low} to {high})', { rate: percent(rate), low: percent(low), high: percent(high) })
