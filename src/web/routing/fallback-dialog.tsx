import { useState } from 'react'
import type { RoutingFallback } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { i18n } from '../words.ts'
import { PlaceFields } from './place-fields.tsx'

type Props = {
  fallback: RoutingFallback | null
  onSave: (fallback: RoutingFallback | null) => void
  onClose: () => void
}

/** Where a deal goes that no rule takes: a place, or a person who looks. */
export function FallbackDialog({ fallback, onSave, onClose }: Props) {
  const { list } = usePipelines()
  const first = list.find(({ lifecycle }) => lifecycle === 'active')?.key ?? ''
  const [waits, setWaits] = useState(fallback === null)
  const [place, setPlace] = useState<RoutingFallback>(fallback ?? { pipeline: first })
  const choices = [
    { value: false, label: i18n.t('It goes to a pipeline') },
    { value: true, label: i18n.t('It waits among the incoming deals until a person places it') },
  ]
  return (
    <Dialog onClose={onClose} open title={i18n.t('When no rule holds')} width="wide">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          onSave(waits ? null : place)
          onClose()
        }}
      >
        <fieldset className="grid gap-1">
          <legend className="sr-only">{i18n.t('When no rule holds')}</legend>
          {choices.map(({ value, label }) => (
            <label className="flex items-center gap-2" key={label}>
              <input
                checked={waits === value}
                className="size-4 accent-accent"
                name="waits"
                onChange={() => setWaits(value)}
                type="radio"
              />
              {label}
            </label>
          ))}
        </fieldset>
        {!waits && <PlaceFields onPlace={setPlace} place={place} wrong={() => undefined} />}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button look="main" type="submit">
            {i18n.t('Change the draft')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
