import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { IncomingDeal } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { refreshRouting } from './routing-data.ts'

/** Says that what waits is no deal, and why; it stays to be read. */
export function DismissDialog({ of: one, onClose }: { of: IncomingDeal; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const dismiss = useMutation({
    mutationFn: () => client.incoming_deals.dismiss({ incoming_id: one.id, reason: reason.trim() }),
    onSuccess() {
      onClose()
      const told = i18n.t('{name} is dismissed', { name: one.given.name })
      say({ title: told })
      announce(told)
    },
    onSettled: refreshRouting,
  })
  const wrong = fieldError(dismiss.error, '/reason')
  return (
    <Dialog
      description={i18n.t('No deal is opened. What was handed in stays readable, with your reason.')}
      focus={first}
      onClose={onClose}
      open
      title={i18n.t('Dismiss {name}?', { name: one.given.name })}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!dismiss.isPending) dismiss.mutate()
        }}
      >
        <TextField
          error={wrong}
          label={i18n.t('Reason')}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
          ref={first}
          required
          value={reason}
        />
        {dismiss.isError && !wrong && (
          <p className="text-lost" role="alert">
            {sentenceOf(dismiss.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={dismiss.isPending} look="danger" type="submit">
            {i18n.t('Dismiss')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
