import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Gate } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = { gates: Gate[]; sentence: string; onClose: () => void; onCall: (reason: string) => void }

/** What a category asks of the deal; where only soft criteria are missing a reason does instead. */
export function CategoryDialog({ gates, sentence, onClose, onCall }: Props) {
  const [reason, setReason] = useState('')
  const unmet = gates.filter(({ satisfied, level }) => !satisfied && level !== 'advice')
  const excusable = unmet.every(({ level }) => level === 'soft')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCall(reason)
  }
  return (
    <Dialog description={sentence} onClose={onClose} open title={i18n.t('Not called so yet')}>
      <form className="grid gap-3" onSubmit={submit}>
        <ul className="grid gap-1.5">
          {gates.map(({ key, label, satisfied, hint }) => (
            <li className="flex gap-2" key={key}>
              <Icon
                className={`mt-0.5 size-4 shrink-0 ${satisfied ? 'text-won' : 'text-lost'}`}
                name={satisfied ? 'check' : 'close'}
              />
              <span>
                <span className="sr-only">{satisfied ? i18n.t('met:') : i18n.t('missing:')} </span>
                {label}
                {hint && <span className="block text-xs text-mute">{hint}</span>}
              </span>
            </li>
          ))}
        </ul>
        {excusable && (
          <TextArea
            label={i18n.t('Why it is called so all the same')}
            onChange={({ target }) => setReason(target.value)}
            required
            rows={2}
            value={reason}
          />
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Leave it as it was')}</Button>
          {excusable && (
            <Button look="main" type="submit">
              {i18n.t('Call it so')}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  )
}
