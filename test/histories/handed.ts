import { expect } from 'vitest'
import type { Json } from '../stories/wire.ts'
import type { History } from './acts.ts'
import { asked, drawAmount } from './acts.ts'
import { amountOf, type Handed, type Kept, minorIn } from './books.ts'
import { known, type Rule, threshold } from './company.ts'

type Happened = 'moved' | 'transferred' | 'won' | 'lost' | 'reopened' | 'reversed'

/** What follows by itself from what happened to a deal: each rule fires for it once, and never again. */
export async function happened(history: History, deal: Kept, how: Happened): Promise<void> {
  const { books, settled } = history.company
  await settled()
  const stays = { pipeline: deal.pipeline, stage: deal.stage }
  const came = (how === 'moved' || how === 'transferred') && stays.stage === 'offered'
  for (const rule of known) {
    if (rule.pipeline !== stays.pipeline || !(rule.on === 'won' ? how === 'won' : rule.on === 'stage' && came)) continue
    const once = `${rule.key} ${deal.id}`
    if (books.fired.has(once)) continue
    books.fired.add(once)
    await fires(history, rule, deal)
  }
  books.recount()
}

/** Asks for the ids of what the oracle knows must have been opened, and keeps it as it must be. */
async function fires(history: History, rule: Rule, deal: Kept): Promise<Handed> {
  const { books, done } = history.company
  const { data } = await done('GET', `/handoffs?state=any&deal=${deal.id}&limit=200`)
  const fresh = (data as Json[]).filter(
    (one) =>
      one['rule']?.key === rule.key && one['from']?.id === deal.id && !books.handed.some(({ id }) => id === one['id']),
  )
  expect(fresh.length, `${rule.key} fires for ${deal.id}`).toBe(1)
  const [{ id, state, to } = {} as Json] = fresh
  expect(state).toBe(rule.state)
  const { account, minor, currency } = deal
  const money = rule.carries && minor !== null ? { minor, currency } : {}
  const opened = to.deal === null ? null : books.open({ id: to.deal.id, pipeline: rule.to, account, ...money })
  expect(opened === null).toBe(rule.state === 'proposed')
  if (opened) history.deals.push(opened)
  const handed = { id, rule: rule.key, from: deal.id, state, opened }
  books.handed.push(handed)
  return handed
}

/** A follow-on deal that somebody asks for. */
export async function handOver(history: History, deal: Kept): Promise<boolean> {
  const { company, random, deals } = history
  const { minor, currency } = drawAmount(random)
  const to_pipeline = random.pick(['growth', 'service'])
  const body = { to_pipeline, link: 'expands', amount: amountOf(minor, currency) }
  const refusal = deal.outcome === 'void' && 'deal-void'
  const answer = await asked(company.ask('POST', `/deals/${deal.id}/handoffs`, body), refusal)
  if (!answer) return false
  const { id, state, to } = answer.body
  expect(state).toBe('accepted')
  const opened = company.books.open({ id: to.deal.id, pipeline: to_pipeline, minor, currency, account: deal.account })
  deals.push(opened)
  company.books.handed.push({ id, rule: null, from: deal.id, state, opened })
  await company.settled()
  return true
}

const isDecided = ({ state }: Handed) => !['waiting', 'proposed'].includes(state)

/** One that a rule opened for a deal of this history, mostly one that waits for somebody. */
function anyHanded({ company, deals, random }: History): Handed | undefined {
  const ids = new Set(deals.map(({ id }) => id))
  const mine = company.books.handed.filter(({ rule, from }) => rule !== null && from !== null && ids.has(from))
  const waiting = mine.filter((one) => !isDecided(one))
  const among = waiting.length > 0 && random.below(5) > 0 ? waiting : mine
  return among.length === 0 ? undefined : random.pick(among)
}

export async function accept(history: History): Promise<boolean> {
  const { company, random, deals } = history
  const one = anyHanded(history)
  if (!one) return false
  const { minor, currency } = drawAmount(random)
  const proposed = one.state === 'proposed'
  const body = proposed ? { amount: amountOf(minor, currency) } : {}
  const refusal = isDecided(one) && 'handoff-decided'
  const answer = await asked(company.ask('POST', `/handoffs/${one.id}/acceptance`, body), refusal)
  if (!answer) return false
  one.state = 'accepted'
  if (!proposed) return true
  const from = company.books.deals.find(({ id }) => id === one.from)
  const account = from?.account ?? null
  one.opened = company.books.open({ id: answer.body['to'].deal.id, pipeline: 'growth', minor, currency, account })
  deals.push(one.opened)
  await company.settled()
  return true
}

