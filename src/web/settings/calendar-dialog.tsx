import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Calendar } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { documentOf, fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { dayNames, hoursText, typedHours, type WeekDay, weekDays } from './working-hours.ts'

type Texts = Record<WeekDay, string>
const zones = Intl.supportedValuesOf('timeZone')
const usual: Texts = {
  monday: '09:00–17:00',
  tuesday: '09:00–17:00',
  wednesday: '09:00–17:00',
  thursday: '09:00–17:00',
  friday: '09:00–17:00',
  saturday: '',
  sunday: '',
}

/** The working hours of a place: its time zone, each weekday, and whose holidays it keeps. */
export function CalendarDialog({ calendar, onClose }: { calendar: Calendar | null; onClose: () => void }) {
  const { workspace } = useMe()
  const [name, setName] = useState(calendar?.name ?? '')
  const [zone, setZone] = useState(calendar?.time_zone ?? workspace.time_zone)
  const [regions, setRegions] = useState(calendar?.regions.join(', ') ?? '')
  const [texts, setTexts] = useState<Texts>(() => (calendar ? textsOf(calendar) : usual))
  const key = calendar?.key ?? keyOf(name)
  const save = useMutation({
    mutationFn: () => {
      const hours = Object.fromEntries(weekDays.map((day) => [day, typedHours(texts[day])])) as Calendar['hours']
      const kept = regions
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean)
      return client.calendars.set({ calendar: key, name, time_zone: zone, hours, regions: kept })
    },
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['calendars'] })
      say({ title: i18n.t('Saved. It holds from now on; limits that run already keep their end.') })
      onClose()
    },
  })
  const dayError = (day: WeekDay) => faultUnder(save.error, `/hours/${day}`)
  const names = dayNames()
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <Dialog onClose={onClose} open title={calendar?.name ?? i18n.t('New calendar')} width="wide">
      <form className="grid gap-3" data-calendar-form onSubmit={submit}>
        <div className="grid gap-3 sm:grid-cols-3">
          <TextField
            autoFocus
            error={fieldError(save.error, '/name') ?? fieldError(save.error, '/calendar')}
            label={i18n.t('Name')}
            maxLength={80}
            onChange={({ target }) => setName(target.value)}
            required
            value={name}
          />
          <Select
            label={i18n.t('Time zone')}
            onChange={({ target }) => setZone(target.value)}
            options={[...new Set([zone, ...zones])].map((value) => ({ value, label: value }))}
            value={zone}
          />
          <TextField
            error={faultUnder(save.error, '/regions')}
            hint={i18n.t('Such as DE-BE, ID')}
            label={i18n.t('Regions whose holidays it keeps')}
            onChange={({ target }) => setRegions(target.value)}
            value={regions}
          />
        </div>
        <fieldset className="grid gap-3 sm:grid-cols-2">
          <legend className="mb-1 text-xs text-mute">
            {i18n.t('Working hours such as 09:00–12:00, 13:00–17:00; empty on a day that nobody works')}
          </legend>
          {weekDays.map((day) => (
            <TextField
              error={dayError(day)}
              key={day}
              label={names[day]}
              onChange={({ target }) => setTexts({ ...texts, [day]: target.value })}
              placeholder={i18n.t('closed')}
              value={texts[day]}
            />
          ))}
          <Button className="self-end" onClick={() => setTexts(asMonday(texts))}>
            {i18n.t('Monday’s hours until Friday')}
          </Button>
        </fieldset>
        {save.isError && !shownAtFields(save.error) && (
          <p className="rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
            {sentenceOf(save.error)}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose} type="button">
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={save.isPending} look="main" type="submit">
            {i18n.t('Save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

const textsOf = ({ hours }: Calendar): Texts =>
  Object.fromEntries(weekDays.map((day) => [day, hoursText(hours[day])])) as Texts

const asMonday = (texts: Texts): Texts => {
  const { monday } = texts
  return { ...texts, tuesday: monday, wednesday: monday, thursday: monday, friday: monday }
}

/** The key that rules name it by, from its name: "São Paulo 2" is `sao_paulo_2`. */
const keyOf = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)

/** Whether every fault stands beside its field already. */
const shownAtFields = (error: unknown): boolean =>
  documentOf(error)?.errors?.every(({ pointer }) => /^\/(name|calendar|regions|hours\/[a-z]+)(\/|$)/.test(pointer)) ??
  false

/** The answer to a field or to anything within it. */
const faultUnder = (error: unknown, pointer: string): string | undefined =>
  documentOf(error)?.errors?.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail
