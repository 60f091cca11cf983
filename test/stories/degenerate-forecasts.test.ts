import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Forecast, WinChance } from '../../src/domain/forecast/index.ts'
import { accessOf } from '../../src/domain/people/index.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { boundByNothing } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { type Money, minorOf } from '../../src/values/money.ts'
import type { Member } from '../server.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { type Json, startWire, trade, type Wire } from './wire.ts'

const today = Date.parse('2026-11-24T20:00:00.000Z') / 86_400_000
let wire: Wire
beforeAll(async () => {
  wire = await startWire()
})
afterAll(() => wire.server.close())

type Company = Member & { workspace_id: string; call: (path: string, body?: unknown) => Promise<Json> }

/** A company of its own with the pipeline `trade`, and where deals are in it with `bazaar`, its twin. */
async function found(slug: string, deals: readonly PastDeal[] = []): Promise<Company> {
  const founded = await wire.server.foundWorkspace(slug)
  const call = async (path: string, body?: unknown) => {
    const answer = await wire.call(body === undefined ? 'GET' : 'POST', path, body, { key: founded.key })
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer.body
  }
  const { workspace_id, id } = founded
  const actor = { id, name: 'Owner', role: 'owner', workspace_id, channel: 'import' } as const
  const asked = {
    actor: { ...actor, access: accessOf('owner'), rights: boundByNothing },
    effect: 'write' as const,
    name: 'test',
    now: wire.server.server.clock.now(),
  }
  await inTransaction(wire.server.database, asked, async (context) => {
    await createPipeline.run(context, { source: trade })
    const beside = deals.some(({ pipeline }) => pipeline === 'bazaar')
    if (beside) await createPipeline.run(context, { source: trade.replace('key: trade', 'key: bazaar') })
    await writePast(context, deals)
  })
  return { ...founded, call }
}

/** Closed deals of the past year, and open ones of the past month. */
function past({ won = 0, lost = 0, open = 0, pipeline = 'trade', amount = (_: number) => 1_000 }): PastDeal[] {
  return Array.from({ length: won + lost + open }, (_, i) => {
    const closed = i < won + lost
    // Wins and losses come mixed, so that neither is older than the other.
    const ended = (i * won) % Math.max(won + lost, 1) < won ? 'won' : 'lost'
    const entered = closed ? today - 330 + (300 * i) / (won + lost) : today - 2 - (i % 20)
    const first = {
      stage: 'wanted',
      entered,
      left: closed ? entered + 5 + (i % 6) : null,
      to: closed ? 'agreed' : null,
    }
    const stays =
      first.left === null
        ? [first]
        : [first, { stage: 'agreed', entered: first.left, left: first.left + 5 + (i % 9), to: ended }]
    return { pipeline, stays, amount: { amount: amount(i).toFixed(2), currency: 'EUR' }, close_date: '2026-12-20' }
  })
}

const forecast = async ({ call }: Company, query = '') => Forecast.parse(await call(`/forecasts${query}`))
const partOf = (answer: Forecast, key = 'trade') => {
  const part = answer.pipelines.find(({ pipeline }) => pipeline === key)
  if (part === undefined) throw new Error(`no ${key} in ${JSON.stringify(answer)}`)
  return part
}
const cents = (money: Money | null) => (money === null ? Number.NaN : Number(minorOf(money)))
const chanceOfFirst = async ({ call }: Company) => {
  const { data } = await call('/deals?outcome=open&limit=1')
  return WinChance.parse(await call(`/deals/${data[0].id}/chance`))
}

