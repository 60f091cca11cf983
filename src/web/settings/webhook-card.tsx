import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ago } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/states.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { EndpointDialog } from './webhook-dialogs.tsx'
import {
  client,
  disabledReasons,
  refreshWebhooks,
  type WebhookEndpoint,
  type WebhookEndpointWithSecret,
} from './webhooks-data.ts'

const DeliveryLog = lazy(() => import('./webhook-log.tsx').then((m) => ({ default: m.DeliveryLog })))

type Props = { endpoint: WebhookEndpoint; onSecret: (made: WebhookEndpointWithSecret) => void }

/** One endpoint: where, what, how it is doing, and what can be done with it. */
export function WebhookCard({ endpoint, onSecret }: Props) {
  const { id, url, description, event_types, enabled, owner } = endpoint
  const [open, setOpen] = useState(false)
  const [editing, setEditing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const told = { onError: (error: unknown) => say({ title: sentenceOf(error), tone: 'bad' }) }
  const test = useMutation({
    ...told,
    mutationFn: () => client.webhook_endpoints.test({ endpoint_id: id }),
    onSuccess() {
      setOpen(true)
      void refreshWebhooks()
    },
  })
  const rotate = useMutation({
    ...told,
    mutationFn: () => client.webhook_endpoints.rotate_secret({ endpoint_id: id }),
    onSuccess: onSecret,
  })
  const flip = useMutation({
    ...told,
    mutationFn: () => client.webhook_endpoints.update({ endpoint_id: id, enabled: !enabled }),
    onSuccess: refreshWebhooks,
  })
  return (
    <article aria-label={description} className="panel min-w-0 p-4">
      <header className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <div className="min-w-0 grow">
          <h2 className="font-medium">{description}</h2>
          <p className="font-mono text-xs break-all text-mute">{url}</p>
        </div>
        <State endpoint={endpoint} />
      </header>
      <p className="mt-2 text-xs text-mute">
        {event_types.includes('*') ? i18n.t('All events') : event_types.join(', ')}
        {' · '}
        {i18n.t('with the rights of {name}', { name: owner.name })}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button disabled={!enabled || test.isPending} onClick={() => test.mutate()}>
          {i18n.t('Send a test event')}
        </Button>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? i18n.t('Hide the log') : i18n.t('Show the log')}
        </Button>
        <Button onClick={() => setEditing(true)}>{i18n.t('Edit')}</Button>
        <Button disabled={rotate.isPending} onClick={() => rotate.mutate()}>
          {i18n.t('Rotate the secret')}
        </Button>
        <Button disabled={flip.isPending} onClick={() => flip.mutate()}>
          {enabled ? i18n.t('Switch off') : i18n.t('Switch on')}
        </Button>
        <Button look="quiet" onClick={() => setRemoving(true)}>
          {i18n.t('Remove')}
        </Button>
      </div>
      {open && (
        <Suspense fallback={<Skeleton className="mt-4 h-24" />}>
          <DeliveryLog enabled={enabled} endpoint_id={id} />
        </Suspense>
      )}
      {editing && (
        <EndpointDialog
          endpoint={endpoint}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false)
            void refreshWebhooks()
          }}
        />
      )}
      {removing && <RemoveDialog endpoint={endpoint} onClose={() => setRemoving(false)} />}
    </article>
  )
}

function State({ endpoint: { enabled, disabled_reason, failing_since } }: { endpoint: WebhookEndpoint }) {
  if (!enabled)
    return (
      <p className="text-xs text-lost">
        <span className="font-medium">{i18n.t('Disabled')}</span>{' '}
        {disabled_reason && disabledReasons()[disabled_reason]}
      </p>
    )
  if (failing_since)
    return (
      <p className="text-xs text-risk">
        {i18n.t('Failing since {when}', { when: ago(failing_since, new Date().toISOString()) })}
      </p>
    )
  return <p className="text-xs font-medium text-won">{i18n.t('Enabled')}</p>
}

function RemoveDialog({ endpoint: { id, url }, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: () => client.webhook_endpoints.delete({ endpoint_id: id }),
    async onSuccess() {
      await refreshWebhooks()
      onClose()
    },
  })
  return (
    <Dialog
      description={i18n.t('Its log goes with it, and nothing more is sent to {url}.', { url })}
      onClose={onClose}
      open
      title={i18n.t('Remove this endpoint?')}
      width="narrow"
    >
      {remove.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(remove.error)}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
        <Button disabled={remove.isPending} look="danger" onClick={() => remove.mutate()}>
          {i18n.t('Remove')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
