import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { i18n } from '../words.ts'

type Props = { fact: string; seen: string; now: string; mine: string; onSave: () => void; onClose: () => void }

/** Somebody else changed the deal meanwhile: what one saw, what is there now, what one wants. Nothing is lost silently. */
export function EditConflictDialog({ fact, seen, now, mine, onSave, onClose }: Props) {
  const rows = [
    [i18n.t('You saw'), seen],
    [i18n.t('It is now'), now],
    [i18n.t('You want'), mine],
  ]
  return (
    <Dialog
      description={i18n.t('Somebody changed the same fact.')}
      onClose={onClose}
      open
      title={i18n.t('The deal changed while you edited: {fact}', { fact })}
      width="narrow"
    >
      <dl className="divide-y divide-line">
        {rows.map(([label, value]) => (
          <div className="flex justify-between gap-4 py-1.5" key={label}>
            <dt className="text-mute">{label}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <DialogActions>
        <Button onClick={onClose}>{i18n.t('Leave it as it is now')}</Button>
        <Button look="main" onClick={onSave}>
          {i18n.t('Save mine')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
