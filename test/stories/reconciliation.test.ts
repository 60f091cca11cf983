import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())

const reconcile = async (as_of?: string): Promise<Json> =>
  (await wire.call('GET', `/reconciliation${as_of ? `?as_of=${as_of}` : ''}`)).body
const at = (now: string) => wire.call('PUT', '/test-clock', { now })

const command = (...words: string[]) => commandLine(wire.server)(words)

test('a workspace without deals balances', async () => {
  expect(await reconcile()).toMatchObject({ balanced: true, currencies: [], disagreements: [], rows: 0 })
})

test('the life of a deal is told by what it brought and took', async () => {
  const { body: deal } = await wire.call('POST', '/deals', {
    name: 'Scales',
    pipeline: 'trade',
    amount: { amount: '1000.00', currency: 'EUR' },
  })
  await wire.call('PATCH', `/deals/${deal.id}`, { amount: { amount: '900.00', currency: 'EUR' } })
  await wire.call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })
  expect((await wire.call('POST', `/deals/${deal.id}/moves`, { outcome: 'won' })).status).toBe(201)
  const money = (amount: string) => ({ amount, currency: 'EUR' })
  expect(await reconcile()).toMatchObject({
    balanced: true,
    currencies: [
      {
        currency: 'EUR',
        total: money('900.00'),
        difference: money('0.00'),
        pipelines: [
          {
            pipeline: 'trade',
            open: money('0.00'),
            won: money('900.00'),
            movements: [
              { kind: 'created', amount: money('1000.00') },
              { kind: 're_estimated', amount: money('-100.00') },
            ],
          },
        ],
      },
    ],
  })
})

test('new, expansion and renewal stand apart wherever they are added, and add up', async () => {
  const money = (amount: string) => ({ amount, currency: 'EUR' })
  const create = (amount: string, more: Json = {}) =>
    wire.call('POST', '/deals', { name: 'Scales', pipeline: 'trade', amount: money(amount), ...more })
  const { body: deal } = await create('300.10')
  await create('200.05', { revenue_kind: 'renewal' })
  const kinds = (fresh: string, expansion: string, renewal: string) => ({
    new: money(fresh),
    expansion: money(expansion),
    renewal: money(renewal),
  })
  const total = async () => (await reconcile()).currencies[0]
  expect(await total()).toMatchObject({ total: money('1400.15'), by_revenue_kind: kinds('1200.10', '0.00', '200.05') })
  // What is said of a deal alone holds for it, whatever its pipeline is about; also when it was won before.
  await wire.call('PATCH', `/deals/${deal.id}`, { revenue_kind: 'expansion' })
  expect(await total()).toMatchObject({ total: money('1400.15'), by_revenue_kind: kinds('900.00', '300.10', '200.05') })
  const { body: totals } = await wire.call('GET', '/pipeline-totals')
  for (const one of [totals.total, totals.data[0]])
    expect(one).toMatchObject({ open: money('500.15'), by_revenue_kind: kinds('0.00', '300.10', '200.05') })
  const forecast = (await wire.call('GET', '/forecasts?period=2026-Q3')).body
  expect(forecast.total).toMatchObject({ expected: money('0.00'), by_revenue_kind: kinds('0.00', '0.00', '0.00') })
  // Without history nothing is expected, and there is nothing to part.
  expect((await wire.call('GET', '/forecasts')).body.total).toMatchObject({ expected: null, by_revenue_kind: null })
})

test('whatever happens to deals in three currencies, it balances now and at every moment before', async () => {
  const random = randomFrom(7)
  const moments: string[] = []
  const deals: Json[] = []
  for (let day = 1; day <= 12; day++) {
    await at(`2026-12-${String(day).padStart(2, '0')}T09:00:00.000Z`)
    for (let i = 0; i < 6; i++) {
      const amount = {
        amount: `${1 + random.below(90_000)}.00`,
        currency: random.pick(['EUR', 'IDR', 'USD']),
      }
      if (deals.length < 5 || random.below(3) === 0) {
        const { body } = await wire.call('POST', '/deals', { name: `Deal ${day}`, pipeline: 'trade', amount })
        deals.push(body)
        continue
      }
      const { id } = random.pick(deals)
      const move = random.pick([
        { to_stage: 'agreed' },
        { outcome: 'won' },
        { outcome: 'lost', reason: 'price' },
        { to_stage: 'wanted', reason: 'Once more' },
      ])
      if (random.below(2) === 0) await wire.call('PATCH', `/deals/${id}`, { amount })
      else await wire.call('POST', `/deals/${id}/moves`, move)
    }
    moments.push(`2026-12-${String(day).padStart(2, '0')}T12:00:00.000Z`)
  }
  const now = await reconcile()
  expect(now.balanced, JSON.stringify(now.disagreements)).toBe(true)
  expect(now.currencies).toHaveLength(3)
  const totals = (await wire.call('GET', '/pipeline-totals?currency=EUR')).body
  expect(totals.total.count).toBeGreaterThan(0)
  let rows = 0
  for (const moment of moments) {
    const then = await reconcile(moment)
    expect(then.balanced, `${moment}: ${JSON.stringify(then.disagreements)}`).toBe(true)
    expect(then.rows).toBeGreaterThan(rows)
    rows = then.rows
  }
})

test('the command line says so, and exits with 0', async () => {
  const { exit_code, stdout } = await command('reconcile')
  expect(exit_code).toBe(0)
  expect(stdout).toContain('It balances.')
  expect(stdout).toMatch(/of it renewal +200.05 EUR/)
  expect(JSON.parse((await command('reconcile', '--json')).stdout)).toMatchObject({ balanced: true })
})

test.each([
  [
    'a deal whose last row ended too early',
    `update deal_ledger set until = occurred_at where version = 1 and until = 'infinity'`,
    'deals',
  ],
  ['a board whose total was touched', `update board_total set amount_minor = amount_minor + 1`, 'board'],
])('%s is found, named, and makes the command exit with 6', async (_, damage, beside) => {
  const { pool } = wire.server.database
  await wire.server.settled()
  // In a savepoint of our own: what is damaged here is mended again before anybody else looks.
  const undo = damage.includes('deal_ledger')
    ? `update deal_ledger set until = 'infinity' where version = 1 and until = occurred_at
       and not exists (select from deal_ledger n where n.deal_id = deal_ledger.deal_id and n.version = 2)`
    : `update board_total set amount_minor = amount_minor - 1`
  expect((await pool.query(damage)).rowCount).toBeGreaterThan(0)
  try {
    const found = await reconcile()
    expect(found.balanced).toBe(false)
    expect(found.disagreements[0]).toMatchObject({
      pipeline: 'trade',
      beside,
      side: 'open',
      ...(beside === 'board' ? { revenue_kind: null } : {}),
    })
    expect((await command('reconcile')).exit_code).toBe(6)
  } finally {
    await pool.query(undo)
  }
  expect((await reconcile()).balanced).toBe(true)
})
