import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useContext } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { closeWindow } from './windows.ts'

/** Chooses the moment that every page shows: now, or the end of a day in the past. */
export function MomentDialog() {
  const { as_of } = useContext()
  const navigate = useNavigate()
  const [day, setDay] = useState(as_of?.slice(0, 10) ?? '')
  const today = new Date().toISOString().slice(0, 10)
  function show(moment: string | undefined): void {
    closeWindow()
    void navigate({ to: '.', search: (old: object) => ({ ...old, as_of: moment }) as never })
  }
  const past = [
    { label: i18n.t('a week ago'), days: 7 },
    { label: i18n.t('a month ago'), days: 30 },
    { label: i18n.t('a quarter ago'), days: 91 },
    { label: i18n.t('a year ago'), days: 365 },
  ]
  return (
    <Dialog
      description={i18n.t('Boards, deals and forecasts as they were at the end of that day (UTC).')}
      onClose={closeWindow}
      open
      title={i18n.t('As of')}
      width="narrow"
    >
      <div className="mb-3 flex flex-wrap gap-1.5">
        {past.map((choice) => (
          <Button key={choice.days} onClick={() => show(endOf(daysAgo(choice.days)))} size="small">
            {choice.label}
          </Button>
        ))}
      </div>
      <TextField
        label={i18n.t('Day')}
        max={today}
        onChange={(event) => setDay(event.target.value)}
        type="date"
        value={day}
      />
      <DialogActions>
        <Button onClick={() => show(undefined)}>{i18n.t('Now')}</Button>
        <Button disabled={!day || day >= today} look="main" onClick={() => show(endOf(day))}>
          {i18n.t('Show that day')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

const daysAgo = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10)
const endOf = (day: string) => `${day}T23:59:59.999Z`
