import { createActivity, listActivities } from '../domain/activities/index.ts'
import { createContact } from '../domain/contacts/index.ts'
import { listDeals } from '../domain/deals/index.ts'
import { updateDeal } from '../domain/edits/index.ts'
import { readLines, setLineItems } from '../domain/line-items/index.ts'
import { addDealContact } from '../domain/participants/index.ts'
import { createProduct, listProducts } from '../domain/products/index.ts'
import type { Context } from '../platform/context.ts'
import type { AnyOperation } from '../platform/operation.ts'
import { type Random, randomFrom } from '../stats/random.ts'
import { plusDays } from '../values/instant.ts'

/** Does something in a transaction of its own. */
export type Within = <T>(work: (context: Context) => Promise<T>) => Promise<T>

type Shown = {
  id: string
  name: string
  account: { id: string; name: string } | null
  owner: { id: string } | null
  amount: { amount: string; currency: string } | null
  amount_measure: string
  close_date: string | null
  pipeline: { key: string }
  stage: { phase: string }
}

/**
 * A day's work over the imported deals, by the ordinary operations: products and line items, contacts in their roles,
 * tasks due today and overdue, meetings held, notes; and what goes wrong in any company.
 */
export async function dressDemo(within: Within, today: string): Promise<void> {
  await within((context) => addLines(context))
  await within((context) => addWork(context, today))
}

/** One operation as a caller would ask for it, its input checked. */
const ask = <T>(context: Context, op: AnyOperation, input: Record<string, unknown>): Promise<T> =>
  op.run(context, op.input.parse(input)) as Promise<T>

const openDeals = async (context: Context, pipeline: string, limit: number) =>
  (await ask<{ data: Shown[] }>(context, listDeals, { pipeline, limit, sort: '-created' })).data

const products = [
  { key: 'platform', name: 'Arungan Platform' },
  { key: 'yard', name: 'Yard Management' },
  { key: 'team', name: 'Team plan' },
  { key: 'onboarding', name: 'Onboarding' },
  { key: 'support', name: 'Support, around the clock' },
]

/** What the company sells, before the deals that name it. */
export async function stockDemo(context: Context): Promise<void> {
  const known = await ask<{ data: unknown[] }>(context, listProducts, { limit: 1 })
  if (known.data.length > 0) return context.unchanged()
  for (const product of products) await ask(context, createProduct, product)
}

/** Line items that add up to the amount which the deal has, so that nothing changes but that it can be explained. */
async function addLines(context: Context): Promise<void> {
  const { data } = await ask<{ data: { id: string; key: string }[] }>(context, listProducts, { limit: 50 })
  const ids = Object.fromEntries(data.map(({ id, key }) => [key, id]))
  const deals = [...(await openDeals(context, 'enterprise', 14)), ...(await openDeals(context, 'transactional', 10))]
  for (const { id } of deals)
    if ((await readLines(context.tx, context.workspace_id, id)).length > 0) return context.unchanged()
  for (const { id, amount, amount_measure } of deals) {
    if (amount === null || amount_measure !== 'total_contract_value') continue
    const whole = Math.trunc(Number(amount.amount))
    const yearly = Math.floor((whole * 0.85) / 3)
    const money = (units: number) => ({ amount: String(units), currency: amount.currency })
    const platform = { product_id: ids.platform, kind: 'recurring', unit_price: money(yearly), period: 'year', term: 3 }
    const onboarding = { product_id: ids.onboarding, kind: 'one_time', unit_price: money(whole - 3 * yearly) }
    await ask(context, setLineItems, { deal_id: id, items: [platform, onboarding] })
  }
}

const given = ['Sri', 'Budi', 'Maya', 'Hendra', 'Nadia', 'Anna', 'Stefan', 'Julia', 'Markus', 'Petra', 'Wulan', 'Arif']
const family = ['Santoso', 'Halim', 'Wijaya', 'Lubis', 'Becker', 'Hoffmann', 'Keller', 'Weiss', 'Nugroho', 'Lange']
const roles = ['economic_buyer', 'champion', 'evaluator', 'procurement', 'legal', 'user']

