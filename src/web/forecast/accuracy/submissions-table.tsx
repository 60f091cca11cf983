import { compactMoney, percent, wholeNumber } from '../../format.ts'
import type { HitRates } from '../../wire.ts'
import { i18n } from '../../words.ts'

type Record = HitRates['submissions'][number]
type Share = Record['reached']

/** What people submitted, held against what was won and against the model of that time. */
export function SubmissionsTable({ rates: { submissions, periods_needed: needed } }: { rates: HitRates }) {
  const made = submissions.filter(({ periods }) => periods > 0)
  return (
    <div className="mt-6" data-submitted>
      <h3 className="font-semibold">{i18n.t('Does what is submitted come in?')}</h3>
      {made.length === 0 ? (
        <p className="text-mute">
          {i18n.t(
            'Nothing was submitted in time for a period that is over. What is submitted now counts here once its period has ended; {needed} periods make a record.',
            { needed },
          )}
        </p>
      ) : (
        <>
          <p className="text-mute">
            {i18n.t(
              'The last commit of each period that was said while a quarter of it was still to come, beside what the model held likely for the same deals at the same moment.',
            )}
          </p>
          <div className="relative overflow-x-auto">
            <table className="mt-1 w-full text-left">
              <thead>
                <tr className="text-xs text-mute">
                  <th className="py-1 pr-4 font-medium" scope="col">
                    {i18n.t('Pipeline')}
                  </th>
                  {[
                    i18n.t('Periods'),
                    i18n.t('Called'),
                    i18n.t('Won'),
                    i18n.t('Reached'),
                    i18n.t('Off by, called'),
                    i18n.t('Off by, model'),
                    i18n.t('Nearer than the model'),
                  ].map((name) => (
                    <th className="py-1 pr-4 text-right font-medium whitespace-nowrap" key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {made.map((one) => (
                  <Row key={one.key} needed={needed} record={one} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  )
}

function Row({ record, needed }: { record: Record; needed: number }) {
  const { key, name, periods, called, won, reached, distance, against_model } = record
  const few = periods < needed
  const cells = [
    wholeNumber(periods),
    compactMoney(called),
    compactMoney(won),
    few ? null : shareOf(reached),
    compactMoney(distance),
    against_model.periods === periods ? compactMoney(against_model.distance_model) : '–',
    few ? null : shareOf(against_model.nearer),
  ]
  return (
    <tr className="border-t border-line">
      <th className="py-1 pr-4 font-normal" scope="row">
        {key === 'total' ? i18n.t('In all') : name}
      </th>
      {cells.map((text, i) => (
        <td className="num py-1 pr-4 text-right whitespace-nowrap" key={String(i)}>
          {text ?? <span className="text-mute">{i18n.t('has {n}, needs {needed}', { n: periods, needed })}</span>}
        </td>
      ))}
    </tr>
  )
}

const shareOf = ({ rate, low, high }: Share): string =>
  rate === null
    ? i18n.t('as far off')
    : i18n.t('{rate} ({low} to {high})', { rate: percent(rate), low: percent(low), high: percent(high) })
