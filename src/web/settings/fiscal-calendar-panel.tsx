import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { InputOf } from '../../client/client.ts'
import { client } from '../api.ts'
import { meQuery, useMe } from '../data.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { YearStrip } from './year-strip.tsx'

type Settings = InputOf<'workspace.update'>
type Weeks = NonNullable<Settings['fiscal_weeks']>
type Entered = {
  start_month: number
  /** Empty for calendar months. */
  pattern: Weeks['pattern'] | ''
  year_ends: Weeks['year_ends']
  weekday: Weeks['weekday']
  named_after: NonNullable<Weeks['named_after']>
  /** Empty for all years. */
  from_year: string
}

const monthNames = Array.from({ length: 12 }, (_, i) =>
  new Intl.DateTimeFormat(undefined, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, i)),
)
const weekdays: Weeks['weekday'][] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const weekdayName = (weekday: Weeks['weekday']) =>
  new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + weekdays.indexOf(weekday)),
  )

/** How fiscal years are cut, shown year by year before it is saved. */
export function FiscalCalendarPanel() {
  const { workspace, access } = useMe()
  const may = access.includes('workspace:administer')
  const [entered, setEntered] = useState<Entered>()
  const now = Number(workspace.today.slice(0, 4))
  const shown = entered ?? inForce(workspace)
  const enter = (change: Partial<Entered>) => setEntered({ ...shown, ...change })
  const preview = useQuery({
    queryKey: ['fiscal-years', entered],
    queryFn: () => client.fiscal_years.list(entered ? { ...proposed(entered), year: now - 1, count: 6 } : { count: 4 }),
    placeholderData: keepPreviousData,
  })
  const save = useMutation({
    mutationFn: (change: Settings) => client.workspace.update(change),
    async onSuccess() {
      setEntered(undefined)
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      await queries.invalidateQueries({ queryKey: ['fiscal-years'] })
      say({ title: i18n.t('Saved. Periods are cut so from now on; what was submitted keeps its days.') })
    },
  })
  const byWeeks = shown.pattern !== ''
  const years = Array.from({ length: 5 }, (_, i) => String(now + i))
  const changes = workspace.fiscal_changes
  const fault = preview.error ?? save.error
  return (
    <form
      aria-labelledby="fiscal-calendar"
      className="panel mt-5 grid max-w-3xl gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (entered) save.mutate(settingsOf(entered, changes))
      }}
    >
      <div>
        <h2 className="font-semibold" id="fiscal-calendar">
          {i18n.t('Fiscal calendar')}
        </h2>
        <p className="text-mute">
          {i18n.t('Forecasts, quotas and submissions are for its years, quarters and months.')}
        </p>
      </div>
      <fieldset className="grid gap-4 sm:grid-cols-2" disabled={!may || save.isPending}>
        <Select
          label={i18n.t('Months')}
          onChange={({ target }) => enter({ pattern: target.value as Entered['pattern'] })}
          options={[
            { value: '', label: i18n.t('Those of the calendar') },
            ...(['4-4-5', '4-5-4', '5-4-4'] as const).map((value) => ({
              value,
              label: i18n.t('{pattern} weeks', { pattern: value }),
            })),
          ]}
          value={shown.pattern}
        />
        <Select
          error={fieldError(save.error, '/fiscal_year_start_month')}
          label={byWeeks ? i18n.t('The year begins about the first of') : i18n.t('Fiscal year starts in')}
          onChange={({ target }) => enter({ start_month: Number(target.value) })}
          options={monthNames.map((label, i) => ({ value: String(i + 1), label }))}
          value={String(shown.start_month)}
        />
        {byWeeks && (
          <>
            <Select
              label={i18n.t('It ends on a')}
              onChange={({ target }) => enter({ weekday: target.value as Weeks['weekday'] })}
              options={weekdays.map((value) => ({ value, label: weekdayName(value) }))}
              value={shown.weekday}
            />
            <Select
              hint={i18n.t('A 53rd week, every five or six years, goes to the last month of the fourth quarter.')}
              label={i18n.t('Which one of the month before')}
              onChange={({ target }) => enter({ year_ends: target.value as Weeks['year_ends'] })}
              options={[
                { value: 'last', label: i18n.t('The last one') },
                { value: 'nearest', label: i18n.t('The one nearest to its end') },
              ]}
              value={shown.year_ends}
            />
            <Select
              label={i18n.t('It is called after the year in which it')}
              onChange={({ target }) => enter({ named_after: target.value as Entered['named_after'] })}
              options={[
                { value: 'end', label: i18n.t('ends') },
                { value: 'start', label: i18n.t('begins') },
              ]}
              value={shown.named_after}
            />
          </>
        )}
        <Select
          error={fieldError(fault, '/from_year') ?? fieldError(fault, '/fiscal_changes')}
          hint={
            shown.from_year === ''
              ? i18n.t('Past years are cut anew as well. Reports as of an earlier moment keep theirs.')
              : i18n.t('Years before keep their days; the last of them ends where this one begins.')
          }
          label={i18n.t('Holds for')}
          onChange={({ target }) => enter({ from_year: target.value })}
          options={[
            { value: '', label: i18n.t('All years') },
            ...years.map((value) => ({ value, label: i18n.t('{year} and later', { year: value }) })),
          ]}
          value={shown.from_year}
        />
      </fieldset>
      {preview.data && (
        <YearStrip stale={preview.isPlaceholderData} today={workspace.today} years={preview.data.data} />
      )}
      {fault && (
        <p className="text-lost" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      {may && entered && (
        <div className="flex gap-2">
          <Button disabled={save.isPending || preview.isError} look="main" type="submit">
            {i18n.t('Save')}
          </Button>
          <Button look="quiet" onClick={() => setEntered(undefined)}>
            {i18n.t('Discard')}
          </Button>
        </div>
      )}
      {may && !entered && changes.length > 0 && (
        <Button
          className="justify-self-start"
          disabled={save.isPending}
          onClick={() => save.mutate({ fiscal_changes: changes.slice(0, -1) })}
        >
          {i18n.t('Take back what holds from {year} on', { year: String(changes.at(-1)?.from_year) })}
        </Button>
      )}
    </form>
  )
}

