import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { meQuery, useMe } from '../data.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { FiscalCalendarPanel } from './fiscal-calendar-panel.tsx'
import { FoundForm } from './found-form.tsx'

const currencies = Intl.supportedValuesOf('currency')
const zones = Intl.supportedValuesOf('timeZone')
/** What holds for the whole workspace, and for whoever may, a way to found another one. */
export function WorkspaceSection() {
  const { access } = useMe()
  return (
    <>
      <SettingsForm />
      <FiscalCalendarPanel />
      {access.includes('workspace:administer') && <FoundForm />}
    </>
  )
}

/** Name, time zone and currency of totals; figures follow them from now on. */
function SettingsForm() {
  const { workspace, access } = useMe()
  const [entered, enter] = useState<Partial<typeof workspace>>({})
  const shown = { ...workspace, ...entered }
  const may = access.includes('workspace:administer')
  const { name, time_zone, currency, figures_about_people } = shown
  const save = useMutation({
    mutationFn: () => api.updateWorkspace({ name, time_zone, currency, figures_about_people }),
    async onSuccess() {
      enter({})
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      say({ title: i18n.t('Saved. Figures follow from now on; older moments keep theirs.') })
    },
  })
  const fault = (member: string) => fieldError(save.error, `/${member}`)
  return (
    <form
      className="grid max-w-xl gap-4 rounded-lg border border-line bg-panel p-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset className="grid gap-4 sm:grid-cols-2" disabled={!may || save.isPending}>
        <TextField
          className="sm:col-span-2"
          error={fault('name')}
          label={i18n.t('Name')}
          onChange={(event) => enter({ ...entered, name: event.target.value })}
          value={name}
        />
        <Select
          error={fault('time_zone')}
          hint={i18n.t('Days and quarters begin and end by this clock.')}
          label={i18n.t('Time zone')}
          onChange={(event) => enter({ ...entered, time_zone: event.target.value })}
          options={[...new Set([time_zone, ...zones])].map((zone) => ({ value: zone, label: zone }))}
          value={time_zone}
        />
        <Select
          error={fault('currency')}
          hint={i18n.t('Totals over pipelines are in this currency.')}
          label={i18n.t('Currency')}
          onChange={(event) => enter({ ...entered, currency: event.target.value })}
          options={currencies.map((code) => ({ value: code, label: code }))}
          value={currency}
        />
        <label className="flex items-start gap-2 sm:col-span-2">
          <input
            checked={figures_about_people}
            className="mt-0.5 size-4 accent-accent"
            onChange={(event) => enter({ ...entered, figures_about_people: event.target.checked })}
            type="checkbox"
          />
          <span>
            {i18n.t('Show figures about named people')}
            <span className="block text-xs text-mute">
              {i18n.t('Hit rates and comparisons of single people. Off, only teams and pipelines have figures.')}
            </span>
          </span>
        </label>
      </fieldset>
      {save.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(save.error)}
        </p>
      )}
      {may ? (
        <div className="flex gap-2">
          <Button disabled={Object.keys(entered).length === 0 || save.isPending} look="main" type="submit">
            {i18n.t('Save')}
          </Button>
          {Object.keys(entered).length > 0 && (
            <Button look="quiet" onClick={() => enter({})}>
              {i18n.t('Discard')}
            </Button>
          )}
        </div>
      ) : (
        <p className="text-sm text-mute">{i18n.t('An owner of the workspace may change these.')}</p>
      )}
    </form>
  )
}
