import type { AnswerOf } from '../client/client.ts'
import { type Command, required, textOf, usageFault } from './command.ts'
import { printList, table } from './output.ts'

type Endpoint = AnswerOf<'webhook_endpoints.get'>

const stateOf = ({ enabled, disabled_reason, failing_since }: Endpoint) =>
  enabled ? (failing_since ? `failing since ${failing_since}` : 'enabled') : `disabled: ${disabled_reason}`

export const listWebhooks: Command = {
  name: 'webhooks list',
  summary: 'Where events are posted to, and how that goes',
  usage: '[--json]',
  async run({ client, out }) {
    const { data } = await client.webhook_endpoints.list({ limit: 200 })
    printList(
      out,
      { data },
      {
        id: ({ id }) => id,
        address: ({ url }) => url,
        events: ({ event_types }) => event_types.join(' '),
        owner: ({ owner }) => owner.name,
        state: stateOf,
      },
    )
  },
}

export const addWebhook: Command = {
  name: 'webhooks add',
  summary: 'Post events to an address; its signing secret is printed this once',
  usage: 'URL --events TYPE,TYPE|* [--description TEXT]',
  words: { least: 1, most: 1 },
  flags: { events: { type: 'string' }, description: { type: 'string' } },
  async run(call) {
    const { client, out, words } = call
    // The server says which types there are.
    const event_types = required(call, 'events').split(',') as ['*']
    const description = textOf(call, 'description')
    const endpoint = await client.webhook_endpoints.create({ url: words[0] ?? '', event_types, description })
    out.data(endpoint, () => endpoint.secret)
    out.say(`${endpoint.id} signs with this secret. It is not shown again.`)
  },
}

export const updateWebhook: Command = {
  name: 'webhooks update',
  summary: 'Change where and what an endpoint hears, or switch it off or on; from then on it has your rights',
  usage: 'ENDPOINT_ID [--url URL] [--events TYPE,TYPE|*] [--description TEXT] [--enable | --disable]',
  words: { least: 1, most: 1 },
  flags: {
    url: { type: 'string' },
    events: { type: 'string' },
    description: { type: 'string' },
    enable: { type: 'boolean' },
    disable: { type: 'boolean' },
  },
  async run(call) {
    const { client, out, words, flags } = call
    if (flags['enable'] && flags['disable']) throw usageFault('either --enable or --disable, not both')
    const change = {
      url: textOf(call, 'url'),
      event_types: textOf(call, 'events')?.split(',') as ['*'] | undefined,
      description: textOf(call, 'description'),
      enabled: flags['enable'] ? true : flags['disable'] ? false : undefined,
    }
    if (Object.values(change).every((one) => one === undefined)) throw usageFault('say what is to change')
    const endpoint = await client.webhook_endpoints.update({ endpoint_id: words[0] ?? '', ...change })
    out.data(endpoint, () => `${endpoint.url}  ${endpoint.event_types.join(' ')}  ${stateOf(endpoint)}`)
  },
}

export const removeWebhook: Command = {
  name: 'webhooks remove',
  summary: 'Remove an endpoint with its log',
  usage: 'ENDPOINT_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const endpoint = await client.webhook_endpoints.delete({ endpoint_id: words[0] ?? '' })
    out.data(endpoint, () => `${endpoint.id} is gone; nothing more is sent to ${endpoint.url}`)
  },
}

export const rotateWebhook: Command = {
  name: 'webhooks rotate',
  summary: 'Make a new signing secret; for a day the old one signs as well',
  usage: 'ENDPOINT_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const endpoint = await client.webhook_endpoints.rotate_secret({ endpoint_id: words[0] ?? '' })
    out.data(endpoint, () => endpoint.secret)
    out.say(`The secret before it signs until ${endpoint.old_secret_until}. This one is not shown again.`)
  },
}

export const testWebhook: Command = {
  name: 'webhooks test',
  summary: 'Send an endpoint a test event',
  usage: 'ENDPOINT_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const sent = await client.webhook_endpoints.test({ endpoint_id: words[0] ?? '' })
    out.data(sent, () => `${sent.event_id}  ${sent.type}`)
    out.say(`\`tributary webhooks deliveries ${words[0]}\` shows what it answered.`)
  },
}

export const listDeliveries: Command = {
  name: 'webhooks deliveries',
  summary: 'What was sent to an endpoint and what it answered, the newest first',
  usage: 'ENDPOINT_ID [--state pending|delivered|failed|cancelled] [--limit N] [--json]',
  words: { least: 1, most: 1 },
  flags: { state: { type: 'string' }, limit: { type: 'string' } },
  async run(call) {
    const { client, out, words } = call
    const limit = textOf(call, 'limit')
    const page = await client.webhook_deliveries.list({
      endpoint_id: words[0] ?? '',
      // The server says which states there are.
      state: textOf(call, 'state') as 'failed' | undefined,
      ...(limit === undefined ? {} : { limit: Number(limit) }),
    })
    const rows = page.data.map(({ id, event, state, attempts, next_attempt_at }) => {
      const last = attempts.at(-1)
      return [id, event.type, event.subject, state, attempts.length, last?.status ?? last?.error, next_attempt_at]
    })
    out.data(page, () =>
      table(out, ['id', 'event', 'subject', 'state', 'attempts', 'last answer', 'next attempt'], rows),
    )
  },
}

export const resendDelivery: Command = {
  name: 'webhooks resend',
  summary: 'Send an event to an endpoint again, now',
  usage: 'ENDPOINT_ID DELIVERY_ID',
  words: { least: 2, most: 2 },
  async run({ client, out, words }) {
    const [endpoint_id = '', delivery_id = ''] = words
    const delivery = await client.webhook_deliveries.resend({ endpoint_id, delivery_id })
    out.data(delivery, () => `${delivery.id}  ${delivery.event.type}  ${delivery.state}`)
  },
}
