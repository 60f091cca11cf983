import type { Answer, Json } from '../stories/wire.ts'
import { Books, kinds } from './books.ts'

/** How a company is spoken to: over the wire, by one server or by several. */
export type Door = {
  ask: (method: string, path: string, body?: unknown) => Promise<Answer>
  /** Everything is done that follows from what was asked so far. */
  settled: () => Promise<void>
}

/** Speaks to one server. */
export async function askAt(
  { url, key }: { url: string; key: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Json, etag: answer.headers.get('etag') }
}

export type Company = Door & {
  books: Books
  me: () => Promise<string>
  done: (method: string, path: string, body?: unknown) => Promise<Json>
}

/** Five pipelines with hand-offs between them, of every kind that fires by itself. */
export async function foundCompany(door: Door): Promise<Company> {
  const done = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await door.ask(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  for (const key of Object.keys(kinds)) await done('POST', '/pipelines', pipelineOf(key))
  const day = [{ from: '00:00', to: '24:00' }]
  const hours = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day }
  await done('PUT', '/calendars/always', { name: 'Always', time_zone: 'UTC', hours })
  const { approval_id } = await done('POST', '/handoff-rules/changes', { rules, reason: 'They belong together' })
  await done('POST', `/approvals/${approval_id}/votes`, { vote: 'approve' })
  await door.settled()
  let me = ''
  const whoAmI = async () => {
    me ||= (await done('GET', '/me'))['person'].id
    return me
  }
  return { ...door, done, me: whoAmI, books: new Books() }
}

export type Rule = {
  key: string
  /** Of a trigger that is not about usage: what happens to a deal of the pipeline. */
  on: 'won' | 'stage' | 'usage'
  pipeline: string
  to: string
  state: 'accepted' | 'waiting' | 'proposed'
  carries: boolean
}

/** The rules as the oracle knows them; below they are written once more, in the words of the product. */
export const known: readonly Rule[] = [
  { key: 'won_grows', on: 'won', pipeline: 'direct', to: 'growth', state: 'accepted', carries: true },
  { key: 'offered_served', on: 'stage', pipeline: 'partner', to: 'service', state: 'waiting', carries: true },
  { key: 'won_asked', on: 'won', pipeline: 'partner', to: 'growth', state: 'proposed', carries: false },
  { key: 'used', on: 'usage', pipeline: 'partner', to: 'service', state: 'accepted', carries: true },
]

export const threshold = 50

const rules = [
  {
    key: 'won_grows',
    name: 'What was won grows',
    trigger: { on: 'won', pipeline: 'direct' },
    to: { pipeline: 'growth' },
    link: 'expands',
    carry: { name: '{deal}: more of it', amount: 'deal' },
  },
  {
    key: 'offered_served',
    name: 'What is offered will be served',
    trigger: { on: 'stage', pipeline: 'partner', stage: 'offered' },
    to: { pipeline: 'service' },
    link: 'sourced_from',
    carry: { amount: 'deal' },
    respond: { hours: 100, calendar: 'always' },
  },
  {
    key: 'won_asked',
    name: 'What partners win may grow',
    mode: 'proposed',
    trigger: { on: 'won', pipeline: 'partner' },
    to: { pipeline: 'growth' },
    link: 'expands',
  },
  {
    key: 'used',
    name: 'Who uses much is served',
    trigger: { on: 'usage', metric: 'seats', crosses: threshold, pipeline: 'partner' },
    to: { pipeline: 'service' },
    link: 'expands',
    carry: { amount: 'deal' },
  },
]

const pipelineOf = (key: string) => ({
  key,
  name: key,
  charter: {
    motion: 'M',
    buyer: 'B',
    entry_rule: 'E',
    won_means: 'W',
    lost_means: 'L',
    owner: 'O',
    review_every_days: 90,
    reason_to_be_separate: 'R',
  },
  revenue_kind: kinds[key],
  transitions: { skip: 'allowed', back: 'allowed', reopen: 'allowed' },
  stages: [
    { key: 'asked', name: 'Asked', phase: 'qualify' },
    { key: 'shown', name: 'Shown', phase: 'evaluate' },
    { key: 'offered', name: 'Offered', phase: 'propose' },
  ],
  outcomes: {
    lost: { reasons: [{ key: 'price', label: 'Price' }] },
    transferred: { reasons: [{ key: 'bigger', label: 'Bigger' }] },
  },
})
