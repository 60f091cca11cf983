import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../data.ts'
import { exactMoment } from '../format.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import {
  client,
  type EventTypes,
  eventTypesQuery,
  type WebhookEndpoint,
  type WebhookEndpointWithSecret,
} from './webhooks-data.ts'

type EntryProps = {
  /** The endpoint to change; null for a new one. */
  endpoint: WebhookEndpoint | null
  onClose: () => void
  onSaved: (saved: WebhookEndpoint | WebhookEndpointWithSecret) => void
}

/** An address, and which events go there. */
export function EndpointDialog({ endpoint, onClose, onSaved }: EntryProps) {
  const me = useMe().person
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [description, setDescription] = useState(endpoint?.description ?? '')
  const [types, setTypes] = useState<string[]>(endpoint?.event_types ?? ['*'])
  const save = useMutation({
    mutationFn(): Promise<WebhookEndpoint | WebhookEndpointWithSecret> {
      const given = { url, event_types: types as EventTypes, ...(description.trim() ? { description } : {}) }
      if (endpoint === null) return client.webhook_endpoints.create(given)
      return client.webhook_endpoints.update({ endpoint_id: endpoint.id, if_version: endpoint.version, ...given })
    },
    onSuccess: onSaved,
  })
  const atTypes = fieldError(save.error, '/event_types')
  return (
    <Dialog onClose={onClose} open title={endpoint ? i18n.t('Edit the endpoint') : i18n.t('Add an endpoint')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <TextField
          autoComplete="off"
          error={fieldError(save.error, '/url')}
          inputMode="url"
          label={i18n.t('Address')}
          onChange={(event) => {
            save.reset()
            setUrl(event.target.value)
          }}
          placeholder="https://hooks.firma.example/tributary"
          value={url}
        />
        <TextField
          error={fieldError(save.error, '/description')}
          hint={i18n.t('So that others know whose it is.')}
          label={i18n.t('Description')}
          onChange={(event) => setDescription(event.target.value)}
          value={description}
        />
        <TypesPicker onPick={setTypes} types={types} />
        {endpoint && endpoint.owner.id !== me.id && (
          <p className="text-mute">
            {i18n.t('From then on it hears what you may know, and no more what {name} may.', {
              name: endpoint.owner.name,
            })}
          </p>
        )}
        {save.isError && !fieldError(save.error, '/url') && (
          <p className="text-lost" role="alert">
            {atTypes ?? sentenceOf(save.error)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button disabled={save.isPending || url === '' || types.length === 0} look="main" type="submit">
            {endpoint ? i18n.t('Save') : i18n.t('Add')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function TypesPicker({ types, onPick }: { types: string[]; onPick: (types: string[]) => void }) {
  const { data } = useSuspenseQuery(eventTypesQuery)
  const all = types.includes('*')
  const flip = (type: string) => onPick(types.includes(type) ? types.filter((one) => one !== type) : [...types, type])
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('Events')}</legend>
      <label className="flex min-h-7 items-center gap-2">
        <input checked={all} onChange={() => onPick(all ? [] : ['*'])} type="checkbox" />
        {i18n.t('All of them, those that come later included')}
      </label>
      {!all && (
        <div className="mt-1 max-h-60 overflow-y-auto rounded-md border border-line p-2">
          {data.map(({ type, summary }) => (
            <label className="flex min-h-7 items-center gap-2" key={type}>
              <input checked={types.includes(type)} onChange={() => flip(type)} type="checkbox" />
              <span className="font-mono text-xs">{type}</span>
              <span className="truncate text-xs text-mute max-md:hidden">{summary}</span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  )
}

/** The signing secret, this once. */
export function SecretDialog({ made, onClose }: { made: WebhookEndpointWithSecret; onClose: () => void }) {
  const copy = async () => {
    await navigator.clipboard.writeText(made.secret)
    say({ title: i18n.t('Secret copied') })
  }
  return (
    <Dialog
      description={i18n.t('The receiver verifies signatures with it. It is not shown again.')}
      onClose={onClose}
      open
      title={i18n.t('Signing secret')}
    >
      <code className="block rounded-md border border-line bg-sunken p-3 text-sm break-all select-all">
        {made.secret}
      </code>
      {made.old_secret_until && (
        <p className="mt-2 text-mute">
          {i18n.t('Until {moment} messages are signed with the old secret as well.', {
            moment: exactMoment(made.old_secret_until),
          })}
        </p>
      )}
      <DialogActions>
        <Button onClick={copy}>{i18n.t('Copy')}</Button>
        <Button look="main" onClick={onClose}>
          {i18n.t('I have kept it')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
