import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Handoff } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { titleOf } from './handoff-words.ts'
import { refreshHandoffs } from './handoffs-data.ts'

/** Why a follow-on deal is not taken, and whether it goes back to where it came from or is rejected for good. */
export function RefuseDialog({ handoff, onClose }: { handoff: Handoff; onClose: () => void }) {
  const [as, setAs] = useState<'return' | 'reject'>('return')
  const [reason, setReason] = useState('')
  const refuse = useMutation({
    mutationFn: () =>
      client.handoffs[as]({ handoff_id: handoff.id, reason: reason.trim(), if_version: handoff.version }),
    onSuccess: () => {
      const title = as === 'return' ? i18n.t('Returned') : i18n.t('Rejected')
      say({ title, detail: titleOf(handoff) })
      announce(title)
      onClose()
    },
    onSettled: refreshHandoffs,
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (reason.trim() && !refuse.isPending) refuse.mutate()
  }
  const back = handoff.from?.owner?.name ?? handoff.created_by?.name
  const ways = [
    {
      value: 'return',
      label: i18n.t('Return it'),
      detail: back
        ? i18n.t('{name} hears why, and may ask again', { name: back })
        : i18n.t('whoever sent it hears why, and may ask again'),
    },
    { value: 'reject', label: i18n.t('Reject it for good'), detail: i18n.t('there is nothing to be done for it') },
  ] as const
  return (
    <Dialog
      description={
        handoff.to.deal
          ? i18n.t('{key} ends as void: in no rate and no total.', { key: handoff.to.deal.key })
          : titleOf(handoff)
      }
      onClose={onClose}
      open
      title={i18n.t('Not accepted')}
    >
      <form className="grid gap-3" data-refuse onSubmit={submit}>
        <TextArea
          autoFocus
          error={fieldError(refuse.error, '/reason')}
          label={i18n.t('Reason')}
          maxLength={1000}
          onChange={({ target }) => setReason(target.value)}
          required
          value={reason}
        />
        <fieldset className="grid gap-1.5 sm:grid-cols-2">
          <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('What becomes of it')}</legend>
          {ways.map(({ value, label, detail }) => (
            <Choice
              checked={as === value}
              detail={detail}
              key={value}
              label={label}
              name="as"
              onChoose={() => setAs(value)}
            />
          ))}
        </fieldset>
        {refuse.isError && (
          <p className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
            {sentenceOf(refuse.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose} type="button">
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={!reason.trim() || refuse.isPending} look="main" type="submit">
            {as === 'return' ? i18n.t('Return') : i18n.t('Reject')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
