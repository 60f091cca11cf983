import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { EndpointDialog, SecretDialog } from './webhook-dialogs.tsx'
import { WebhookCard } from './webhook-card.tsx'
import { endpointsQuery, refreshWebhooks, type WebhookEndpointWithSecret } from './webhooks-data.ts'

/** Where events are posted to, and how that goes. */
export function WebhooksSection() {
  const { data } = useSuspenseQuery(endpointsQuery)
  const [adding, setAdding] = useState(false)
  const [revealed, reveal] = useState<WebhookEndpointWithSecret | null>(null)
  const show = (made: WebhookEndpointWithSecret) => {
    setAdding(false)
    reveal(made)
    void refreshWebhooks()
  }
  const add = (
    <Button look="main" onClick={() => setAdding(true)}>
      {i18n.t('Add an endpoint')}
    </Button>
  )
  return (
    <div className="grid max-w-3xl gap-4">
      {data.length === 0 ? (
        <EmptyState action={add} title={i18n.t('Nobody is told yet')}>
          {i18n.t(
            'Other systems can hear of what happens here: a signed message for each event, to an address of theirs.',
          )}
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-mute">
              {i18n.t('A signed message for each event; what is not taken comes again for three days.')}
            </p>
            {add}
          </div>
          {data.map((endpoint) => (
            <WebhookCard endpoint={endpoint} key={endpoint.id} onSecret={show} />
          ))}
        </>
      )}
      {adding && (
        <EndpointDialog
          endpoint={null}
          onClose={() => setAdding(false)}
          onSaved={(made) => 'secret' in made && show(made)}
        />
      )}
      {revealed && <SecretDialog made={revealed} onClose={() => reveal(null)} />}
    </div>
  )
}
