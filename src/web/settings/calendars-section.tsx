import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { Calendar } from '../../client/schema.ts'
import { useMe } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import { calendarsQuery } from './calendars-data.ts'
import { HolidaysPanel } from './holidays-panel.tsx'
import { dayNames, hoursText, weekDays } from './working-hours.ts'

const CalendarDialog = lazy(() => import('./calendar-dialog.tsx').then((m) => ({ default: m.CalendarDialog })))

/** When people work, place by place, and the days on which they do not: what time limits in business hours go by. */
export function CalendarsSection() {
  const calendars = useSuspenseQuery(calendarsQuery).data.data
  const may = useMe().access.includes('pipelines:configure')
  const [edited, edit] = useState<Calendar | 'new' | null>(null)
  const regions = [...new Set(calendars.flatMap((one) => one.regions))].toSorted()
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-60 flex-1 text-mute">
          {i18n.t('Time limits in business hours are counted by these. Limits that run already keep their end.')}
        </p>
        {may && (
          <Button look="main" onClick={() => edit('new')}>
            {i18n.t('New calendar')}
          </Button>
        )}
      </div>
      {calendars.length === 0 && (
        <p className="panel p-4 text-mute">
          {i18n.t('There is no calendar yet. A time limit in business hours needs one.')}
        </p>
      )}
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {calendars.map((calendar) => (
          <li className="panel p-4" data-calendar={calendar.key} key={calendar.id}>
            <div className="flex items-center justify-between gap-2">
              <h2 className="font-semibold">{calendar.name}</h2>
              {may && (
                <Button
                  aria-label={i18n.t('Change {name}', { name: calendar.name })}
                  look="quiet"
                  onClick={() => edit(calendar)}
                >
                  {i18n.t('Change')}
                </Button>
              )}
            </div>
            <p className="text-xs text-mute">
              {[calendar.time_zone, ...calendar.regions].join(' · ')} <code className="font-mono">{calendar.key}</code>
            </p>
            <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3">
              {weekDays.map((day) => (
                <div className="contents" key={day}>
                  <dt className="text-mute">{dayNames()[day]}</dt>
                  <dd className="num">{hoursText(calendar.hours[day]) || i18n.t('closed')}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      <HolidaysPanel may={may} regions={regions} />
      <Suspense>
        {edited && <CalendarDialog calendar={edited === 'new' ? null : edited} onClose={() => edit(null)} />}
      </Suspense>
    </div>
  )
}
