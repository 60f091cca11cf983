import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import type { GateApproval } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = { approval: GateApproval['approval']; onVoted: () => void }

/** The two answers to a question, for whoever may give one; a rejection wants its reason. */
export function ApprovalVotes({ approval, onVoted }: Props) {
  const [rejecting, setRejecting] = useState(false)
  const [reason, setReason] = useState('')
  const vote = useMutation({
    mutationFn: (answer: { vote: 'approve' | 'reject'; reason?: string }) =>
      client.approval_votes.create({ approval_id: approval.id, ...answer }),
    onSuccess: (_, answer) => {
      say({ title: answer.vote === 'approve' ? i18n.t('Approved') : i18n.t('Rejected'), detail: approval.title })
      setRejecting(false)
    },
    onError: (error) => say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['approvals'] })
      onVoted()
    },
  })
  if (!approval.may_vote) return approval.why_not ? <p className="text-xs text-mute">{approval.why_not}</p> : null
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (reason.trim()) vote.mutate({ vote: 'reject', reason: reason.trim() })
  }
  return (
    <div className="flex gap-2">
      <Button
        aria-label={i18n.t('Approve: {what}', { what: approval.title })}
        className="text-won"
        disabled={vote.isPending}
        onClick={() => vote.mutate({ vote: 'approve' })}
        size="small"
      >
        {i18n.t('Approve')}
      </Button>
      <Button
        aria-label={i18n.t('Reject: {what}', { what: approval.title })}
        className="text-lost"
        onClick={() => setRejecting(true)}
        size="small"
      >
        {i18n.t('Reject…')}
      </Button>
      {rejecting && (
        <Dialog
          description={approval.title}
          onClose={() => setRejecting(false)}
          open
          title={i18n.t('Why is it rejected?')}
          width="narrow"
        >
          <form onSubmit={submit}>
            <TextArea
              autoFocus
              hint={i18n.t('Whoever asked is to know what would do.')}
              label={i18n.t('Reason')}
              onChange={(event) => setReason(event.target.value)}
              required
              value={reason}
            />
            <DialogActions>
              <Button look="quiet" onClick={() => setRejecting(false)} type="button">
                {i18n.t('Cancel')}
              </Button>
              <Button disabled={!reason.trim() || vote.isPending} look="danger" type="submit">
                {i18n.t('Reject')}
              </Button>
            </DialogActions>
          </form>
        </Dialog>
      )}
    </div>
  )
}
