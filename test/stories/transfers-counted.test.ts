import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHistory, staysOf } from '../../src/domain/history/index.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { rounds } from '../chaos/process.ts'
import { startTransfers, type Transfers } from './transfer-wire.ts'
import type { Json } from './wire.ts'

let wire: Transfers
beforeAll(async () => {
  wire = await startTransfers()
})
afterAll(() => wire.server.close())

/** One stay as somebody would note it by hand: where, since when, until when, and where it went. */
type Stay = { pipeline: string; stage: string; entered: string; left: string | null; to: string | null }
type Noted = {
  pipeline: string
  stage: string
  outcome: string | null
  amount: number
  currency: string
  stays: Stay[]
}
type Deal = { id: string; now: Noted; before: Noted | null; step: { id: string; transfer: boolean } | null }

const stagesOf: Record<string, string[]> = {
  trade: ['wanted', 'agreed'],
  service: ['asked', 'agreed'],
  projects: ['scoped', 'surveyed', 'offered'],
}
const pipelines = Object.keys(stagesOf)
const currencies = ['EUR', 'IDR', 'USD']
/** Whatever any gate asks for, so that none is what this tale is about. */
const anyField = { site: 'Hill', halls: 2 }

const copyOf = (noted: Noted): Noted => ({ ...noted, stays: noted.stays.map((stay) => ({ ...stay })) })

/** Ends the stay that is open, and begins another where there is a next one. */
function leave(noted: Noted, at: string, to: string, next?: { pipeline: string; stage: string }): void {
  const open = noted.stays.find(({ left }) => left === null)
  if (open) Object.assign(open, { left: at, to })
  if (!next) return
  Object.assign(noted, next)
  noted.stays.push({ ...next, entered: at, left: null, to: null })
}

type Sums = Record<string, number>
/** Open and won by pipeline and currency, added up one deal at a time. */
function sumsOf(deals: readonly Deal[]): Sums {
  const sums: Sums = {}
  for (const { now } of deals)
    if (now.outcome === null || now.outcome === 'won') {
      const key = `${now.currency} ${now.pipeline} ${now.outcome ?? 'open'}`
      sums[key] = (sums[key] ?? 0) + now.amount
    }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0))
}

function sumsIn({ currencies: all }: Json): Sums {
  const entries = all.flatMap(({ currency, pipelines: parts }: Json) =>
    parts.flatMap(({ pipeline, open, won }: Json) => [
      [`${currency} ${pipeline} open`, Number(open.amount)],
      [`${currency} ${pipeline} won`, Number(won.amount)],
    ]),
  )
  return Object.fromEntries(entries.filter(([, sum]: [string, number]) => sum !== 0))
}

