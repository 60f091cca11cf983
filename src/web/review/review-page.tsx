import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../api.ts'
import { useContext, useMe, useMoment, usePipelines } from '../data.ts'
import { ForecastTabs } from '../forecast/forecast-tabs.tsx'
import { useWhose } from '../forecast/movement-scope.tsx'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { useShortcuts } from '../shortcuts.ts'
import { startOfDay } from '../zone.ts'
import { Button } from '../ui/button.tsx'
import { PickMenu } from '../ui/menu.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { CalledPanel } from './called-panel.tsx'
import { EndDialog } from './end-dialog.tsx'
import { PastReviews } from './past-reviews.tsx'
import { Progress } from './progress.tsx'
import { type Agenda, agendaQuery, type Review, reviewQuery, useFreshReview } from './review-data.ts'
import type { ReviewSearch } from './review-search.ts'
import { agendaFinding, sinceSentence } from './review-words.ts'
import { SummaryPanel } from './summary-panel.tsx'
import { Walk } from './walk.tsx'

/** The weekly review: deals that changed, are late or carry the risk, one at a time, and what is decided on each. */
export function ReviewPage() {
  const search = useSearch({ strict: false }) as ReviewSearch
  const { list, byKey } = usePipelines()
  const { ccy } = useContext()
  const { past } = useMoment()
  const { access, workspace } = useMe()
  const navigate = useNavigate()
  const [ending, setEnding] = useState(false)
  const [beginning, setBeginning] = useState(false)
  const key = search.in ?? list[0]?.key
  const scope = {
    pipeline: key ?? '',
    ...(search.whose?.startsWith('team_') ? { team: search.whose } : search.whose ? { person: search.whose } : {}),
    ...(search.since ? { since: startOfDay(search.since, workspace.time_zone) } : {}),
    ...(ccy ? { currency: ccy } : {}),
  }
  const agenda = useQuery({ ...agendaQuery(scope), enabled: key !== undefined && search.review === undefined })
  const review = useQuery({ ...reviewQuery(search.review ?? ''), enabled: search.review !== undefined })
  useFreshReview(search.review)
  const query = search.review === undefined ? agenda : review
  const shown: Agenda | Review | undefined = query.data
  const under_way = review.data?.state === 'under_way' && search.review !== undefined
  const may = access.includes('forecast:submit') && !past
  const set = (change: ReviewSearch) =>
    void navigate({
      to: '.',
      search: (old: object) => ({ ...old, ...change }) as never,
      replace: true,
      resetScroll: false,
    })
  async function begin(): Promise<void> {
    if (beginning) return
    setBeginning(true)
    try {
      const begun = await client.deal_reviews.create(scope)
      queries.setQueryData(reviewQuery(begun.id).queryKey, begun)
      set({ review: begun.id })
    } catch (error) {
      say({ title: i18n.t('The review did not begin'), detail: sentenceOf(error), tone: 'bad' })
    } finally {
      setBeginning(false)
    }
  }
  const begins = agenda.data && (agenda.data.deals.length > 0 || agenda.data.under_way !== null)
  const canBegin = may && search.review === undefined && begins === true
  useShortcuts([
    ...(canBegin ? [{ keys: 'B', label: i18n.t('Begin the review'), group: group(), run: () => void begin() }] : []),
    ...(may && under_way
      ? [{ keys: 'E', label: i18n.t('End the review'), group: group(), run: () => setEnding(true) }]
      : []),
  ])
  if (key === undefined)
    return (
      <EmptyState title={i18n.t('There is no pipeline to review')}>
        {i18n.t('Make one first; then its deals are talked about here.')}
      </EmptyState>
    )
  const waits = search.review === undefined ? agenda.data?.under_way : null
  return (
    <div className="mx-auto grid w-full max-w-[1500px] grid-cols-1 gap-3 p-3 md:p-5">
      <ForecastTabs />
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 grow basis-72">
          <h1 className="text-lg font-semibold">
            {i18n.t('Review of {pipeline}', { pipeline: shown?.pipeline.name ?? byKey.get(key)?.name ?? key })}
            {(shown?.person ?? shown?.team) && `: ${shown?.person?.name ?? shown?.team?.name}`}
          </h1>
          {shown && (
            <p className="text-mute">
              {agendaFinding(shown.deals)}, {sinceSentence(shown)}
            </p>
          )}
        </div>
        {search.review === undefined ? (
          <Scope search={search} pipeline={key} onSet={set} />
        ) : (
          <Button look="quiet" onClick={() => set({ review: undefined, deal: undefined })}>
            {i18n.t('Other reviews')}
          </Button>
        )}
        {canBegin && (
          <Button disabled={beginning} look="main" onClick={() => void begin()}>
            {waits ? i18n.t('Go to the one under way') : i18n.t('Begin the review')}
            <kbd className="opacity-80">B</kbd>
          </Button>
        )}
        {may && under_way && (
          <Button onClick={() => setEnding(true)}>
            {i18n.t('End the review')} <kbd className="text-mute">E</kbd>
          </Button>
        )}
      </div>
      {query.isError && (
        <section className="panel">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </section>
      )}
      {query.isPending && (
        <Loading label={i18n.t('Loading what there is to talk about')}>
          <Skeleton className="h-96" />
        </Loading>
      )}
      {shown && !query.isError && (
        <>
          {'state' in shown && <Progress review={shown} />}
          {'state' in shown && shown.state === 'ended' && <SummaryPanel review={shown} />}
          <CalledPanel called={shown} />
          {shown.deals.length === 0 ? (
            <Nothing shown={shown} />
          ) : (
            <Walk
              key={search.review ?? `${key} ${search.whose}`}
              mayMark={may}
              onSet={set}
              search={search}
              shown={shown}
            />
          )}
        </>
      )}
      {search.review === undefined && (
        <PastReviews onPick={(id) => set({ review: id, deal: undefined })} pipeline={key} />
      )}
      {ending && review.data && <EndDialog onClose={() => setEnding(false)} review={review.data} />}
    </div>
  )
}

