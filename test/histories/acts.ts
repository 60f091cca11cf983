import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Random } from '../../src/stats/random.ts'
import type { Answer } from '../stories/wire.ts'
import { amountOf, type Bond, type Currency, type Kept } from './books.ts'
import type { Company } from './company.ts'
import { accept, handOver, happened, refuseHandoff, use } from './handed.ts'

/** One history: its own deals and customers within a company, and what it draws. */
export type History = {
  company: Company
  random: Random
  deals: Kept[]
  accounts: string[]
  tally: Map<string, number>
}

/** One thing that people do, at random; most of what may be refused is tried too, and has to be refused by its name. */
export async function act(history: History): Promise<string> {
  const { random, tally } = history
  const name = history.deals.length < 3 ? 'open' : random.pick(weighted)
  const done = await does[name](history)
  if (done) tally.set(name, (tally.get(name) ?? 0) + 1)
  return done ? name : `${name} (not done)`
}

/** Answers whether it was done. */
type Act = (history: History) => Promise<boolean | undefined>

const does = {
  open,
  estimate,
  reclassify,
  step,
  win: (history: History) => close(history, 'won'),
  lose: (history: History) => close(history, 'lost'),
  reopen,
  takeBack,
  transfer,
  handOver: (history: History) => handOver(history, history.random.pick(history.deals)),
  accept,
  refuseHandoff,
  resolve,
  unresolve,
  merge,
  part,
  use,
  restructure,
  putBack,
  credit,
} satisfies Record<string, Act>

/** By their names. */
export const acts = () => Object.keys(does)

const weights: Record<keyof typeof does, number> = {
  open: 3,
  estimate: 4,
  reclassify: 1,
  step: 10,
  win: 6,
  lose: 2,
  reopen: 3,
  takeBack: 4,
  transfer: 4,
  handOver: 1,
  accept: 5,
  refuseHandoff: 10,
  resolve: 4,
  unresolve: 4,
  merge: 2,
  part: 6,
  use: 3,
  restructure: 1,
  putBack: 1,
  credit: 1,
}
const weighted = Object.entries(weights).flatMap(([name, n]) =>
  Array<keyof typeof does>(n).fill(name as keyof typeof does),
)

const currencies: readonly Currency[] = ['EUR', 'IDR', 'JPY']
export const drawAmount = (random: Random) => ({
  minor: 1 + random.below(9_000_000),
  currency: random.pick([...currencies]),
})

const any = ({ random, deals }: History): Kept => random.pick(deals)

/** A request that is done exactly when the oracle says so, and else is refused by the name that it says. */
export async function asked(answer: Promise<Answer>, refusal: string | null | false): Promise<Answer | null> {
  const { status, body } = await answer
  const is = status < 300 ? null : (body.code as string)
  expect(is, JSON.stringify(body)).toBe(refusal || null)
  return refusal ? null : await answer
}

async function open({ company: { ask, books }, random, deals, accounts }: History) {
  const { minor, currency } = drawAmount(random)
  const pipeline = random.pick(['direct', 'direct', 'partner', 'partner', 'partner', 'messy', 'messy'])
  const account = random.below(3) === 0 ? null : random.pick(accounts.filter((id) => !books.isGone(id)))
  const source = random.pick(['a', 'b'] as const)
  const answer = await asked(
    ask('POST', '/deals', {
      name: `Deal ${deals.length + 1}`,
      pipeline,
      source,
      amount: amountOf(minor, currency),
      ...(account ? { account_id: account } : {}),
    }),
    null,
  )
  deals.push(books.open({ id: answer?.body['id'], pipeline, minor, currency, account, source }))
  return true
}

async function estimate(history: History) {
  const { company, random } = history
  const deal = any(history)
  const { minor, currency } = drawAmount(random)
  const closed = deal.outcome !== null && 'deal-closed'
  const amount = amountOf(minor, currency)
  if (!(await asked(company.ask('PATCH', `/deals/${deal.id}`, { amount }), closed))) return false
  if (deal.minor !== minor || deal.currency !== currency) company.books.change(deal, { minor, currency })
  return true
}

/** Also of what was won: its money is then another kind of revenue. */
async function reclassify(history: History) {
  const deal = any(history)
  await asked(history.company.ask('PATCH', `/deals/${deal.id}`, { revenue_kind: 'renewal' }), null)
  if (deal.kind !== 'renewal') history.company.books.change(deal, { kind: 'renewal' })
  return true
}