test('whatever deals do between pipelines, their money stands in one of them at every moment', async () => {
  const random = randomFrom(11)
  const deals: Deal[] = []
  const moments: { at: string; sums: Sums }[] = []
  let minute = Date.parse('2026-11-25T00:00:00.000Z')
  let undone = 0
  for (let step = 0; step < rounds(2_000, 120); step++) {
    minute += 60_000 * (1 + random.below(600))
    const at = new Date(minute).toISOString()
    await wire.at(at)
    if (deals.length < 6 || random.below(5) === 0) deals.push(await create(at))
    else if (await act(random.pick(deals), at)) undone++
    if (random.below(8) === 0) moments.push({ at: new Date(minute + 30_000).toISOString(), sums: sumsOf(deals) })
  }
  expect(undone).toBeGreaterThan(3)

  const now = await wire.reconcile()
  expect(now.balanced, JSON.stringify(now.disagreements)).toBe(true)
  expect(sumsIn(now)).toEqual(sumsOf(deals))
  for (const { at, sums } of moments) {
    const then = await wire.reconcile(at)
    expect(then.balanced, at).toBe(true)
    expect(sumsIn(then), at).toEqual(sums)
  }
  for (const { currency, total, pipelines: parts } of now.currencies) {
    const sum = parts.reduce((all: number, { open, won }: Json) => all + Number(open.amount) + Number(won.amount), 0)
    expect([currency, Number(total.amount)]).toEqual([currency, sum])
  }

  expect(await staysNow()).toEqual(
    deals.flatMap(({ id, now: { stays } }) => stays.map((stay) => lineOf(id, stay))).sort(),
  )
  for (const { id, now: noted } of deals) expect((await wire.deal({ id })).pipeline.key, id).toBe(noted.pipeline)

  async function create(at: string): Promise<Deal> {
    const [pipeline, currency, amount] = [
      random.pick(pipelines),
      random.pick(currencies),
      20_000_000 + random.below(9_000_000),
    ]
    const stage = stagesOf[pipeline]?.[0] ?? ''
    const { id } = await wire.open({ pipeline, amount: { amount: `${amount}.00`, currency } })
    const stays = [{ pipeline, stage, entered: at, left: null, to: null }]
    return { id, now: { pipeline, stage, outcome: null, amount, currency, stays }, before: null, step: null }
  }

  /** Does something to a deal and notes it; answers whether it was an undo. */
  async function act(deal: Deal, at: string): Promise<boolean> {
    const { id, now: noted, before, step } = deal
    const earlier = copyOf(noted)
    const keep = (made: Json | null, transfer = false) =>
      Object.assign(deal, { before: made && earlier, step: made && { id: made.id, transfer } })
    const post = (path: string, body: unknown) => wire.made('POST', `/deals/${id}${path}`, body)
    const what = random.below(10)
    if (before && step && what < 3) {
      await post(`/${step.transfer ? 'transfers' : 'moves'}/${step.id}/reversal`, undefined)
      Object.assign(deal, { now: { ...before, amount: before.amount }, before: null, step: null })
      return true
    }
    if (noted.outcome !== null) {
      keep(await post('/moves', { to_stage: noted.stage, reason: 'Again' }))
      noted.outcome = null
      noted.stays.push({ pipeline: noted.pipeline, stage: noted.stage, entered: at, left: null, to: null })
    } else if (what < 7) {
      const to = random.pick(pipelines.filter((pipeline) => pipeline !== noted.pipeline))
      const stage = random.pick(stagesOf[to] ?? [])
      const reason = noted.pipeline === 'projects' ? 'smaller' : 'bigger'
      const given = {
        to_pipeline: to,
        to_stage: stage,
        reason,
        note: 'As agreed',
        ...(to === 'projects' ? { fields: anyField } : {}),
      }
      keep(await post('/transfers', given), true)
      leave(noted, at, 'transferred', { pipeline: to, stage })
    } else if (what === 7) {
      const outcome = random.pick(['won', 'lost'])
      keep(await post('/moves', { outcome, reason: outcome === 'lost' ? 'price' : 'Early', fields: fieldsFor(noted) }))
      noted.outcome = outcome
      leave(noted, at, outcome)
    } else if (what === 8) {
      noted.amount = 20_000_000 + random.below(9_000_000)
      await wire.made('PATCH', `/deals/${id}`, { amount: { amount: `${noted.amount}.00`, currency: noted.currency } })
      keep(null)
    } else {
      const stage = random.pick((stagesOf[noted.pipeline] ?? []).filter((one) => one !== noted.stage))
      keep(await post('/moves', { to_stage: stage, reason: 'On', fields: fieldsFor(noted) }))
      leave(noted, at, stage, { pipeline: noted.pipeline, stage })
    }
    return false
  }
}, 600_000)

const fieldsFor = ({ pipeline }: Noted) => (pipeline === 'projects' ? anyField : {})

const lineOf = (deal: string, { pipeline, stage, entered, left, to }: Stay) =>
  [deal, pipeline, stage, entered, left, to].join(' ')

/** The stays that forecasts and statistics learn from. */
async function staysNow(): Promise<string[]> {
  const { owner } = wire.server.database
  const keys = new Map((await wire.call('GET', '/pipelines')).body.data.map(({ id, key }: Json) => [id, key]))
  const { rows } = await readHistory(owner, wire.server.workspace_id, '2099-01-01T00:00:00.000Z', { anew: true })
  // The clock runs on while a request is under way; the tale is told in whole minutes.
  const at = (day: number) => new Date(Math.floor(day * 1440 + 1e-6) * 60_000).toISOString()
  return staysOf(rows)
    .map(({ deal, pipeline, stage, entered, left, to }) =>
      lineOf(deal, {
        pipeline: String(keys.get(pipeline)),
        stage,
        entered: at(entered),
        left: left === null ? null : at(left),
        to,
      }),
    )
    .sort()
}
