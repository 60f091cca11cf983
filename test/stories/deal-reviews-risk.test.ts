import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayNumber } from '../../src/domain/history/index.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { called } from './calls.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { type Json, startWire, type Wire } from './wire.ts'

/** Five hundred open deals and a year of closed ones: which of them carry the risk of a review, and how likely each is. */
let wire: Wire
let agenda: Json
const random = randomFrom(11)
const today = dayNumber('2026-11-24T00:00:00.000Z')

beforeAll(async () => {
  wire = await startWire()
  await wire.server.client.send('POST', '/pipelines', { body: called, content_type: 'application/yaml' })
  await wire.call('POST', '/rates', { currency: 'USD', per_euro: '1.25', valid_from: '2026-01-01' })
  await wire.within('write', (context) => writePast(context, [...closed(), ...open()]))
  const since = '2025-01-01T00:00:00.000Z'
  agenda = (await wire.call('GET', `/deal-reviews/agenda?pipeline=called&since=${since}`)).body
}, 60_000)
afterAll(() => wire.server.close())

const amount = () => ({ amount: `${100 + random.below(90_000)}.00`, currency: random.pick(['EUR', 'USD']) })

const closed = () =>
  Array.from({ length: 120 }, (_, i): PastDeal => {
    const entered = today - 360 + i * 2.5 + random.uniform()
    const left = entered + 2 + random.below(60)
    return {
      pipeline: 'called',
      stays: [{ stage: 'wanted', entered, left: Math.min(left, today - 1), to: random.chance(0.4) ? 'won' : 'lost' }],
      amount: amount(),
    }
  })

const open = () =>
  Array.from({ length: 500 }, (): PastDeal => {
    const stay = { stage: 'wanted', entered: today - random.below(80) - 0.5, left: null, to: null }
    return { pipeline: 'called', stays: [stay], amount: amount(), close_date: '2026-12-31' }
  })

const openOnes = (): Json[] => agenda['deals'].filter(({ to }: Json) => to.outcome === null)
const risks = (): Json[] =>
  openOnes().flatMap(({ deal, reasons, to }) => {
    const risk = reasons.find(({ kind }: Json) => kind === 'risk')
    return risk ? [{ id: deal.id, share: risk.share, to }] : []
  })

test('an agenda of more than five hundred deals comes in one answer, each once', () => {
  expect(agenda['note']).toBe('at the start, not enough data: has 0, needs 30')
  expect(openOnes()).toHaveLength(500)
  expect(new Set(agenda['deals'].map(({ deal }: Json) => deal.id)).size).toBe(agenda['deals'].length)
})

test('the ten with the largest part of the variance carry the risk', () => {
  const variance = ({ to }: Json) => to.chance * (1 - to.chance) * Number(to.worth.amount) ** 2
  const all = openOnes().reduce((sum, one) => sum + variance(one), 0)
  const largest = openOnes()
    .toSorted((a, b) => variance(b) - variance(a))
    .slice(0, 10)
  expect(new Set(risks().map(({ id }) => id))).toEqual(new Set(largest.map(({ deal }) => deal.id)))
  for (const one of risks()) expect(one['share']).toBeCloseTo(variance(one) / all, 9)
})

test('the chance of a deal is the one that its own page says of the end of the period', async () => {
  for (const { id, to } of risks().slice(0, 3)) {
    const { body } = await wire.call('GET', `/deals/${id}/chance`)
    expect(to.chance).toBeGreaterThan(0.01)
    expect(to.chance).toBeCloseTo(body.by_close_date, 2)
  }
})

test('what is expected of all of them is what the forecast expects of open deals', async () => {
  const { body } = await wire.call('GET', '/forecasts?pipeline=called&period=2026-Q4')
  const plain = openOnes().reduce((sum, { to }) => sum + to.chance * Number(to.worth.amount), 0)
  // But for what deals of this pipeline lose or gain on the way to being won, which is the same share of each.
  const { body: bridge } = await wire.call(
    'GET',
    '/bridge/deals?pipeline=called&period=2026-Q4&measure=expected&limit=200',
  )
  const ratios = bridge.data
    .filter(({ to }: Json) => to.outcome === null)
    .map(({ deal, after }: Json) => {
      const { to } = openOnes().find((one) => one['deal'].id === deal.id) ?? {}
      return Number(after.amount) / (to.chance * Number(to.worth.amount))
    })
  const [ratio] = ratios
  for (const one of ratios) expect(one).toBeCloseTo(ratio, 2)
  expect((plain * ratio) / Number(body.total.open.amount)).toBeCloseTo(1, 3)
})