const group = () => i18n.t('Review')

type ScopeProps = { search: ReviewSearch; pipeline: string; onSet: (change: ReviewSearch) => void }

function Scope({ search, pipeline, onSet }: ScopeProps) {
  const { list, byKey } = usePipelines()
  const whose = useWhose()
  const fresh = { review: undefined, deal: undefined }
  return (
    <div className="no-print flex flex-wrap items-center gap-2">
      <PickMenu
        choices={list.map(({ key, name }) => ({ value: key, label: name }))}
        label={i18n.t('Pipeline')}
        onPick={(value) => onSet({ in: value, ...fresh })}
        shown={byKey.get(pipeline)?.name ?? pipeline}
        terse
        value={pipeline}
      />
      <PickMenu
        choices={whose}
        label={i18n.t('Whose')}
        onPick={(value) => onSet({ whose: value === 'all' ? undefined : value, ...fresh })}
        shown={whose.find(({ value }) => value === (search.whose ?? 'all'))?.label ?? search.whose ?? ''}
        terse
        value={search.whose ?? 'all'}
      />
    </div>
  )
}

function Nothing({ shown }: { shown: Agenda | Review }) {
  const quiet = 'quiet' in shown ? shown.quiet : 0
  return (
    <section className="panel">
      <EmptyState title={i18n.t('Nothing to talk about')}>
        {i18n.t('Nothing happened {since}.', { since: sinceSentence(shown) })}{' '}
        {quiet === 0
          ? i18n.t('No deal is open here. Another person or pipeline may have some.')
          : i18n.t(
              '{quiet, plural, one {# deal is open, neither late nor a risk.} other {# deals are open, none late or a risk.}}',
              { quiet },
            )}
      </EmptyState>
    </section>
  )
}
