import { type As, ask } from './governance.ts'
import type { Context } from '../platform/context.ts'

type Listed<T> = { data: T[] }
type Person = { id: string; email: string }
type Change = { approval_id: string }

/**
 * What decides where new deals of the company go: a set of rules that was approved, a change of it that waits for its
 * vote, one deal that a rule took, and two that none did. Each step looks for what it would leave behind.
 */
export async function routeDemo(as: As): Promise<void> {
  const [ratna, citra] = [await as('ratna'), await as('citra')]
  const first = await citra((context) => proposeRules(context, 0, firstRules))
  if (first)
    await ratna((context) => ask(context, 'approval_votes.create', { approval_id: first.approval_id, vote: 'approve' }))
  await citra((context) => proposeRules(context, 1, lowerBound))
  for (const [name, handed] of Object.entries(handedIn)) await (await as(name))((context) => handIn(context, handed))
}

type Wording = { title: string; reason: string; from: number }

const firstRules: Wording = {
  title: 'Rules for new deals',
  reason: 'Half of the large deals began in Transactional because whoever took the call works there.',
  from: 150_000,
}

const lowerBound: Wording = {
  title: 'Enterprise from 100,000 on',
  reason:
    'Between 100,000 and 150,000 the buyer asks for a trial nearly every time, and Transactional has no stage for it.',
  from: 100_000,
}

/** Asks for a set of rules; undefined where as many were asked for before. */
async function proposeRules(context: Context, known: number, { from, ...said }: Wording) {
  const { data } = await ask<Listed<unknown>>(context, 'routing_changes.list', { limit: 2 })
  if (data.length !== known) {
    context.unchanged()
    return undefined
  }
  const people = await ask<Listed<Person>>(context, 'people.list', {})
  const idOf = (name: string) => people.data.find(({ email }) => email.startsWith(`${name}@`))?.id
  const inTurn = (...names: string[]) => ({ by: 'round_robin', person_ids: names.map(idOf), capacity: 60 })
  const rules = [
    {
      key: 'through_partner',
      name: 'Brought by a partner',
      when: 'deal.source == "partner" || has(deal.partner.name)',
      pipeline: 'partner',
      owner: inTurn('putri', 'agus', 'lena', 'felix'),
    },
    {
      key: 'renewals',
      name: 'Renewals',
      when: 'deal.source == "renewal" || deal.revenue_kind == "renewal"',
      pipeline: 'renewal',
      owner: { by: 'account_owner' },
    },
    {
      key: 'devices',
      name: 'Devices and installations',
      when: 'has(deal.fields.order_type)',
      pipeline: 'hardware',
      owner: inTurn('bayu', 'agus', 'jonas', 'felix'),
    },
    {
      key: 'signed_up',
      name: 'Signed up in the product',
      when: 'deal.source == "product"',
      pipeline: 'self-service',
      owner: inTurn('rizky', 'tobias'),
    },
    {
      key: 'large',
      name: 'Large deals',
      when: `deal.amount >= ${from}`,
      pipeline: 'enterprise',
      owner: inTurn('bayu', 'putri', 'jonas', 'lena'),
    },
    {
      key: 'usual',
      name: 'All others of a known size',
      when: `deal.amount < ${from}`,
      pipeline: 'transactional',
      owner: inTurn('rizky', 'ayu', 'tobias', 'miriam'),
    },
  ]
  return ask<Change>(context, 'routing_changes.create', { rules, fallback: null, months: 3, ...said })
}

type Handed = Record<string, unknown> & { name: string }

const handedIn: Readonly<Record<string, Handed>> = {
  katrin: {
    name: 'Route planning for two warehouses, Leipzig',
    source: 'website',
    amount: { amount: '38000.00', currency: 'EUR' },
  },
  tobias: {
    name: 'Asked for a call: cold chain, Rotterdam',
    source: 'website',
    next_step: 'They want to be called before Thursday',
  },
  ayu: {
    name: 'Card from the logistics fair, Surabaya',
    source: 'event',
    next_step: 'Send the brochure they asked for',
  },
}

async function handIn(context: Context, handed: Handed): Promise<void> {
  const lists = ['waiting', 'opened', 'dismissed'].map((state) =>
    ask<Listed<{ given: Handed }>>(context, 'incoming_deals.list', { state, limit: 50 }),
  )
  const known = (await Promise.all(lists)).flatMap(({ data }) => data)
  if (known.some(({ given }) => given.name === handed.name)) return context.unchanged()
  await ask(context, 'incoming_deals.create', handed)
}
