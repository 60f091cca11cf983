import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { shortDay } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { PickMenu } from '../ui/menu.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { GateApproval } from '../wire.ts'
import { i18n } from '../words.ts'
import { ApprovalVotes } from './approval-votes.tsx'

type Queue = 'mine' | 'asked' | 'all'

/** What gates of deals want approved: mine to decide first. */
export function ApprovalsSection() {
  const [queue, setQueue] = useState<Queue>('mine')
  const query = useInfiniteQuery({
    queryKey: ['approvals', queue],
    queryFn: ({ pageParam }) => client.gate_approvals.list({ queue, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const names = { mine: i18n.t('for me to decide'), asked: i18n.t('that I asked for'), all: i18n.t('all') }
  const list = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <div className="grid gap-3">
      <div>
        <PickMenu
          choices={Object.entries(names).map(([value, label]) => ({ value, label }))}
          label={i18n.t('Approvals')}
          onPick={(value) => setQueue(value as Queue)}
          shown={names[queue]}
          value={queue}
        />
      </div>
      {query.isPending && (
        <Loading label={i18n.t('Loading the approvals')}>
          <Skeleton className="h-60" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && list.length === 0 && (
        <EmptyState
          title={queue === 'mine' ? i18n.t('Nothing waits for your decision') : i18n.t('Nothing was asked for')}
        >
          {i18n.t('Where a gate wants an approval, it is asked for on the deal, and comes here.')}
        </EmptyState>
      )}
      {list.length > 0 && (
        <ul className="panel divide-y divide-line px-4">
          {list.map((one) => (
            <Row approval={one} key={one.id} onVoted={() => void query.refetch()} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button className="justify-self-center" onClick={() => void query.fetchNextPage()}>
          {i18n.t('Show more')}
        </Button>
      )}
    </div>
  )
}

function Row({ approval: one, onVoted }: { approval: GateApproval; onVoted: () => void }) {
  const { today } = useMe().workspace
  const { marks } = usePipelines()
  const { approval } = one
  const late = approval.state === 'open' && approval.due_at !== null && approval.due_at.slice(0, 10) < today
  const states = {
    open: i18n.t('open'),
    approved: i18n.t('approved'),
    rejected: i18n.t('rejected'),
    cancelled: i18n.t('withdrawn'),
  }
  return (
    <li className="grid gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[1fr_auto]" data-approval={one.id}>
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          <Mark mark={marks.get(approval.pipeline.key)} size="small" />
          <span className="min-w-0 font-medium">{one.label}</span>
        </p>
        <p>
          <Link className="hover:underline" params={{ deal: one.deal.key }} to="/deals/$deal">
            {one.deal.name} <span className="num whitespace-nowrap text-mute">{one.deal.key}</span>
          </Link>
        </p>
        {one.note && <p className="whitespace-pre-line">“{one.note}”</p>}
        <p className="text-xs text-mute">
          {i18n.t('{name} asked on {day}', { name: one.asked_by.name, day: shortDay(one.asked_at, today) })}
          {approval.state === 'open' && approval.due_at && (
            <span className={late ? 'text-lost' : ''}>
              {' '}
              · {i18n.t('an answer is wanted by {day}', { day: shortDay(approval.due_at, today) })}
            </span>
          )}
        </p>
        <ul className="text-xs text-mute">
          {approval.votes.map(({ person, vote, reason, voted_at }) => (
            <li key={person.id}>
              {vote === 'approve'
                ? i18n.t('{name} approved on {day}', { name: person.name, day: shortDay(voted_at, today) })
                : i18n.t('{name} rejected on {day}', { name: person.name, day: shortDay(voted_at, today) })}
              {reason !== null && <span className="whitespace-pre-line">: “{reason}”</span>}
            </li>
          ))}
        </ul>
      </div>
      <div className="self-center">
        {approval.state === 'open' ? (
          <ApprovalVotes approval={approval} onVoted={onVoted} />
        ) : (
          <span className="text-xs text-mute">{states[approval.state]}</span>
        )}
      </div>
    </li>
  )
}
