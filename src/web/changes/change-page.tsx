import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { ChangeRequest } from '../../client/schema.ts'
import { useMe, usePipelines } from '../data.ts'
import { exactMoment } from '../format.ts'
import { RehearsalPanel } from '../rehearsals/rehearsal-panel.tsx'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { ApprovalPanel } from './approval-panel.tsx'
import { stateLooks, stateNames } from './change-words.ts'
import { changeQuery, planQuery, useFreshChanges } from './changes-data.ts'
import { CommentsPanel } from './comments-panel.tsx'
import { DecisionDialog, type Deciding } from './decision-dialog.tsx'
import { MigrationBar } from './migration-bar.tsx'
import { PlanView } from './plan-view.tsx'
import { StaleNotice } from './stale-notice.tsx'
import { TakenBack } from './taken-back.tsx'

const RollbackDialog = lazy(() => import('./rollback-dialog.tsx').then((m) => ({ default: m.RollbackDialog })))
const WithdrawDialog = lazy(() => import('./withdraw-dialog.tsx').then((m) => ({ default: m.WithdrawDialog })))

/** One proposed change: what it would do, who decides, and what became of it. */
export function ChangePage() {
  const { change: id = '' } = useParams({ strict: false })
  const query = useQuery(changeQuery(id))
  useFreshChanges()
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-4 p-3 md:p-5">
      <Link
        className="justify-self-start text-accent hover:underline"
        params={{ tab: 'changes' }}
        to="/governance/$tab"
      >
        ← {i18n.t('Change requests')}
      </Link>
      {query.isPending && (
        <Loading label={i18n.t('Loading the change request')}>
          <Skeleton className="h-96" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Change change={query.data} />}
    </div>
  )
}

