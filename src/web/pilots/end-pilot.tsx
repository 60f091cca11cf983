import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { client } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { type PilotSummary, refreshPilots } from './pilots-data.ts'

/** Ends a pilot: for what it was, or by asking for what it tried. */
export function EndPilot({ of, how, onClose }: { of: PilotSummary; how: 'stop' | 'adopt'; onClose: () => void }) {
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const end = useMutation({
    mutationFn: () =>
      how === 'stop'
        ? client.pilots.stop({ pilot_id: of.id, reason })
        : client.pilots.adopt({ pilot_id: of.id, ...(reason.trim() === '' ? {} : { reason }) }),
    async onSuccess({ name, change_request }) {
      onClose()
      say({ title: how === 'stop' ? i18n.t('{name} is stopped', { name }) : i18n.t('{name} is adopted', { name }) })
      await refreshPilots()
      if (how === 'adopt' && change_request)
        await navigate({ to: '/governance/changes/$change', params: { change: change_request.id } })
    },
  })
  const names = { tried: of.pilot_pipeline.name, rest: of.pipeline.name }
  const adopted = of.next_version
    ? i18n.t(
        'What was tried is asked for as the next version of {rest}; others decide on it. {tried} takes no new deals.',
        names,
      )
    : i18n.t('{tried} goes on as a pipeline of its own, and new deals of {rest} are no longer divided.', names)
  const stopped = i18n.t('All new deals go to {rest} again. {tried} brings those that it has to their end.', names)
  return (
    <Dialog
      description={how === 'stop' ? stopped : adopted}
      focus={() => area.current}
      onClose={onClose}
      open
      title={how === 'stop' ? i18n.t('Stop {name}?', { name: of.name }) : i18n.t('Adopt {name}?', { name: of.name })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          end.mutate()
        }}
      >
        <TextArea
          error={fieldError(end.error, '/reason')}
          label={i18n.t('Why')}
          onChange={({ target }) => setReason(target.value)}
          ref={area as never}
          required={how === 'stop'}
          value={reason}
        />
        {end.isError && (
          <p className="mt-2 text-lost" role="alert">
            {sentenceOf(end.error)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button disabled={end.isPending} look={how === 'stop' ? 'danger' : 'main'} type="submit">
            {how === 'stop' ? i18n.t('Stop the pilot') : i18n.t('Adopt it')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
