import { type FormEvent, useState } from 'react'
import { api } from '../api.ts'
import { useMe } from '../data.ts'
import { shortDay } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { remember } from '../undo.ts'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { refreshDeal } from './deal-data.ts'

type Props = { deal: DealDetail; now: string }

/** Lets a deal wait until a day, so that its age is no alarm before; it comes back by itself, and is taken back here. */
export function WaitButton({ deal, now }: Props) {
  const { today } = useMe().workspace
  const [open, setOpen] = useState(false)
  const [day, setDay] = useState('')
  const waiting = deal.ageing?.state === 'waiting'
  async function wait(until: string | null, version: number, before: string | null, undone = false): Promise<void> {
    setOpen(false)
    try {
      const saved = await api.editDeal(deal.id, { wait_until: until }, version)
      const title = until ? i18n.t('Waits until {day}', { day: shortDay(until, now) }) : i18n.t('Waits no more')
      const undo = () => void wait(stillToCome(before, today), saved.version, until, true)
      say({ title, detail: deal.name, about: deal.id, ...(undone ? {} : { undo }) })
      if (!undone) remember(title, undo)
    } catch (error) {
      say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' })
    } finally {
      refreshDeal()
    }
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (day > today) void wait(day, deal.version, deal.wait_until)
  }
  if (waiting)
    return (
      <Button look="quiet" onClick={() => void wait(null, deal.version, deal.wait_until)} size="small">
        {i18n.t('End the wait')}
      </Button>
    )
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)} size="small">
        {i18n.t('Wait until…')}
      </Button>
      {open && (
        <Dialog
          description={i18n.t('Until then its age is no alarm; on that day it is back.')}
          onClose={() => setOpen(false)}
          open
          title={i18n.t('Wait until')}
          width="narrow"
        >
          <form onSubmit={submit}>
            <div className="mb-2 flex flex-wrap gap-2">
              {spans().map(({ days, label }) => (
                <Button
                  key={days}
                  onClick={() => void wait(after(today, days), deal.version, deal.wait_until)}
                  type="button"
                >
                  {label}
                </Button>
              ))}
            </div>
            <TextField
              autoFocus
              label={i18n.t('Day')}
              min={after(today, 1)}
              onChange={(event) => setDay(event.target.value)}
              type="date"
              value={day}
            />
            <DialogActions>
              <Button look="quiet" onClick={() => setOpen(false)} type="button">
                {i18n.t('Cancel')}
              </Button>
              <Button disabled={day <= today} look="main" type="submit">
                {i18n.t('Wait')}
              </Button>
            </DialogActions>
          </form>
        </Dialog>
      )}
    </>
  )
}

const spans = () => [
  { days: 7, label: i18n.t('A week') },
  { days: 14, label: i18n.t('Two weeks') },
  { days: 30, label: i18n.t('A month') },
]

const after = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** A day that has passed meanwhile cannot be waited for again: it would mean nothing. */
const stillToCome = (day: string | null, today: string) => (day !== null && day > today ? day : null)