function Change({ change }: { change: ChangeRequest }) {
  const me = useMe()
  const { byKey, marks } = usePipelines()
  const mayDesign = me.access.includes('pipelines:configure')
  const [deciding, decide] = useState<Deciding | null>(null)
  const [dialog, open] = useState<'rollback' | 'withdraw' | 'redesign' | null>(null)
  const { state } = change
  const decides = change.approvals.some(
    ({ may_vote, votes }) => may_vote || votes.some(({ person }) => person.id === me.person.id),
  )
  const seesPlan = mayDesign || decides
  const plan = useQuery({ ...planQuery(change.id, change.version), enabled: seesPlan })
  const approval = change.approvals.find((one) => one.state === 'open')
  const mayVote = state === 'open' && approval?.may_vote === true
  // Nobody approves what would not be done: first somebody looks again.
  const mayApprove = mayVote && plan.data?.stale !== true
  const waits = state === 'open' || state === 'approved' || state === 'stale'
  const mayWithdraw = waits && (mayDesign || change.created_by.id === me.person.id)
  const pipeline = byKey.get(change.pipeline.key)
  const close = () => open(null)
  const group = i18n.t('Change request')
  const say = (vote: Deciding['vote']) => approval && decide({ vote, approval })
  useShortcuts([
    ...(mayApprove ? [{ keys: 'A', label: i18n.t('Approve'), group, run: () => say('approve') }] : []),
    ...(mayVote ? [{ keys: 'R', label: i18n.t('Reject'), group, run: () => say('reject') }] : []),
  ])
  return (
    <>
      <header className="grid gap-2">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
          <h1 className="flex min-w-0 grow basis-80 items-start gap-2 text-lg font-semibold">
            <Mark mark={marks.get(change.pipeline.key)} />
            <span className="min-w-0 wrap-anywhere">
              <span className="num font-normal text-mute">{change.key}</span> {change.title}
            </span>
          </h1>
          <span className={`rounded px-2 py-0.5 font-medium ${stateLooks[state]}`} data-state={state} role="status">
            {stateNames()[state]}
          </span>
        </div>
        {change.reason !== null && <p className="max-w-prose whitespace-pre-line">{change.reason}</p>}
        <div className="flex flex-wrap gap-2 empty:hidden">
          {mayApprove && (
            <Button look="main" onClick={() => say('approve')}>
              {i18n.t('Approve')} <kbd className="text-xs opacity-80 max-md:hidden">A</kbd>
            </Button>
          )}
          {mayVote && (
            <Button look="danger" onClick={() => say('reject')}>
              {i18n.t('Reject')} <kbd className="text-xs opacity-80 max-md:hidden">R</kbd>
            </Button>
          )}
          {mayWithdraw && mayDesign && (
            <Button onClick={() => open('redesign')}>{i18n.t('Change it in the designer')}</Button>
          )}
          {mayWithdraw && (
            <Button look="quiet" onClick={() => open('withdraw')}>
              {i18n.t('Withdraw')}
            </Button>
          )}
          {state === 'published' && mayDesign && change.definition?.id === pipeline?.definition.id && (
            <Button onClick={() => open('rollback')}>{i18n.t('Roll back')}</Button>
          )}
        </div>
      </header>
      {plan.data?.stale && <StaleNotice change={change} changes={plan.data.changes} mayPlan={mayDesign} />}
      {change.job_id !== null && <MigrationBar job_id={change.job_id} pipeline={change.pipeline.key} />}
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <section aria-label={i18n.t('Plan')} className="panel min-w-0 self-start p-4 md:p-5">
          {!seesPlan && (
            <>
              <p>{change.summary}</p>
              <p className="mt-1 text-mute">
                {i18n.t('What it would do to deals is shown to those who design pipelines, and to those who decide.')}
              </p>
            </>
          )}
          {seesPlan && plan.isPending && (
            <Loading label={i18n.t('Working out what it would do')}>
              <Skeleton className="h-72" />
            </Loading>
          )}
          {plan.isError && <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />}
          {plan.data && (
            <PlanView
              names={namesIn(plan.data.stages)}
              pipeline={pipeline ?? { key: change.pipeline.key, stages: [] }}
              plan={plan.data}
            />
          )}
          {mayDesign && waits && (
            <div className="mt-6 border-t border-line pt-5">
              <RehearsalPanel
                of={{ pipeline: change.pipeline.key, source: change.source, stage_map: change.stage_map }}
              />
            </div>
          )}
        </section>
        <div className="grid content-start gap-4">
          <Facts change={change} />
          <ApprovalPanel change={change} />
          <CommentsPanel change={change} />
        </div>
      </div>
      {deciding && <DecisionDialog change={change} deciding={deciding} onClose={() => decide(null)} />}
      <Suspense>
        {dialog === 'rollback' && <RollbackDialog change={change} onClose={close} />}
        {(dialog === 'withdraw' || dialog === 'redesign') && (
          <WithdrawDialog change={change} onClose={close} redesign={dialog === 'redesign'} />
        )}
      </Suspense>
    </>
  )
}

const namesIn = (stages: readonly { key: string; name: string; new_name: string | null }[]) =>
  Object.fromEntries(stages.map(({ key, name, new_name }) => [key, new_name ?? name]))

function Facts({ change }: { change: ChangeRequest }) {
  const { pipeline, based_on, definition, migrate, effective_at, created_by, created_at, published_at } = change
  const facts: [string, ReactNode][] = [
    [
      i18n.t('Pipeline'),
      <Link
        className="text-accent hover:underline"
        key="pipeline"
        params={{ pipeline: pipeline.key }}
        to="/pipelines/$pipeline/design"
      >
        {pipeline.name}
      </Link>,
    ],
    [
      i18n.t('Version'),
      definition
        ? `${based_on.version} → ${definition.version}`
        : i18n.t('follows {version}', { version: based_on.version }),
    ],
    [i18n.t('Open deals'), migrate === 'all' ? i18n.t('come along') : i18n.t('stay in their version')],
    [i18n.t('From when on'), effective_at === null ? i18n.t('as soon as it is approved') : exactMoment(effective_at)],
    [i18n.t('Asked for by'), `${created_by.name}, ${exactMoment(created_at)}`],
    ...(published_at === null ? [] : [[i18n.t('Published'), exactMoment(published_at)] as [string, string]]),
  ]
  return (
    <section className="panel p-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([term, said]) => (
          <div className="contents" key={term}>
            <dt className="text-mute">{term}</dt>
            <dd className="num min-w-0 wrap-anywhere">{said}</dd>
          </div>
        ))}
      </dl>
      <TakenBack change={change} />
    </section>
  )
}
