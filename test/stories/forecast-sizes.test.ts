import { afterAll, beforeAll, expect, test } from 'vitest'
import { Forecast, refreshStatistics, WinChance } from '../../src/domain/forecast/index.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { startWire, type Wire } from './wire.ts'

const today = Date.parse('2026-11-24T20:00:00.000Z') / 86_400_000
let wire: Wire
/** In the same stage for as long, in this order: small, large, as large in dollars, without an amount. */
let open: string[]
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await wire.call('POST', '/rates', { currency: 'USD', per_euro: '1.25', valid_from: '2025-01-01' })
  await wire.within('write', (context) => writePast(context, past(240)))
  open = await wire.within('write', (context) =>
    writePast(context, [euros(1_200), euros(90_000), { amount: '112500.00', currency: 'USD' }, null].map(standing)),
  )
  const { server } = wire
  await refreshStatistics(server.database, server.workspace_id, server.server.clock.now())
})
afterAll(() => wire.server.close())

const euros = (amount: number) => ({ amount: `${amount}.00`, currency: 'EUR' })

/** One in three is large, in euros or dollars, and one in six of those is won; of the small ones three in four are. */
function past(n: number): PastDeal[] {
  return Array.from({ length: n }, (_, i) => {
    const entered = today - 320 + i
    const [agreed, closed] = [entered + 5, entered + 15]
    const large = i % 3 === 0
    const won = large ? i % 18 === 0 : i % 4 !== 1
    const dollars = { amount: `${112_500 + 10 * i}.00`, currency: 'USD' }
    return {
      pipeline: 'trade',
      stays: [
        { stage: 'wanted', entered, left: agreed, to: 'agreed' },
        { stage: 'agreed', entered: agreed, left: closed, to: won ? 'won' : 'lost' },
      ],
      amount: large ? (i % 2 === 0 ? dollars : euros(90_000 + 10 * i)) : euros(1_000 + 10 * i),
    }
  })
}

const standing = (amount: PastDeal['amount']): PastDeal => ({
  pipeline: 'trade',
  stays: [{ stage: 'agreed', entered: today - 3, left: null, to: null }],
  amount,
  close_date: '2026-12-10',
})

const chanceOf = async (id: string | undefined) => WinChance.parse((await wire.call('GET', `/deals/${id}/chance`)).body)

test('a large deal is told apart from a small one, whatever its currency, and the reason is said', async () => {
  const [small, large, dollars, unknown] = await Promise.all(open.map(chanceOf))
  expect(small?.ever).toBeGreaterThan(0.65)
  expect(large?.ever).toBeLessThan(0.35)
  expect(dollars?.ever).toBeCloseTo(large?.ever ?? 0, 9)
  expect(large?.by_close_date).toBeLessThan(small?.by_close_date ?? 0)
  expect(unknown?.reasons.map(({ about }) => about)).toEqual(['pipeline', 'stage', 'age'])
  const [, , age, size] = large?.reasons ?? []
  expect(age?.chance).toBeCloseTo(unknown?.ever ?? 0, 9)
  expect(size).toMatchObject({ about: 'size', chance: large?.ever })
  expect(size?.sentence).toMatch(/^A deal of [\d,]+ EUR( to [\d,]+ EUR| and more) \(\d+ closed\): \d+%$/)
  expect(Number(/\((\d+) closed\)/.exec(size?.sentence ?? '')?.[1])).toBeGreaterThan(20)
})

test('boards say the same of each deal', async () => {
  for (const id of open) {
    const { ever } = await chanceOf(id)
    expect((await wire.call('GET', `/deals/${id}`)).body.probability).toBeCloseTo(ever ?? 0, 2)
  }
})

test('the forecast expects by size: two large deals bring less than the chance of any deal would say', async () => {
  const { body } = await wire.call('GET', '/forecasts?period=2026')
  const expected = Number(Forecast.parse(body).total.open?.amount)
  const [, large] = await Promise.all(open.map(chanceOf))
  expect(expected).toBeLessThan(180_000 * 0.35 + 20_000)
  expect(expected).toBeGreaterThan(180_000 * (large?.by_close_date ?? 1))
})

test('an amount counts from when it was said: a forecast of before knows the deal as it was', async () => {
  const [small] = open
  const before = await chanceOf(small)
  const asked = `/forecasts?period=2026&as_of=${new Date(today * 86_400_000 - 1_000).toISOString()}`
  const then = (await wire.call('GET', asked)).body
  expect((await wire.call('PATCH', `/deals/${small}`, { amount: euros(95_000) })).status).toBe(200)
  expect((await chanceOf(small)).ever).toBeLessThan((before.ever ?? 0) / 2)
  expect((await wire.call('GET', asked)).body).toEqual(then)
})
