import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { client } from '../api.ts'
import type { ChangeRequest } from '../../client/schema.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

/** Publishes the version before again, as a version of its own. */
export function RollbackDialog({ change, onClose }: { change: ChangeRequest; onClose: () => void }) {
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const roll = useMutation({
    mutationFn: () =>
      client.change_requests.rollback({
        change_request_id: change.id,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    async onSuccess(back) {
      onClose()
      say({ title: i18n.t('{key} is taken back', { key: change.key }) })
      await queries.invalidateQueries()
      await navigate({ to: '/governance/changes/$change', params: { change: back.id } })
    },
  })
  return (
    <Dialog
      description={i18n.t(
        'Version {version} is published again under a new number, and deals that this change moved go back to where they stood. Deals that moved on since then stay.',
        { version: change.based_on.version },
      )}
      focus={() => area.current}
      onClose={onClose}
      open
      title={i18n.t('Roll {key} back?', { key: change.key })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          roll.mutate()
        }}
      >
        <TextArea
          label={i18n.t('Why')}
          onChange={({ target }) => setReason(target.value)}
          ref={area as never}
          value={reason}
        />
        {roll.isError && (
          <p className="mt-2 text-lost" role="alert">
            {sentenceOf(roll.error)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button disabled={roll.isPending} look="danger" type="submit">
            {i18n.t('Roll back')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
