import { useMutation, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ago, exactMoment, wholeNumber } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { client, deliveriesQuery, refreshWebhooks, stateNames, type WebhookDelivery } from './webhooks-data.ts'

type Props = { endpoint_id: string; enabled: boolean }

/** What was sent and what was answered, the newest first; each opens to request and answers. */
export function DeliveryLog({ endpoint_id, enabled }: Props) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    deliveriesQuery(endpoint_id),
  )
  const rows = data.pages.flatMap((page) => page.data)
  return (
    <section aria-label={i18n.t('Delivery log')} className="mt-4 border-t border-line pt-2">
      {rows.length === 0 && <p className="py-2 text-mute">{i18n.t('Nothing was sent yet.')}</p>}
      <ul className="divide-y divide-line">
        {rows.map((delivery) => (
          <li key={delivery.id}>
            <Entry delivery={delivery} enabled={enabled} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button className="mt-2" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {i18n.t('Show older ones')}
        </Button>
      )}
    </section>
  )
}

const colours = { pending: 'text-risk', delivered: 'text-won', failed: 'text-lost', cancelled: 'text-mute' }

function Entry({ delivery, enabled }: { delivery: WebhookDelivery; enabled: boolean }) {
  const { state, event, created_at, attempts } = delivery
  const last = attempts.at(-1)
  return (
    <details className="group">
      <summary className="flex min-h-9 cursor-pointer list-none flex-wrap items-center gap-x-3 py-1.5">
        <Icon className="size-3.5 shrink-0 -rotate-90 text-mute group-open:rotate-0" name="chevron" />
        <span className={`w-18 text-xs font-medium ${colours[state]}`}>{stateNames()[state]}</span>
        <span className="min-w-0 grow font-mono text-xs break-all">{event.type}</span>
        <span className="num text-xs text-mute">{last ? (last.status ?? i18n.t('no answer')) : ''}</span>
        <time
          className="w-24 text-right text-xs text-mute max-md:hidden"
          dateTime={created_at}
          title={exactMoment(created_at)}
        >
          {ago(created_at, new Date().toISOString())}
        </time>
      </summary>
      <Exchange delivery={delivery} enabled={enabled} />
    </details>
  )
}

function Exchange({ delivery, enabled }: { delivery: WebhookDelivery; enabled: boolean }) {
  const { id, endpoint_id, request, attempts, next_attempt_at } = delivery
  const resend = useMutation({
    mutationFn: () => client.webhook_deliveries.resend({ endpoint_id, delivery_id: id }),
    onSuccess: refreshWebhooks,
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
  })
  return (
    <div className="grid gap-3 pb-4 md:pl-6">
      <Part title={i18n.t('Request')}>
        <Text>
          {Object.entries(request.headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n')}
        </Text>
        <Text>{indented(request.body)}</Text>
      </Part>
      {attempts.map(({ number, status, error, duration_ms, started_at, body }) => (
        <Part key={number} title={i18n.t('Attempt {number}', { number })}>
          <p className="text-xs">
            {status === null ? error : i18n.t('answered {status}', { status })}
            <span className="num text-mute">{` · ${wholeNumber(duration_ms)} ms · ${exactMoment(started_at)}`}</span>
          </p>
          {body !== '' && <Text>{body}</Text>}
        </Part>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={!enabled || resend.isPending} onClick={() => resend.mutate()} size="small">
          {i18n.t('Resend')}
        </Button>
        {next_attempt_at && attempts.length > 0 && (
          <p className="text-xs text-mute">
            {i18n.t('Next attempt {moment}', { moment: exactMoment(next_attempt_at) })}
          </p>
        )}
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1">
      <h3 className="text-xs font-medium text-mute">{title}</h3>
      {children}
    </div>
  )
}

const Text = ({ children }: { children: string }) => (
  // Scrolls, so the keyboard must reach it.
  <pre className="max-h-60 overflow-auto rounded-md bg-sunken p-2 text-xs whitespace-pre-wrap break-all" tabIndex={0}>
    {children}
  </pre>
)

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