/** Returned or rejected: what it opened was never a deal of its own. */
export async function refuseHandoff(history: History): Promise<boolean> {
  const { company, random } = history
  const one = anyHanded(history)
  if (!one) return false
  const as = random.pick(['return', 'rejection'] as const)
  const closed = one.opened !== null && one.opened.outcome !== null
  const refusal = isDecided(one) ? 'handoff-decided' : closed && 'deal-closed'
  const answer = await asked(company.ask('POST', `/handoffs/${one.id}/${as}`, { reason: 'Not for us' }), refusal)
  if (!answer) return false
  one.state = as === 'return' ? 'returned' : 'rejected'
  if (one.opened) company.books.change(one.opened, { outcome: 'void' })
  await company.settled()
  company.books.recount()
  return true
}

/** A reading of what a customer uses; past the threshold it fires, unless what it fired before is still going on. */
export async function use(history: History): Promise<boolean> {
  const { company, random, accounts } = history
  const { books } = company
  const account = random.pick(accounts.filter((id) => !books.isGone(id)))
  const at = Date.now()
  const value = random.below(2 * threshold)
  const before = books.readingsOf(account).at(-1)
  await company.done('POST', `/accounts/${account}/usage`, { metric: 'seats', value, at: new Date(at).toISOString() })
  books.readings.push({ account, at, value })
  await company.settled()
  const rule = known.find(({ on }) => on === 'usage') as Rule
  const crosses = value >= threshold && (before === undefined || before.value < threshold)
  const won = books.deals.filter(
    (one) => one.account === account && one.pipeline === rule.pipeline && one.outcome === 'won',
  )
  const going = books.handed.some(
    ({ rule: key, account: of, state, opened }) =>
      key === rule.key &&
      of !== undefined &&
      books.living(of) === account &&
      state === 'accepted' &&
      opened?.outcome === null,
  )
  if (!crosses || going || won.length === 0) return true
  // Several were won: which was the last to close is known to the server alone, but it is one of them.
  const fired = await usageFired(history, rule, won)
  fired.account = account
  return true
}

async function usageFired(history: History, rule: Rule, won: readonly Kept[]): Promise<Handed> {
  const { books, done } = history.company
  const { data } = await done('GET', '/handoffs?state=any&limit=5')
  const fresh = (data as Json[]).find(
    (one) => one['rule']?.key === rule.key && !books.handed.some(({ id }) => id === one['id']),
  )
  const deal = won.find(({ id }) => id === fresh?.['from']?.id)
  if (!deal) throw new Error(`${rule.key} did not fire for any of ${won.map(({ id }) => id).join(', ')}`)
  return fires(history, rule, deal)
}

/** All hand-offs that there are, beside those that there must be. */
export async function checkHanded({ company }: History): Promise<void> {
  const { books, done } = company
  const found: Json[] = []
  for (let cursor = ''; ; ) {
    const page = await done('GET', `/handoffs?state=any&limit=200${cursor && `&cursor=${cursor}`}`)
    found.push(...page['data'])
    if (!page['has_more']) break
    cursor = page['next_cursor']
  }
  const asTold = found.map(({ id, rule, from, state, to }) => [
    id,
    rule?.key ?? null,
    from?.id ?? null,
    state,
    to.deal?.id ?? null,
  ])
  const asKept = books.handed.map(({ id, rule, from, state, opened }) => [id, rule, from, state, opened?.id ?? null])
  const byId = (rows: unknown[][]) => rows.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  expect(byId(asTold)).toEqual(byId(asKept))
}

/** Each deal of a history as the server has it, beside what is in the books: also how often it was ever changed. */
export async function checkDeals({ company, deals }: History): Promise<void> {
  for (const kept of deals) {
    const deal = await company.done('GET', `/deals/${kept.id}`)
    const { minor, currency, kind, account, outcome, version, counted } = kept
    expect({
      version: deal['version'],
      pipeline: deal['pipeline'].key,
      stage: deal['stage'].key,
      outcome: deal['outcome'],
      minor: minorIn(deal['amount']),
      currency: deal['currency'],
      kind: deal['revenue_kind'],
      account: deal['account']?.id ?? null,
      counted: deal['counted'],
    }).toEqual({
      version,
      pipeline: kept.pipeline,
      stage: kept.stage,
      outcome,
      minor,
      currency,
      kind,
      account,
      counted,
    })
  }
}
