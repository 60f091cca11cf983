import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import type { Approval, ChangeRequest } from '../../client/schema.ts'
import { useMe } from '../data.ts'
import { documentOf, fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

export type Deciding = { vote: 'approve' | 'reject'; approval: Approval }
type Props = { change: Pick<ChangeRequest, 'key' | 'summary' | 'created_by'>; deciding: Deciding; onClose: () => void }

/** Approves with or without words, rejects with them; whoever decides on their own request is told what that means. */
export function DecisionDialog({ change, deciding: { vote, approval }, onClose }: Props) {
  const own = change.created_by.id === useMe().person.id
  const [reason, setReason] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const send = useMutation({
    mutationFn: () =>
      client.approval_votes.create({
        approval_id: approval.id,
        vote,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    async onSuccess(after) {
      onClose()
      const told =
        after.state === 'open'
          ? i18n.t('Your approval of {key} is noted; others are asked too', { key: change.key })
          : after.state === 'approved'
            ? i18n.t('{key} is approved', { key: change.key })
            : i18n.t('{key} is rejected', { key: change.key })
      say({ title: told })
      announce(told)
      await queries.invalidateQueries()
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['changes'] }),
  })
  const changes = (documentOf(send.error)?.['changes'] as string[] | undefined) ?? []
  const approves = vote === 'approve'
  return (
    <Dialog
      description={approves ? change.summary : i18n.t('Whoever asked is to know what would do.')}
      focus={() => area.current}
      onClose={onClose}
      open
      title={approves ? i18n.t('Approve {key}?', { key: change.key }) : i18n.t('Reject {key}?', { key: change.key })}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate()
        }}
      >
        {own && approves && (
          <p className="rounded-md bg-risk-soft px-3 py-2 text-risk">
            {i18n.t(
              'This is your own request. Nobody else can decide, so you may; it is marked as self-approved, here and in the audit log.',
            )}
          </p>
        )}
        <TextArea
          error={fieldError(send.error, '/reason')}
          label={approves ? i18n.t('Reason, if there is one to give') : i18n.t('Reason')}
          onChange={({ target }) => setReason(target.value)}
          ref={area as never}
          required={!approves}
          value={reason}
        />
        {send.isError && (
          <div className="text-lost" role="alert">
            <p>{sentenceOf(send.error)}</p>
            {changes.map((one) => (
              <p key={one}>{one}</p>
            ))}
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button disabled={send.isPending} look={approves ? 'main' : 'danger'} type="submit">
            {approves ? i18n.t('Approve') : i18n.t('Reject')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
