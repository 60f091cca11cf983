import { usePipelines } from '../../data.ts'
import { exactMoment } from '../../format.ts'
import { measureName } from '../../names.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { i18n } from '../../words.ts'
import { type Round, stacked, timeLeft } from './submissions-data.ts'

type Props = {
  round: Round
  now: string
  canSubmit: boolean
  className: string
  onSubmit: () => void
  onShow: (submission_id: string) => void
}

/** One pipeline's round: its deadline, who has submitted, and who has not. */
export function RoundPanel({ round, now, canSubmit, className, onSubmit, onShow }: Props) {
  const { marks, byKey } = usePipelines()
  const measure = byKey.get(round.pipeline.key)?.amount_measure
  const { pipeline, period, due_at, people } = round
  const missing = people.filter(({ submission }) => submission === null).length
  return (
    <section className={`panel min-w-0 p-4 md:p-5 ${className}`} data-round={pipeline.key}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 grow">
          <h2 className="flex items-center gap-2 text-[15px] font-semibold">
            <Mark mark={marks.get(pipeline.key)} size="small" />
            {i18n.t('{pipeline}, {period}', { pipeline: pipeline.name, period })}
          </h2>
          <p className="text-mute">
            {due_at
              ? i18n.t('due {moment}, {left}', { moment: exactMoment(due_at), left: timeLeft(due_at, now) })
              : i18n.t('no deadline')}
            {' · '}
            {missing === 0
              ? i18n.t('everybody has submitted')
              : i18n.t('{missing} of {all} have not submitted', { missing, all: people.length })}
            {measure && ` · ${measureName(measure)}`}
          </p>
        </div>
        {canSubmit && (
          <Button className="no-print" look="main" onClick={onSubmit}>
            {i18n.t('Submit')}
          </Button>
        )}
      </div>
      <table className="mt-2 w-full text-left">
        <thead>
          <tr className="text-xs text-mute">
            <th className="py-1 pr-3 font-medium" scope="col">
              {i18n.t('Person')}
            </th>
            <th className="py-1 pr-3 text-right font-medium" scope="col">
              {i18n.t('Commit')}
            </th>
            <th className="py-1 pr-3 text-right font-medium" scope="col">
              {i18n.t('Best case')}
            </th>
            <th className="py-1 text-right font-medium" scope="col">
              {i18n.t('Submitted')}
            </th>
          </tr>
        </thead>
        <tbody>
          {stacked(people).map(({ one: { person, submission, last }, depth }) => (
            <tr className="border-t border-line" data-person={person.name} key={person.id}>
              <th className="py-1.5 pr-3 font-normal" scope="row" style={{ paddingLeft: `${depth * 16}px` }}>
                {person.name}
              </th>
              <td className="py-1.5 pr-3 text-right">
                <Amount
                  {...(submission ? {} : { className: 'text-mute' })}
                  money={(submission ?? last)?.called.commit}
                />
              </td>
              <td className="py-1.5 pr-3 text-right">
                <Amount
                  {...(submission ? {} : { className: 'text-mute' })}
                  money={(submission ?? last)?.called.best_case}
                />
              </td>
              <td className="py-1.5 text-right whitespace-nowrap">
                {submission ? (
                  <button className="hover:underline" onClick={() => onShow(submission.id)} type="button">
                    {exactMoment(submission.submitted_at)}
                  </button>
                ) : (
                  <span className="text-risk">{last ? i18n.t('not yet, before: as shown') : i18n.t('not yet')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