const tasks = [
  'Send the revised offer',
  'Call back about the delivery date',
  'Ask for the missing approval',
  'Prepare the visit to the reference site',
  'Answer the questions of purchasing',
  'Agree on the next step',
]
const meetings = [
  'First talk about the need',
  'Workshop with their own data',
  'Walk through the offer',
  'Visit to the site',
]
const notes = [
  'They compare with one other supplier and decide within the month.',
  'The budget is named but not approved yet.',
  'Our contact is moving to another department; ask for a successor.',
  'Purchasing wants a framework agreement first.',
]

async function addWork(context: Context, today: string): Promise<void> {
  const known = await ask<{ data: unknown[] }>(context, listActivities, { limit: 1 })
  if (known.data.length > 0) return context.unchanged()
  const random = randomFrom(29)
  const keys = ['enterprise', 'transactional', 'partner', 'renewal', 'hardware']
  const deals: Shown[] = []
  for (const key of keys) deals.push(...(await openDeals(context, key, 14)))
  for (const [i, deal] of deals.entries()) {
    if (deal.account !== null && i % 2 === 0) await addContacts(context, deal, random)
    await addActivities(context, deal, { i, today, random })
  }
  await goWrong(context, deals, today)
}

async function addContacts(context: Context, deal: Shown, random: Random): Promise<void> {
  for (const role of [random.pick(roles), random.pick(roles)]) {
    const name = `${random.pick(given)} ${random.pick(family)}`
    const contact = { name, account_id: deal.account?.id, title: role === 'legal' ? 'Legal counsel' : undefined }
    const { id } = await ask<{ id: string }>(context, createContact, contact)
    await ask(context, addDealContact, { deal_id: deal.id, contact_id: id, role })
  }
}

const day = (today: string, days: number) => plusDays(`${today}T00:00:00.000Z`, days).slice(0, 10)

/** Of seven deals two have something due today, one is overdue, two are planned ahead and two have nothing at all. */
async function addActivities(
  context: Context,
  deal: Shown,
  { i, today, random }: { i: number; today: string; random: Random },
) {
  const about = { deal_id: deal.id, owner: deal.owner?.id }
  const due = [0, -3, 2, 0, 6][i % 7]
  if (due !== undefined)
    await ask(context, createActivity, { kind: 'task', subject: random.pick(tasks), due_on: day(today, due), ...about })
  if (i % 3 === 0) {
    const held_at = plusDays(context.now, -1 - Math.floor(random.uniform() * 20))
    await ask(context, createActivity, { kind: 'meeting', subject: random.pick(meetings), held_at, ...about })
  }
  if (i % 4 === 1)
    await ask(context, createActivity, { kind: 'call', subject: 'Weekly call', due_on: day(today, 1), ...about })
  if (i % 5 === 0) await ask(context, createActivity, { kind: 'note', subject: random.pick(notes), deal_id: deal.id })
}

/** Put off once more, cut down, called a commit without much behind it, and waiting for somebody who does not answer. */
async function goWrong(context: Context, deals: readonly Shown[], today: string): Promise<void> {
  const late = deals.filter(({ close_date }) => close_date !== null && close_date < day(today, 30)).slice(0, 6)
  for (const deal of late) await ask(context, updateDeal, { deal_id: deal.id, close_date: day(today, 45) })
  const early = deals.filter(({ stage }) => stage.phase === 'qualify').slice(0, 2)
  for (const deal of early) await ask(context, updateDeal, { deal_id: deal.id, category: 'commit' })
  const silent = deals.filter(({ id }) => !late.some((one) => one.id === id)).slice(-2)
  for (const deal of silent)
    await ask(context, updateDeal, { deal_id: deal.id, next_step: 'Waiting for an answer', wait_until: day(today, 14) })
}
