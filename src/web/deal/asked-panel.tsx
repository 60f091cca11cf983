import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '../api.ts'
import { shortDay } from '../format.ts'
import { ApprovalVotes } from '../governance/approval-votes.tsx'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import type { Confirmation, DealDetail, GateApproval } from '../wire.ts'
import { i18n } from '../words.ts'
import { refreshDeal } from './deal-data.ts'

type Props = { deal: DealDetail; now: string; canWork: boolean }

/** Who was asked for what a gate wants: buyers and those who approve, and what they said. */
export function AskedPanel({ deal, now, canWork }: Props) {
  const confirmations = useQuery({
    queryKey: ['asked', 'confirmations', deal.id],
    queryFn: async () => (await client.confirmations.list({ deal_id: deal.id })).data,
  })
  const approvals = useQuery({
    queryKey: ['asked', 'approvals', deal.id],
    queryFn: async () => (await client.gate_approvals.list({ deal_id: deal.id, limit: 50 })).data,
  })
  const asked = confirmations.data ?? []
  const put = approvals.data ?? []
  if (asked.length === 0 && put.length === 0) return null
  return (
    <section className="panel p-4" data-asked>
      <h2 className="text-[15px] font-semibold">{i18n.t('Asked for')}</h2>
      <ul className="mt-1 divide-y divide-line">
        {put.map((one) => (
          <Approval approval={one} canWork={canWork} deal={deal} key={one.id} now={now} />
        ))}
        {asked.map((one) => (
          <Buyer canWork={canWork} confirmation={one} deal={deal} key={one.id} now={now} />
        ))}
      </ul>
    </section>
  )
}

const settled = () => {
  void queries.invalidateQueries({ queryKey: ['asked'] })
  refreshDeal()
}
const onError = (error: unknown) =>
  say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' })

function Approval({
  approval: one,
  deal,
  canWork,
  now,
}: Omit<Props, 'deal'> & { deal: DealDetail; approval: GateApproval }) {
  const withdraw = useMutation({
    mutationFn: () => client.gate_approvals.withdraw({ deal_id: deal.id, gate_approval_id: one.id }),
    onError,
    onSettled: settled,
  })
  const { approval } = one
  const states = {
    open: i18n.t('waits for {needed, plural, one {# vote} other {# votes}}', { needed: approval.needed }),
    approved: i18n.t('approved'),
    rejected: i18n.t('rejected'),
    cancelled: i18n.t('withdrawn'),
  }
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="min-w-0 grow font-medium">{one.label}</span>
        <span className="text-xs text-mute">{states[approval.state]}</span>
      </p>
      <p className="text-xs text-mute">
        {i18n.t('{name} asked on {day}', { name: one.asked_by.name, day: shortDay(one.asked_at, now) })}
        {approval.due_at && approval.state === 'open' && (
          <> · {i18n.t('an answer is wanted by {day}', { day: shortDay(approval.due_at, now) })}</>
        )}
      </p>
      {one.note && <p className="mt-1 whitespace-pre-line">{one.note}</p>}
      {approval.votes.map((vote) => (
        <p className="text-xs text-mute" key={vote.person.id}>
          {vote.vote === 'approve'
            ? i18n.t('{name} approved', { name: vote.person.name })
            : i18n.t('{name} rejected: {reason}', { name: vote.person.name, reason: vote.reason ?? '' })}
        </p>
      ))}
      {approval.state === 'open' && (
        <div className="mt-1.5 flex flex-wrap gap-2">
          <ApprovalVotes approval={approval} onVoted={settled} />
          {canWork && (
            <Button disabled={withdraw.isPending} look="quiet" onClick={() => withdraw.mutate()} size="small">
              {i18n.t('Withdraw')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

function Buyer({
  confirmation: one,
  deal,
  canWork,
  now,
}: Omit<Props, 'deal'> & { deal: DealDetail; confirmation: Confirmation }) {
  const revoke = useMutation({
    mutationFn: () => client.confirmations.revoke({ deal_id: deal.id, confirmation_id: one.id }),
    onError,
    onSettled: settled,
  })
  const states = {
    open: i18n.t('has until {day}', { day: shortDay(one.expires_at, now) }),
    confirmed: i18n.t('confirmed'),
    declined: i18n.t('declined'),
    revoked: i18n.t('taken back'),
    expired: i18n.t('did not answer in time'),
  }
  const tone = one.state === 'confirmed' ? 'text-won' : one.state === 'declined' ? 'text-lost' : 'text-mute'
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="min-w-0 grow font-medium">{one.name}</span>
        <span className={`text-xs ${tone}`}>{states[one.state]}</span>
      </p>
      <p className="text-xs text-mute">{one.asks}</p>
      {one.answered_by && (
        <p className="text-xs text-mute">
          {i18n.t('signed {name}, {day}', { name: one.answered_by, day: shortDay(one.answered_at ?? now, now) })}
          {one.remark && <>: {one.remark}</>}
        </p>
      )}
      {one.state === 'open' && (
        <p className="flex items-center gap-2 text-xs text-mute">
          <span className="grow">{mailWords(one)}</span>
          {canWork && (
            <Button
              aria-label={i18n.t('Take back the question to {name}', { name: one.name })}
              disabled={revoke.isPending}
              look="quiet"
              onClick={() => revoke.mutate()}
              size="small"
            >
              {i18n.t('Take back')}
            </Button>
          )}
        </p>
      )}
    </li>
  )
}

function mailWords({ mail, mail_error, email }: Confirmation): string {
  if (mail === 'sent') return i18n.t('mailed to {email}', { email: email ?? '' })
  if (mail === 'waiting') return i18n.t('the mail to {email} goes out', { email: email ?? '' })
  if (mail === 'failed') return i18n.t('The mail did not go out: {reason}', { reason: mail_error ?? '' })
  return i18n.t('by a link that was handed over')
}
