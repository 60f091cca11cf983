import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

type Given = { title?: string; reason: string }
type Props = {
  /** What it is called where nobody names it. */
  usual: string
  propose: (given: Given) => Promise<{ id: string }>
  /** It is asked for: the draft has done its work. */
  onProposed: (id: string) => Promise<unknown>
  onClose: () => void
}

/** Asks those who decide for a draft to be published, and says why. */
export function ProposeDialog({ usual, propose, onProposed, onClose }: Props) {
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const send = useMutation({
    mutationFn: () => propose({ reason: reason.trim(), ...(title.trim() === '' ? {} : { title: title.trim() }) }),
    async onSuccess({ id }) {
      onClose()
      say({ title: i18n.t('The rules are proposed; those who decide are asked') })
      await onProposed(id)
    },
  })
  return (
    <Dialog
      description={i18n.t('The whole set is published at once, as soon as it is approved.')}
      focus={first}
      onClose={onClose}
      open
      title={i18n.t('Propose these rules')}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!send.isPending) send.mutate()
        }}
      >
        <TextField
          error={fieldError(send.error, '/title')}
          hint={i18n.t('Empty for “{title}”', { title: usual })}
          label={i18n.t('Title')}
          maxLength={160}
          onChange={({ target }) => setTitle(target.value)}
          ref={first}
          value={title}
        />
        <TextArea
          error={fieldError(send.error, '/reason')}
          label={i18n.t('Why')}
          maxLength={2000}
          onChange={({ target }) => setReason(target.value)}
          required
          value={reason}
        />
        {send.isError && !fieldError(send.error, '/reason') && !fieldError(send.error, '/title') && (
          <p className="text-lost" role="alert">
            {sentenceOf(send.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={send.isPending} look="main" type="submit">
            {i18n.t('Propose')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
