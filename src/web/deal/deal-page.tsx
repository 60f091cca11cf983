import { Link, useParams } from '@tanstack/react-router'
import { PathBar } from '../charts/path-bar.tsx'
import { usePipelines } from '../data.ts'
import { CreditPanel } from '../credits/credit-panel.tsx'
import { ContractPanel } from '../contracts/contract-panel.tsx'
import { FollowsPanel } from '../handoffs/follows-panel.tsx'
import { WaitingBar } from '../handoffs/waiting-bar.tsx'
import { useMoves } from '../move/use-moves.tsx'
import { documentOf, movingOf } from '../problem.ts'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { AskedPanel } from './asked-panel.tsx'
import { ChancePanel } from './chance-panel.tsx'
import { type DealPageData, useDealPage } from './deal-data.ts'
import { DealHead } from './deal-head.tsx'
import { FactsPanel } from './facts-panel.tsx'
import { GatePanel } from './gate-panel.tsx'
import { LinksPanel } from './links-panel.tsx'
import { LinesPanel } from './lines-panel.tsx'
import { pathOf } from './path-of.ts'
import { PeoplePanel } from './people-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'
import { useDealKeys } from './use-deal-keys.tsx'
import { WhyHerePanel } from './why-here-panel.tsx'

/** Where a deal is, what blocks it, what happened, and everything that is known about it. */
export function DealPage() {
  const { deal: key = '' } = useParams({ strict: false })
  const page = useDealPage(key)
  const { query, deal, notYet } = page
  if (query.isError && documentOf(query.error)?.status === 404) return <NoSuchDeal deal={key} />
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (notYet)
    return (
      <EmptyState title={i18n.t('{key} did not exist yet', { key })}>
        {i18n.t('It was created after the moment that you look at.')}
      </EmptyState>
    )
  if (!deal)
    return (
      <Loading label={i18n.t('Loading the deal')}>
        <div className="grid gap-3 p-5">
          <Skeleton className="h-36" />
          <Skeleton className="h-96" />
        </div>
      </Loading>
    )
  return <Page deal={deal} key={deal.id} page={page} />
}

function Page({ deal, page }: { deal: DealDetail; page: DealPageData }) {
  const { pipeline, newer, history, paces, now, canWork, past } = page
  const moves = useMoves()
  const moving = movingOf(deal)
  const start = (target: Parameters<typeof moves.start>[1]) => moves.start(moving, target)
  const keys = useDealKeys({ deal, moving, pipeline, canWork, onMove: start })
  const steps = pipeline
    ? pathOf(
        pipeline.stages,
        history.filter((row) => row.pipeline === deal.pipeline.key),
        { stage: deal.stage.key, outcome: deal.outcome, ageing: deal.ageing },
        paces,
        now,
      )
    : []
  return (
    <div className="mx-auto grid max-w-[1600px] gap-3 p-3 md:p-5 grid-cols-1 lg:grid-cols-12" data-deal={deal.key}>
      {!past && <WaitingBar canWork={canWork} deal={deal} now={now} />}
      <section className="panel p-4 md:px-5 lg:col-span-12">
        <DealHead canWork={canWork} deal={deal} now={now} onChoose={keys.choose} onMove={start} pipeline={pipeline} />
        <div className="mt-4">
          <PathBar steps={steps} />
        </div>
        {newer !== null && (
          <p className="mt-3 text-sm text-mute">
            {i18n.t('This deal goes by version {own} of its pipeline; new deals go by version {newer}.', {
              own: deal.definition.version,
              newer,
            })}
          </p>
        )}
      </section>
      <div className={column}>
        <GatePanel canWork={canWork} deal={deal} now={now} onMove={start} past={past} pipeline={pipeline} />
        {!past && <AskedPanel canWork={canWork} deal={deal} now={now} />}
        {!past && <PeoplePanel canWork={canWork} deal={deal} />}
        {!past && <CreditPanel canWork={canWork} deal={deal} />}
      </div>
      <div className={column}>
        <TimelinePanel {...page} deal={deal} />
        {!past && <LinesPanel canWork={canWork} deal={deal} />}
        {!past && <ContractPanel canWork={canWork} deal={deal} />}
        {!past && <FollowsPanel canWork={canWork} deal={deal} now={now} onOpen={keys.follow} />}
        {!past && <LinksPanel canWork={canWork} deal={deal} />}
        <WhyHerePanel deal_id={deal.id} />
      </div>
      <div className={column}>
        {!past && <ChancePanel deal={deal} now={now} />}
        <FactsPanel canWork={canWork} deal={deal} now={now} pipeline={pipeline} />
      </div>
      {moves.windows}
      {keys.windows}
    </div>
  )
}

/** Three of equal width, so that the long ones, gate and facts, keep each other the balance. */
const column = 'grid min-w-0 grid-cols-1 content-start gap-3 lg:col-span-4'

function NoSuchDeal({ deal }: { deal: string }) {
  const { list } = usePipelines()
  return (
    <EmptyState
      action={
        <Link className="text-accent underline" search={{ q: deal, outcome: 'any' }} to="/deals">
          {i18n.t('Search for it among all deals')}
        </Link>
      }
      title={i18n.t('There is no deal {deal}', { deal })}
    >
      {i18n.t(
        'The number may be mistyped. There are {count, plural, one {# pipeline} other {# pipelines}} to look in.',
        {
          count: list.length,
        },
      )}
    </EmptyState>
  )
}
