import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { goesTo, useOpenDeals } from './removed-stages.tsx'

type Props = { stage: string; onClose: () => void; onRemove: (to: string | null) => void }

/** A stage goes; where its deals go is said with it. */
export function RemoveStageDialog({ stage, onClose, onRemove }: Props) {
  const { outline, pipeline } = useDesign()
  const index = outline.stages.findIndex(({ key }) => key === stage)
  const others = outline.stages.filter(({ key }) => key !== stage)
  const [to, setTo] = useState(outline.stages[index - 1]?.key ?? others[0]?.key ?? '')
  const count = useOpenDeals(pipeline.key).get(stage)
  const isNew = !pipeline.stages.some(({ key }) => key === stage)
  const select = useRef<HTMLDivElement>(null)
  return (
    <Dialog
      focus={() => select.current?.querySelector('select') ?? null}
      onClose={onClose}
      open
      title={i18n.t('Remove {name}?', { name: outline.stages[index]?.name ?? stage })}
      width="narrow"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onRemove(isNew ? null : to)
        }}
      >
        {isNew ? (
          <p className="text-mute">{i18n.t('It is not published, so no deal is in it.')}</p>
        ) : (
          <div ref={select}>
            <Select
              hint={i18n.t('Deals that come back to it later, such as reopened ones, go there too.')}
              label={goesTo(count)}
              onChange={({ target }) => setTo(target.value)}
              options={others.map(({ key, name }) => ({ value: key, label: name }))}
              value={to}
            />
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button look="danger" type="submit">
            {i18n.t('Remove')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