const move = ({ company }: History, { id }: Kept, body: object) => company.ask('POST', `/deals/${id}/moves`, body)

async function step(history: History) {
  const deal = any(history)
  const stage = history.random.pick(['asked', 'shown', 'offered', 'offered'].filter((key) => key !== deal.stage))
  const answer = await asked(move(history, deal, { to_stage: stage }), deal.outcome !== null && 'deal-closed')
  if (!answer) return false
  history.company.books.change(deal, { stage }, { id: answer.body['id'], way: 'moves' })
  await happened(history, deal, 'moved')
  return true
}

async function close(history: History, outcome: 'won' | 'lost') {
  const deal = any(history)
  const body = { outcome, ...(outcome === 'lost' ? { reason: 'price' } : {}) }
  const answer = await asked(move(history, deal, body), deal.outcome !== null && 'deal-closed')
  if (!answer) return false
  history.company.books.change(deal, { outcome }, { id: answer.body['id'], way: 'moves' })
  await happened(history, deal, outcome)
  return true
}

async function reopen(history: History) {
  const closed = history.deals.filter(({ outcome }) => outcome !== null)
  if (closed.length === 0) return false
  const deal = history.random.pick(closed)
  const refusal = deal.outcome === 'void' && 'reopen-forbidden'
  const answer = await asked(move(history, deal, { to_stage: deal.stage, reason: 'After all' }), refusal)
  if (!answer) return false
  history.company.books.change(deal, { outcome: null }, { id: answer.body['id'], way: 'moves' })
  await happened(history, deal, 'reopened')
  return true
}

/** The last step by hand; too late once anything came after it, be it by itself. */
async function takeBack(history: History) {
  const { company, deals, random } = history
  const stepped = deals.filter(({ step }) => step !== null)
  if (stepped.length === 0) return false
  const deal = random.pick(stepped)
  const { id, version, way, before } = deal.step as NonNullable<Kept['step']>
  const late = deal.version !== version && 'reversal-too-late'
  const answer = await asked(company.ask('POST', `/deals/${deal.id}/${way}/${id}/reversal`), late)
  if (!answer) return false
  company.books.change(deal, before)
  await happened(history, deal, 'reversed')
  return true
}

async function transfer(history: History) {
  const { company, random } = history
  const deal = any(history)
  const to_pipeline = random.pick(['direct', 'partner', 'messy', 'growth', 'service'])
  const refusal = deal.outcome !== null ? 'deal-closed' : to_pipeline === deal.pipeline ? 'pipeline-same' : null
  const body = { to_pipeline, reason: 'bigger' }
  const answer = await asked(company.ask('POST', `/deals/${deal.id}/transfers`, body), refusal)
  if (!answer) return false
  company.books.place(deal, to_pipeline, { id: answer.body['id'], way: 'transfers' })
  await happened(history, deal, 'transferred')
  return true
}

async function resolve(history: History) {
  const { company, random, deals } = history
  const { books, ask, done, settled } = company
  const [kept, gone] = [any(history), any(history)]
  if (kept === gone || deals.length < 2) return false
  const { id, state } = await done('POST', '/overlaps', { deal_id: kept.id, other_id: gone.id })
  if (state !== 'open') return false
  const as = random.pick(['same_deal', 'same_deal', 'co_sell', 'co_sell', 'different'] as const)
  const take = as === 'same_deal' && random.below(2) === 0 ? ['amount'] : []
  const body = as === 'different' ? { as } : { as, keep: kept.id, take }
  if (!(await asked(ask('POST', `/overlaps/${id}/resolutions`, body), refusalOf(as, kept, gone, take.length > 0))))
    return false
  const bond: Bond = { overlap: id, as, kept, gone, gone_version: 0, kept_before: null }
  const { minor, currency } = kept
  if (take.length > 0 && (minor !== gone.minor || currency !== gone.currency)) {
    bond.kept_before = { minor, currency }
    books.change(kept, { minor: gone.minor, currency: gone.currency })
  }
  if (as === 'same_deal') books.change(gone, { outcome: 'void' })
  if (as === 'co_sell' && gone.counted) books.change(gone, { counted: false })
  bond.gone_version = gone.version
  books.bonds.push(bond)
  await settled()
  books.recount()
  return true
}

