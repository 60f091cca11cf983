import { compactMoney, wholeNumber } from '../../format.ts'
import type { HitRates } from '../../wire.ts'
import { i18n } from '../../words.ts'
import { FiguresTable, shareInWords } from './figures-table.tsx'

type Record = HitRates['submissions'][number]

/** What people submitted, held against what was won and against the model of that time. */
export function SubmissionsTable({ rates: { submissions, periods_needed: needed } }: { rates: HitRates }) {
  const made = submissions.filter(({ periods }) => periods > 0)
  const heads = [
    i18n.t('Pipeline'),
    i18n.t('Periods'),
    i18n.t('Called'),
    i18n.t('Won'),
    i18n.t('Reached'),
    i18n.t('Off by, called'),
    i18n.t('Off by, model'),
    i18n.t('Nearer than the model'),
  ]
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
          <FiguresTable heads={heads} rows={made.map((record) => rowOf(record, needed))} />
        </>
      )}
    </div>
  )
}

function rowOf({ key, name, periods, called, won, reached, distance, against_model }: Record, needed: number) {
  const missing = <span className="text-mute">{i18n.t('has {n}, needs {needed}', { n: periods, needed })}</span>
  const few = periods < needed
  return {
    key,
    head: key === 'total' ? i18n.t('In all') : name,
    cells: [
      wholeNumber(periods),
      compactMoney(called),
      compactMoney(won),
      few ? missing : shareInWords(reached),
      compactMoney(distance),
      against_model.periods === periods ? compactMoney(against_model.distance_model) : '–',
      few ? missing : shareInWords(against_model.nearer),
    ],
  }
}
