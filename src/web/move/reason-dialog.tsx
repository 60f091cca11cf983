import { type FormEvent, useState } from 'react'
import { stageName, usePipelines } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextArea } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import type { Moving, Target } from './target.ts'
import type { Given } from './pending.ts'

type Props = { deal: Moving; target: Target; onGive: (given: Given) => void; onPutBack: () => void }

/** One question: why this deal is lost, skips a stage, goes back, or opens again. */
export function ReasonDialog({ deal, target, onGive, onPutBack }: Props) {
  const pipeline = usePipelines().byKey.get(deal.pipeline)
  const [reason, setReason] = useState('')
  const lost = 'outcome' in target
  const stage = lost ? '' : stageName(pipeline, target.to_stage)
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (reason.trim()) onGive({ reason: reason.trim() })
  }
  return (
    <Dialog
      description={lost ? deal.name : i18n.t('{deal} to {stage}', { deal: deal.name, stage })}
      onClose={onPutBack}
      open
      title={lost ? i18n.t('Why was it lost?') : i18n.t('Why this move?')}
      width="narrow"
    >
      <form onSubmit={submit}>
        {lost ? (
          <Select
            autoFocus
            empty={i18n.t('Choose a reason')}
            label={i18n.t('Reason')}
            onChange={(event) => setReason(event.target.value)}
            options={(pipeline?.lost_reasons ?? []).map(({ key, label }) => ({ value: key, label }))}
            required
            value={reason}
          />
        ) : (
          <TextArea
            autoFocus
            hint={i18n.t('{pipeline} asks for it when a stage is skipped or a deal goes back.', {
              pipeline: pipeline?.name ?? '',
            })}
            label={i18n.t('Reason')}
            onChange={(event) => setReason(event.target.value)}
            required
            value={reason}
          />
        )}
        <DialogActions>
          <Button look="quiet" onClick={onPutBack} type="button">
            {i18n.t('Put back')}
          </Button>
          <Button disabled={!reason.trim()} look="main" type="submit">
            {lost ? i18n.t('Mark as lost') : i18n.t('Move')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