function refusalOf(as: Bond['as'], kept: Kept, gone: Kept, takes: boolean): string | null {
  if (as === 'different') return null
  if (kept.outcome !== null && kept.outcome !== 'won') return 'deal-closed'
  if (as === 'co_sell') return kept.counted ? null : 'counted-elsewhere'
  return gone.outcome !== null || (kept.outcome !== null && takes) ? 'deal-closed' : null
}

async function unresolve(history: History) {
  const { company, random, deals } = history
  const { books, ask, settled } = company
  const mine = books.bonds.filter(({ kept }) => deals.includes(kept))
  if (mine.length === 0) return false
  const bond = random.pick(mine)
  const { as, kept, gone, kept_before } = bond
  const late = as === 'same_deal' && (gone.version !== bond.gone_version || gone.outcome !== 'void')
  if (!(await asked(ask('POST', `/overlaps/${bond.overlap}/reversal`), late && 'undo-too-late'))) return false
  const counts = books.counts(gone, bond)
  books.bonds.splice(books.bonds.indexOf(bond), 1)
  if (as === 'co_sell' && gone.counted !== counts) books.change(gone, { counted: counts })
  if (as === 'same_deal') {
    const same = kept.minor === gone.minor && kept.currency === gone.currency
    const differs = kept_before && (kept_before.minor !== kept.minor || kept_before.currency !== kept.currency)
    if (kept_before && same && differs && kept.outcome === null) books.change(kept, kept_before)
    books.change(gone, { outcome: null })
  }
  await settled()
  books.recount()
  return true
}

/** Two customers were one all along: whatever names the one names the other. */
async function merge({ company: { books, done }, accounts, random }: History) {
  const [kept, gone] = random.below(2) === 0 ? accounts : accounts.toReversed()
  if (!kept || !gone || books.isGone(kept) || books.isGone(gone)) return false
  const { id } = await done('POST', `/accounts/${kept}/merges`, { other_id: gone })
  const deals = books.deals.filter(({ account }) => account === gone)
  for (const deal of deals) books.change(deal, { account: kept })
  books.merged.push({ id, kept, gone, deals })
  return true
}

async function part({ company: { books, done }, accounts }: History) {
  const at = books.merged.findIndex(({ kept }) => accounts.includes(kept))
  const one = books.merged[at]
  if (!one) return false
  await done('POST', `/account-merges/${one.id}/reversal`)
  books.merged.splice(at, 1)
  for (const deal of one.deals) if (deal.account === one.kept) books.change(deal, { account: one.gone })
  return true
}

/** A pipeline is split in two, or two become one: open deals go along, nothing is won or lost, no hand-off fires. */
async function restructure({ company: { books, done, settled }, random }: History) {
  const split = random.below(2) === 0
  const left = split ? ['messy'] : ['messy', 'partner']
  const open = books.deals.filter(({ outcome, pipeline }) => outcome === null && left.includes(pipeline))
  if (open.length === 0) return false
  const parts = split
    ? [
        { from: 'messy', to: 'growth', rule: 'deal.source == "b"' },
        { from: 'messy', to: 'direct' },
      ]
    : left.map((from) => ({ from, to: 'service' }))
  const { id } = await done('POST', '/lineages', { parts, summary: 'Another cut', sunset: false })
  await settled()
  const moved = open.map((deal) => {
    const to = split ? (deal.source === 'b' ? 'growth' : 'direct') : 'service'
    const from = deal.pipeline
    books.place(deal, to)
    return { deal, from, to }
  })
  books.restructured.push({ id, moved })
  books.recount()
  return true
}

/** The last cut is undone: what is still open where it brought it stands again where it stood. */
async function putBack({ company: { books, done, settled } }: History) {
  const last = books.restructured.pop()
  if (!last) return false
  await done('POST', `/lineages/${last.id}/undo`)
  await settled()
  for (const { deal, from, to } of last.moved)
    if (deal.outcome === null && deal.pipeline === to) books.place(deal, from)
  books.recount()
  return true
}

/** Credit moves no money: neither a share of it nor an overlay beside it. */
async function credit(history: History) {
  const { company, random } = history
  const deal = any(history)
  if (deal.outcome === 'void') return false
  const me = await company.me()
  const overlay = random.below(2) === 0 ? [{ person_id: me, share: 2_000 }] : []
  const shares = { revenue: [{ person_id: me, share: 10_000 }], overlay, sourced: null, influenced: [] }
  await company.done('PUT', `/deals/${deal.id}/credits`, shares)
  return true
}

/** So that what was seen at a moment and what comes after it are told apart. */
export const tick = () => pause(2)