type Workspace = ReturnType<typeof useMe>['workspace']

/** What the newest of its calendars is, as the form has it. */
function inForce({ fiscal_changes, ...first }: Workspace): Entered {
  const last = fiscal_changes.at(-1)
  const { fiscal_year_start_month, fiscal_weeks } = last ?? first
  return {
    start_month: fiscal_year_start_month,
    pattern: fiscal_weeks?.pattern ?? '',
    year_ends: fiscal_weeks?.year_ends ?? 'last',
    weekday: fiscal_weeks?.weekday ?? 'saturday',
    named_after: fiscal_weeks?.named_after ?? 'end',
    from_year: last ? String(last.from_year) : '',
  }
}

function proposed({ pattern, year_ends, weekday, named_after, start_month, from_year }: Entered) {
  return {
    start_month,
    ...(pattern === '' ? {} : { pattern, year_ends, weekday, named_after }),
    ...(from_year === '' ? {} : { from_year: Number(from_year) }),
  }
}

function settingsOf(entered: Entered, changes: Workspace['fiscal_changes']): Settings {
  const { pattern, year_ends, weekday, named_after, start_month, from_year } = entered
  const cut = {
    fiscal_year_start_month: start_month,
    fiscal_weeks: pattern === '' ? null : { pattern, year_ends, weekday, named_after },
  }
  if (from_year === '') return { ...cut, fiscal_changes: [] }
  const kept = changes.filter((change) => change.from_year < Number(from_year))
  return { fiscal_changes: [...kept, { ...cut, from_year: Number(from_year) }] }
}
