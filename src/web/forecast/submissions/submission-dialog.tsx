import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { client } from '../../api.ts'
import { exactMoment, exactMoney } from '../../format.ts'
import { categoryNames } from '../../names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { i18n } from '../../words.ts'
import type { SubmissionDetail } from './submissions-data.ts'

/** A submission as it was: what was called, what it rests on, and what differs from the last one and from the model. */
export function SubmissionDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({
    queryKey: ['submissions', 'one', id],
    queryFn: () => client.submissions.get({ submission_id: id }),
  })
  const { data } = query
  return (
    <Dialog
      description={data && i18n.t('{id}, submitted {moment}', { id: data.id, moment: exactMoment(data.submitted_at) })}
      onClose={onClose}
      open
      title={
        data
          ? i18n.t('{person}: {pipeline}, {period}', {
              person: data.person.name,
              pipeline: data.pipeline.name,
              period: data.period,
            })
          : i18n.t('Submission')
      }
      width="wide"
    >
      {query.isError && <ErrorState error={query.error} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the submission')}>
          <Skeleton className="h-48" />
        </Loading>
      )}
      {data && <Detail {...data} />}
    </Dialog>
  )
}

function Detail({ called, note, computed_from, since_last, against_model, locked, due_at }: SubmissionDetail) {
  const { closed, model, quota, below, adjustments, deals } = computed_from
  return (
    <div className="grid max-h-[65vh] gap-4 overflow-y-auto">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
        <Figure label={categoryNames().commit}>{exactMoney(called.commit)}</Figure>
        <Figure label={categoryNames().best_case}>{exactMoney(called.best_case)}</Figure>
        <Figure label={i18n.t('Closed')}>{exactMoney(closed)}</Figure>
        <Figure label={i18n.t('Quota')}>{quota ? exactMoney(quota) : '–'}</Figure>
        <Figure label={i18n.t('Likely, by the model')}>{model.likely ? exactMoney(model.likely) : '–'}</Figure>
        <Figure label={i18n.t('Commit against the model')}>{against_model ? exactMoney(against_model) : '–'}</Figure>
        <Figure label={i18n.t('Commit against the last one')}>
          {since_last ? exactMoney(since_last.called.commit) : '–'}
        </Figure>
        <Figure label={i18n.t('State')}>
          {locked
            ? i18n.t('locked')
            : due_at
              ? i18n.t('until {moment}', { moment: exactMoment(due_at) })
              : i18n.t('open')}
        </Figure>
      </dl>
      {note && <p className="rounded-md bg-sunken px-3 py-2">{note}</p>}
      <p className="text-mute">
        {i18n.t('{deals, plural, one {# deal} other {# deals}}; below: {people}', {
          deals: deals.length,
          people: below.map(({ name }) => name).join(', ') || i18n.t('nobody'),
        })}
      </p>
      {adjustments.length > 0 && (
        <section>
          <h3 className="text-xs font-medium text-mute">{i18n.t('Adjusted')}</h3>
          <ul className="mt-1 grid gap-1">
            {adjustments.map(({ id, by, person, category, amount, reason }) => (
              <li key={id}>
                {i18n.t('{by} on {person}, {category}: {amount}. {reason}', {
                  by: by.name,
                  person: person.name,
                  category: categoryNames()[category],
                  amount: amount ? exactMoney(amount) : i18n.t('taken back'),
                  reason,
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {since_last && since_last.deals.length > 0 && (
        <section>
          <h3 className="text-xs font-medium text-mute">{i18n.t('What changed since the last one')}</h3>
          <ul className="mt-1 grid gap-1">
            {since_last.deals.slice(0, 50).map(({ deal_id, change, before, after }) => (
              <li className="flex flex-wrap justify-between gap-x-4" key={deal_id}>
                <Link className="hover:underline" params={{ deal: deal_id }} to="/deals/$deal">
                  {changeNames()[change]}
                </Link>
                <span className="num text-mute">
                  {sideOf(before)} → {sideOf(after)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

type Side = NonNullable<SubmissionDetail['since_last']>['deals'][number]['before']

const sideOf = (side: Side): string =>
  side === null ? '–' : `${categoryNames()[side.category]}, ${side.worth ? exactMoney(side.worth) : '–'}`

const changeNames = () => ({
  added: i18n.t('New'),
  gone: i18n.t('Gone'),
  won: i18n.t('Won'),
  called_up: i18n.t('Called more firmly'),
  called_down: i18n.t('Called less firmly'),
  amount: i18n.t('Another amount'),
  date: i18n.t('Another close date'),
})

const Figure = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-col-reverse justify-end">
    <dt className="text-xs text-mute">{label}</dt>
    <dd className="num font-medium">{children}</dd>
  </div>
)
