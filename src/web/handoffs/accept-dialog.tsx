import { type FormEvent, useState } from 'react'
import type { Handoff } from '../../client/schema.ts'
import { useMe, usePipelines } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { i18n } from '../words.ts'
import { titleOf } from './handoff-words.ts'
import { nothingSaid, OpeningFields, saidOf } from './opening-fields.tsx'
import { useAcceptance } from './use-acceptance.ts'

/** Accepts what is only proposed or could not be opened: the deal is opened, or moved, with what is said here. */
export function AcceptDialog({ handoff, onClose }: { handoff: Handoff; onClose: () => void }) {
  const { byKey } = usePipelines()
  const { workspace } = useMe()
  const [opening, setOpening] = useState(nothingSaid)
  const accept = useAcceptance({ onDone: onClose, quiet: true })
  const moves = handoff.kind === 'transfer'
  function submit(event: FormEvent): void {
    event.preventDefault()
    const { fields, ...said } = saidOf(opening, workspace.currency)
    const given = { ...(moves ? {} : said), ...(fields ? { fields } : {}) }
    if (!accept.isPending) accept.mutate({ handoff_id: handoff.id, if_version: handoff.version, ...given })
  }
  return (
    <Dialog description={handoff.because} onClose={onClose} open title={titleOf(handoff)}>
      <form className="grid gap-3" data-accept onSubmit={submit}>
        {handoff.blocked_by && !accept.isError && (
          <p className="rounded-md bg-risk-soft px-3 py-2 text-risk">{handoff.blocked_by}</p>
        )}
        {!moves && (
          <OpeningFields
            error={accept.error}
            onChange={setOpening}
            pipeline={byKey.get(handoff.to.pipeline.key)}
            value={opening}
          />
        )}
        {accept.isError && (
          <p className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
            {sentenceOf(accept.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose} type="button">
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={accept.isPending} look="main" type="submit">
            {moves
              ? i18n.t('Move to {pipeline}', { pipeline: handoff.to.pipeline.name })
              : i18n.t('Open in {pipeline}', { pipeline: handoff.to.pipeline.name })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