describe('too few closed deals', () => {
  test('four, entered by hand: what is closed and open stands there, no chance, and how many are missing', async () => {
    const company = await found('four')
    for (let i = 0; i < 7; i++) {
      const deal = await company.call('/deals', {
        name: `Shop ${i}`,
        pipeline: 'trade',
        amount: { amount: '250.00', currency: 'EUR' },
      })
      if (i < 4)
        await company.call(
          `/deals/${deal.id}/moves`,
          i < 2 ? { outcome: 'won', reason: 'Ordered on the spot' } : { outcome: 'lost', reason: 'price' },
        )
    }
    const answer = await forecast(company)
    expect(answer.total).toMatchObject({
      closed: { amount: '500.00' },
      closed_count: 2,
      open_value: { amount: '750.00' },
      open_count: 3,
      expected: null,
      p10: null,
      p50: null,
      p90: null,
      chance: null,
      distribution: [],
      n_closed: 4,
      note: 'not enough data: has 4, needs 30',
    })
    expect(await chanceOfFirst(company)).toMatchObject({ ever: null, note: 'not enough data: has 4, needs 30' })
  })

  test.each([12, 29])('%i in the whole company: no figure, and how many are missing', async (n) => {
    const answer = await forecast(
      await found(`has-${n}`, past({ won: Math.floor(n / 3), lost: Math.ceil((2 * n) / 3), open: 3 })),
    )
    expect(answer.total).toMatchObject({ expected: null, n_closed: n, note: `not enough data: has ${n}, needs 30` })
    expect(partOf(answer)).toMatchObject({ expected: null, open_count: 3, note: `not enough data: has ${n}, needs 30` })
  })

  test.each([4, 12, 29])('%i in a pipeline beside a large one: that one speaks for it, and says so', async (n) => {
    const deals = [...past({ won: 40, lost: 80, open: 9 }), ...past({ won: n, open: 3, pipeline: 'bazaar' })]
    const answer = await forecast(await found(`beside-${n}`, deals))
    const bazaar = partOf(answer, 'bazaar')
    expect(bazaar).toMatchObject({ n_closed: n, note: `not enough data: has ${n}, needs 30` })
    // All of its few deals were won, but by the rates of all about a third is.
    expect(cents(bazaar.open)).toBeGreaterThan(0)
    expect(cents(bazaar.open)).toBeLessThan(cents(bazaar.open_value) / 2)
    expect(answer.total.note).toContain('all pipelines speak for: bazaar')
    expect(partOf(answer).note).toBeNull()
  })

  test('all open: nothing was ever closed, and it says so', async () => {
    const company = await found('all-open', past({ open: 40 }))
    expect((await forecast(company)).total).toMatchObject({
      closed_count: 0,
      open_count: 40,
      expected: null,
      note: 'not enough data: has 0, needs 30',
    })
    expect(await chanceOfFirst(company)).toMatchObject({ ever: null, n_closed: 0 })
  })
})

describe('one outcome alone', () => {
  test('only wins: a forecast, and the warning that losses are missing', async () => {
    const company = await found('only-wins', past({ won: 45, open: 8 }))
    const answer = await forecast(company)
    const note = 'no loss was ever recorded (45 won), so chances are too high if lost deals stay open'
    expect(partOf(answer)).toMatchObject({ note, n_closed: 45 })
    expect(answer.total.note).toBe('no loss was ever recorded, so chances are too high if lost deals stay open: trade')
    expect(cents(answer.total.open)).toBeLessThanOrEqual(cents(answer.total.open_value))
    const chance = await chanceOfFirst(company)
    expect(chance.note).toBe(note)
    expect(chance.ever).toBeGreaterThan(0.9)
    expect(chance.ever).toBeLessThanOrEqual(1)
  })

  test('only losses: nothing is expected, low to high, and it says why', async () => {
    const company = await found('only-losses', past({ lost: 45, open: 8 }))
    const answer = await forecast(company)
    expect(partOf(answer)).toMatchObject({
      open: { amount: '0.00' },
      expected: { amount: '0.00' },
      p10: { amount: '0.00' },
      p90: { amount: '0.00' },
      open_count: 8,
      note: 'none of 45 closed deals was won, so hardly anything is expected',
    })
    expect(await chanceOfFirst(company)).toMatchObject({ ever: 0 })
  })

  test('only losses beside a pipeline that wins: hardly anything, not what the other one wins', async () => {
    const deals = [...past({ won: 60, lost: 60, open: 9 }), ...past({ lost: 45, open: 8, pipeline: 'bazaar' })]
    const bazaar = partOf(await forecast(await found('losing-beside', deals)), 'bazaar')
    expect(bazaar.note).toContain('none of 45 closed deals was won')
    expect(cents(bazaar.open)).toBeLessThan(0.15 * cents(bazaar.open_value))
  })
})

describe('one giant deal', () => {
  test('is won or not: likely is what comes without it, high has it, and the line names its share', async () => {
    // The last one is open.
    const company = await found(
      'giant',
      past({ won: 20, lost: 40, open: 12, amount: (i) => (i === 71 ? 5_000_000 : 1_000) }),
    )
    const { total, pipelines } = await forecast(company)
    const [part] = pipelines
    expect(part?.note).toMatch(/^one of 12 open deals carries (99|100) % of what they are expected to bring$/)
    expect(total.note).toBe(part?.note)
    expect(cents(total.p50)).toBeLessThan(100_000_00)
    expect(cents(total.p90)).toBeGreaterThan(5_000_000_00)
    expect(cents(total.expected)).toBeGreaterThan(cents(total.p50))
    const sum = cents(total.closed) + cents(total.open) + cents(total.new_business)
    expect(cents(total.expected)).toBe(sum)
    for (const { chance } of total.distribution) expect(chance).toBeGreaterThanOrEqual(0)
  })

  test('the largest amount that fits goes through to the cent of what is open', async () => {
    const huge = 9_999_999_999.99
    const company = await found('huge', past({ won: 20, lost: 40, open: 6, amount: (i) => (i === 65 ? huge : 1) }))
    const { total } = await forecast(company)
    expect(total.open_value.amount).toBe('10000000004.99')
    expect(cents(total.p90)).toBeGreaterThanOrEqual(cents(total.p50))
    expect(cents(total.p50)).toBeGreaterThanOrEqual(cents(total.p10))
  })
})
