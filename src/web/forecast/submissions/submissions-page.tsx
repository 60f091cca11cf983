import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useContext, useMe, useMoment, usePeriod } from '../../data.ts'
import { exactMoment } from '../../format.ts'
import { type Signal, useSignals } from '../../live.ts'
import { periodOf } from '../../period.ts'
import { queries } from '../../query.ts'
import { useShortcuts } from '../../shortcuts.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { i18n } from '../../words.ts'
import { ForecastTabs } from '../forecast-tabs.tsx'
import { PeriodHead } from '../period-head.tsx'
import { RoundPanel } from './round-panel.tsx'
import { SubmissionDialog } from './submission-dialog.tsx'
import { SubmitDialog } from './submit-dialog.tsx'
import { historyQuery, type Round, roundsQuery } from './submissions-data.ts'

/** Who says what they will bring, until when, and what was said before. */
export function SubmissionsPage() {
  const { as_of } = useContext()
  const { now } = useMoment()
  const { workspace, person } = useMe()
  const quarter = usePeriod()
  const { pipeline } = useSearch({ strict: false }) as { pipeline?: string }
  // Each pipeline has a period of its own; another quarter than the one that runs is asked of all of them.
  const period = quarter === periodOf(now, workspace) ? undefined : quarter
  const query = useQuery(roundsQuery({ period, as_of }))
  const [submitting, setSubmitting] = useState<Round | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  useSignals(again)
  const rounds = (query.data?.data ?? [])
    .filter(({ people }) => people.length > 0)
    .toSorted((a, b) => Number(b.pipeline.key === pipeline) - Number(a.pipeline.key === pipeline))
  const isMine = ({ people }: Round) => as_of === undefined && people.some((one) => one.person.id === person.id)
  useShortcuts([
    {
      keys: 'S',
      label: i18n.t('Submit my forecast'),
      group: i18n.t('Forecast'),
      run: () => {
        const mine = rounds.filter(isMine)
        const open = mine.find(({ people }) => people.some((one) => one.person.id === person.id && !one.submission))
        setSubmitting(open ?? mine[0] ?? null)
      },
    },
  ])
  return (
    <div className="mx-auto grid w-full max-w-[1500px] grid-cols-1 gap-3 p-3 md:p-5 lg:grid-cols-12">
      <div className="lg:col-span-12">
        <ForecastTabs />
      </div>
      <PeriodHead title={(name) => i18n.t('Submissions for {period}', { period: name })} />
      {query.isError && (
        <section className="panel lg:col-span-12">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </section>
      )}
      {query.isPending && (
        <div className="lg:col-span-12">
          <Loading label={i18n.t('Loading the submissions')}>
            <Skeleton className="h-60" />
          </Loading>
        </div>
      )}
      {query.isSuccess && rounds.length === 0 && (
        <section className="panel lg:col-span-12">
          <EmptyState title={i18n.t('Nothing is to be submitted for this period')}>
            {i18n.t('Whoever owns open deals, and everybody they report to, submits a forecast.')}
          </EmptyState>
        </section>
      )}
      {rounds.map((round) => (
        <RoundPanel
          canSubmit={isMine(round)}
          className="lg:col-span-6"
          key={`${round.pipeline.id} ${round.period}`}
          now={query.data?.as_of ?? now}
          onShow={setShown}
          onSubmit={() => setSubmitting(round)}
          round={round}
        />
      ))}
      <History onShow={setShown} />
      {submitting && <SubmitDialog onClose={() => setSubmitting(null)} round={submitting} />}
      {shown && <SubmissionDialog id={shown} onClose={() => setShown(null)} />}
    </div>
  )
}

/** Everything that was submitted, the newest first. */
function History({ onShow }: { onShow: (id: string) => void }) {
  const query = useInfiniteQuery(historyQuery(undefined))
  const list = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (list.length === 0) return null
  return (
    <section className="panel min-w-0 p-4 md:p-5 lg:col-span-12" data-history>
      <h2 className="text-[15px] font-semibold">{i18n.t('Submitted before')}</h2>
      <div className="mt-2 overflow-x-auto">
        <table className="w-full min-w-180 text-left">
          <thead>
            <tr className="text-xs text-mute">
              {[i18n.t('Submitted'), i18n.t('Person'), i18n.t('Pipeline'), i18n.t('Period')].map((head) => (
                <th className="py-1 pr-4 font-medium" key={head} scope="col">
                  {head}
                </th>
              ))}
              {[i18n.t('Commit'), i18n.t('Best case')].map((head) => (
                <th className="py-1 pr-4 text-right font-medium" key={head} scope="col">
                  {head}
                </th>
              ))}
              <th className="py-1 font-medium" scope="col">
                {i18n.t('State')}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map(({ id, submitted_at, person, pipeline, period, called, locked }) => (
              <tr className="border-t border-line hover:bg-sunken/60" key={id}>
                <td className="py-1.5 pr-4 whitespace-nowrap">
                  <button className="hover:underline" onClick={() => onShow(id)} type="button">
                    {exactMoment(submitted_at)}
                  </button>
                </td>
                <td className="py-1.5 pr-4">{person.name}</td>
                <td className="py-1.5 pr-4">{pipeline.name}</td>
                <td className="py-1.5 pr-4 whitespace-nowrap">{period}</td>
                <td className="py-1.5 pr-4 text-right">
                  <Amount money={called.commit} />
                </td>
                <td className="py-1.5 pr-4 text-right">
                  <Amount money={called.best_case} />
                </td>
                <td className="py-1.5 text-mute">{locked ? i18n.t('locked') : i18n.t('until the deadline')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {query.hasNextPage && (
        <div className="mt-2 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {i18n.t('Show more')}
          </Button>
        </div>
      )}
    </section>
  )
}

function again(signals: Signal[]): void {
  if (signals.some(({ type }) => /^(submission|adjustment)\./.test(type)))
    void queries.invalidateQueries({ queryKey: ['submissions'] })
}
