import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'
import type { Approval } from '../../client/schema.ts'
import { client } from '../api.ts'
import { ApprovalPanel } from '../changes/approval-panel.tsx'
import { stateLooks } from '../changes/change-words.ts'
import { DecisionDialog, type Deciding } from '../changes/decision-dialog.tsx'
import { useMe } from '../data.ts'
import { exactMoment } from '../format.ts'
import { type Signal, useSignals } from '../live.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { changeStates, type RuleChange } from './rule-change.ts'

type Props = {
  change: RuleChange
  /** What it would change, in one line. */
  summary: string
  withdraw: (change_id: string) => Promise<unknown>
  refresh: () => unknown
  /** Its plan, section by section. */
  children: ReactNode
}

/** One proposed set of rules: who asked for what and why, what it would change, who decides, and what became of it. */
export function RuleChangeView({ change, summary, withdraw, refresh, children }: Props) {
  const me = useMe()
  const [deciding, decide] = useState<Deciding | null>(null)
  const { id, state, may_vote, title, approval_id, version, based_on, created_by, created_at, decided_at } = change
  const approval = useQuery({
    queryKey: ['rule-change', 'approval', approval_id, version],
    queryFn: () => client.approvals.get({ approval_id: approval_id ?? '' }),
    enabled: approval_id !== null,
  }).data
  useSignals(
    useCallback((signals: Signal[]) => {
      if (signals.some(({ type }) => type.startsWith('approval.')))
        void queries.invalidateQueries({ queryKey: ['rule-change'] })
    }, []),
  )
  const mayVote = state === 'open' && may_vote && approval !== undefined
  const mayWithdraw = state === 'open' && me.access.includes('pipelines:configure')
  const takeBack = useMutation({
    mutationFn: () => withdraw(id),
    onSuccess: () => say({ title: i18n.t('{key} is withdrawn', { key: title }) }),
    onError: (error) => say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' }),
    onSettled: refresh,
  })
  const vote = (as: Deciding['vote']) => approval && decide({ vote: as, approval })
  const group = i18n.t('The proposed rules')
  useShortcuts(
    mayVote
      ? [
          { keys: 'A', label: i18n.t('Approve'), group, run: () => vote('approve') },
          { keys: 'R', label: i18n.t('Reject'), group, run: () => vote('reject') },
        ]
      : [],
  )
  return (
    <>
      <header className="grid gap-2">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
          <h1 className="min-w-0 grow basis-80 text-lg font-semibold wrap-anywhere">{title}</h1>
          <span className={`rounded px-2 py-0.5 font-medium ${stateLooks[state]}`} data-state={state} role="status">
            {changeStates()[state]}
          </span>
        </div>
        <p className="max-w-prose whitespace-pre-line">{change.reason}</p>
        <p className="text-xs text-mute">
          {i18n.t('Proposed by {name} on {when}, on version {version}', {
            name: created_by.name,
            when: exactMoment(created_at),
            version: based_on,
          })}
          {decided_at !== null && ` · ${i18n.t('decided on {when}', { when: exactMoment(decided_at) })}`}
        </p>
        <div className="flex flex-wrap gap-2 empty:hidden">
          {mayVote && (
            <Button look="main" onClick={() => vote('approve')}>
              {i18n.t('Approve')} <kbd className="text-xs opacity-80 max-md:hidden">A</kbd>
            </Button>
          )}
          {mayVote && (
            <Button look="danger" onClick={() => vote('reject')}>
              {i18n.t('Reject')} <kbd className="text-xs opacity-80 max-md:hidden">R</kbd>
            </Button>
          )}
          {mayWithdraw && (
            <Button disabled={takeBack.isPending} look="quiet" onClick={() => takeBack.mutate()}>
              {i18n.t('Withdraw')}
            </Button>
          )}
        </div>
      </header>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <section aria-label={i18n.t('Plan')} className="panel grid min-w-0 content-start gap-5 self-start p-4 md:p-5">
          {children}
        </section>
        {approval && <ApprovalPanel change={asked(change, approval)} />}
      </div>
      {deciding && (
        <DecisionDialog change={{ key: title, summary, created_by }} deciding={deciding} onClose={() => decide(null)} />
      )}
    </>
  )
}

const asked = ({ state }: RuleChange, approval: Approval) => ({
  approvals: [approval],
  state,
  rollback_of: null,
  self_approved: approval.votes.some(({ own, vote }) => own && vote === 'approve'),
})
