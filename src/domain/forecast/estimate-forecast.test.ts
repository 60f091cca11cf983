import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fiveMotions } from '../../simulator/motion.ts'
import { simulateDeals } from '../../simulator/simulate.ts'
import { knownAt } from '../../stats/stay.ts'
import { instantOf } from '../../values/instant.ts'
import { type Money, minorOf } from '../../values/money.ts'
import { estimateForecast as estimated } from './estimate-forecast.ts'
import { Forecast, type ForecastSituation } from './forecast.ts'
import { winChances } from './win-chances.ts'
import { fitWinModel } from './win-model.ts'

/** With the model that these very stays give. */
const estimateForecast = (situation: ForecastSituation) =>
  estimated(situation, fitWinModel(situation.stays, situation.pipelines, situation.as_of))

const shownIn = ({ as_of }: ForecastSituation) => ({ as_of, pipelines: plans, currency: 'EUR' })

const first = 20_000
const moment = (day: number) => instantOf(day * 86_400_000)
const eur = (amount: number): Money => ({ amount: amount.toFixed(2), currency: 'EUR' })
const plans = fiveMotions.map(({ key, stages }) => ({
  key,
  name: key,
  stages: stages.map((stage) => ({ key: stage, name: stage, phase: stage })),
}))
/** Some deals are another kind of revenue than their pipeline says. */
const kindOf = (deal: string) =>
  (['new', 'new', 'expansion', 'renewal'] as const)[deal.charCodeAt(deal.length - 1) % 4] ?? 'new'
const deals = simulateDeals({ motions: fiveMotions, seed: 5, from_day: first, days: 760 })

/** What the company knew on a day about the 90 days in which that day is the 31st. */
function situationOn(day: number, more: Partial<ForecastSituation> = {}): ForecastSituation {
  const known = deals.filter(({ created }) => created <= day)
  const won = known.filter(({ outcome, closed }) => outcome === 'won' && closed !== null && closed <= day)
  const stays = knownAt(
    known.flatMap((deal) => deal.stays),
    day,
  )
  const amounts = new Map(deals.map(({ deal, amount }) => [deal, amount]))
  return {
    as_of: moment(day),
    currency: 'EUR',
    measure: 'total_contract_value',
    period: { key: '2026-Q4', from: moment(day - 30), until: moment(day + 60) },
    pipelines: plans.map((plan) => ({
      ...plan,
      measure: 'total_contract_value',
      revenue_kind: 'new' as const,
      quota: eur(500_000),
      quota_without_rate: null,
      shown: true,
    })),
    stays,
    open: stays
      .filter(({ left }) => left === null)
      .map(({ deal, pipeline, stage, entered }) => ({
        deal_id: deal,
        pipeline,
        stage,
        entered_stage_at: moment(entered),
        amount: eur(amounts.get(deal) ?? 0),
        has_amount: true,
        size: amounts.get(deal) ?? 0,
        revenue_kind: kindOf(deal),
        close_date: moment(day + 20).slice(0, 10),
      })),
    closed: won
      .filter(({ closed }) => (closed ?? 0) >= day - 30)
      .map(({ deal, pipeline, amount }) => ({ pipeline, amount: eur(amount), revenue_kind: kindOf(deal) })),
    unconverted: [],
    won: won.map(({ pipeline, closed, amount }) => ({ pipeline, day: closed ?? 0, amount })),
    amount_pairs: won.map(({ pipeline, amount }) => ({ pipeline, open: amount, won: amount })),
    entries: known.map(({ pipeline, created }) => ({
      pipeline,
      stage: 'qualify',
      day: created,
      by: 'created' as const,
    })),
    recorded_from: first,
    ...more,
  }
}

const sum = (amounts: (Money | null)[]) =>
  amounts.reduce((total, money) => total + (money === null ? 0n : minorOf(money)), 0n)
const number = (money: Money | null) => Number(money?.amount ?? Number.NaN)
const situation = situationOn(first + 600)
const forecast = estimateForecast(situation)

describe('A forecast in the middle of a quarter', () => {
  test('has the shape of the wire', () => {
    expect(Forecast.safeParse(forecast).error).toBeUndefined()
    expect(forecast.dependence).toBe('deals are taken to share as much luck as is usual, for want of past forecasts')
    expect(forecast.pipelines.map(({ pipeline }) => pipeline)).toEqual(plans.map(({ key }) => key))
  })

  test('adds up to the cent: closed, open and new business to expected, pipelines to the total', () => {
    for (const part of [...forecast.pipelines, forecast.total]) {
      expect(sum([part.closed, part.open, part.new_business])).toBe(sum([part.expected]))
      expect(sum([part.new_business_parts?.created ?? null, part.new_business_parts?.transferred ?? null])).toBe(
        sum([part.new_business]),
      )
      const kinds = part.by_revenue_kind
      expect(sum([kinds?.new ?? null, kinds?.expansion ?? null, kinds?.renewal ?? null])).toBe(sum([part.expected]))
    }
    for (const kind of ['new', 'expansion', 'renewal'] as const) {
      const parts = forecast.pipelines.map((part) => part.by_revenue_kind?.[kind] ?? null)
      expect(sum(parts)).toBe(sum([forecast.total.by_revenue_kind?.[kind] ?? null]))
      expect(sum(parts)).toBeGreaterThan(0n)
    }
    for (const key of ['closed', 'open', 'new_business', 'expected', 'open_value'] as const)
      expect(sum(forecast.pipelines.map((part) => part[key]))).toBe(sum([forecast.total[key]]))
  })

  test('low, likely and high stand in order, above what is closed, and the total is narrower than its parts together', () => {
    for (const { closed, p10, p50, p90 } of [...forecast.pipelines, forecast.total]) {
      expect(number(closed)).toBeLessThanOrEqual(number(p10))
      expect(number(p10)).toBeLessThan(number(p50))
      expect(number(p50)).toBeLessThan(number(p90))
    }
    const width = forecast.pipelines.reduce((total, { p10, p90 }) => total + number(p90) - number(p10), 0)
    expect(number(forecast.total.p90) - number(forecast.total.p10)).toBeLessThan(width)
  })

  test('the picture holds all the chance; a quota at the likely value is a coin, at low it is nine in ten', () => {
    expect(forecast.total.distribution).toHaveLength(60)
    expect(forecast.total.distribution.reduce((total, bar) => total + bar.chance, 0)).toBeCloseTo(1, 9)
    const aiming = (pipeline: string, quota: Money | null) =>
      estimateForecast({
        ...situation,
        pipelines: situation.pipelines.map((one) => (one.key === pipeline ? { ...one, quota } : one)),
      }).pipelines.find((part) => part.pipeline === pipeline)?.chance
    const line = forecast.pipelines.find(({ pipeline }) => pipeline === 'transactional')
    expect(aiming('transactional', line?.p50 ?? null)).toBeCloseTo(0.5, 2)
    expect(aiming('transactional', line?.p10 ?? null)).toBeCloseTo(0.9, 2)
    expect(aiming('transactional', line?.closed ?? null)).toBe(1)
    expect(aiming('transactional', eur(1e12))).toBe(0)
  })

  test('is about right: over many days the outcome lies between low and high four times in five', () => {
    const days = Array.from({ length: 12 }, (_, i) => first + 380 + 25 * i)
    const covered = days.flatMap((day) => {
      const { pipelines } = estimateForecast(situationOn(day))
      return pipelines.map(({ pipeline, p10, p90 }) => {
        const happened = deals
          .filter(
            (deal) =>
              deal.pipeline === pipeline &&
              deal.outcome === 'won' &&
              (deal.closed ?? 0) >= day - 30 &&
              (deal.closed ?? Infinity) < day + 60,
          )
          .reduce((total, { amount }) => total + amount, 0)
        return Number(happened >= number(p10) && happened <= number(p90))
      })
    })
    const share = covered.reduce((total, one) => total + one, 0) / covered.length
    expect(share).toBeGreaterThan(0.65)
    expect(share).toBeLessThan(0.95)
  })
})

describe('A forecast says what it cannot know', () => {
  const closedDeals = (n: number) => {
    const some = new Set(
      deals
        .filter(({ closed }) => closed !== null && closed < first + 600)
        .slice(0, n)
        .map(({ deal }) => deal),
    )
    return situationOn(first + 600, { stays: situation.stays.filter(({ deal }) => some.has(deal)) })
  }

  test.each([0, 4, 12, 29])('with %i closed deals in all there is no number, but what is closed stands', (n) => {
    const { total, pipelines } = estimateForecast(closedDeals(n))
    expect(total).toMatchObject({
      expected: null,
      open: null,
      p50: null,
      chance: null,
      distribution: [],
      note: `not enough data: has ${n}, needs 30`,
    })
    expect(total.closed).toEqual(forecast.total.closed)
    for (const part of pipelines) expect(part.expected).toBeNull()
  })

  test('a pipeline with few closed deals is forecast from all and says so, and so does the total', () => {
    const partner = new Set(
      deals
        .filter(({ pipeline, closed }) => pipeline === 'partner' && (closed ?? Infinity) < first + 600)
        .slice(12)
        .map(({ deal }) => deal),
    )
    const few = estimateForecast(
      situationOn(first + 600, { stays: situation.stays.filter(({ deal }) => !partner.has(deal)) }),
    )
    const line = few.pipelines.find(({ pipeline }) => pipeline === 'partner')
    expect(line).toMatchObject({ n_closed: 12, note: 'not enough data: has 12, needs 30' })
    expect(line?.expected).not.toBeNull()
    expect(few.total.note).toContain('partner')
  })

  test('a period that is over is what was closed, whatever the history', () => {
    const past = estimateForecast(
      situationOn(first + 600, {
        period: { key: '2026-Q3', from: moment(first + 510), until: moment(first + 600) },
        stays: [],
      }),
    )
    expect(past.total).toMatchObject({
      expected: past.total.closed,
      p10: past.total.closed,
      p90: past.total.closed,
      note: 'the period is over: what was won in it is all that there is',
    })
    expect([0, 1]).toContain(past.total.chance)
  })

  test('a period to come counts only what is won within it', () => {
    const coming = (from: number, until: number) =>
      estimateForecast(
        situationOn(first + 600, {
          closed: [],
          period: { key: '2027-Q1', from: moment(first + 600 + from), until: moment(first + 600 + until) },
        }),
      ).total
    const [whole, head, tail] = [coming(0, 60), coming(0, 20), coming(20, 60)]
    expect(number(head.expected) + number(tail.expected)).toBeCloseTo(number(whole.expected), -1)
  })

  test('a period that ends more than two years ahead has no number and says why', () => {
    const { total } = estimateForecast(
      situationOn(first + 600, {
        period: { key: '2999', from: moment(first + 9_000), until: moment(first + 300_000) },
      }),
    )
    expect(total).toMatchObject({ expected: null, note: 'no forecast: the period ends more than two years ahead' })
  })

  test('amounts without a rate are named beside the figures and bring nothing', () => {
    const kwd = { amount: '900000.125', currency: 'KWD' }
    const { total, pipelines } = estimateForecast(
      situationOn(first + 600, {
        unconverted: [
          { pipeline: 'partner', amount: kwd },
          { pipeline: 'renewal', amount: kwd },
        ],
        open: situation.open.map((deal) => ({ ...deal, amount: null })),
      }),
    )
    expect(total.unconverted).toEqual([{ amount: '1800000.250', currency: 'KWD' }])
    expect(pipelines.find(({ pipeline }) => pipeline === 'partner')?.unconverted).toEqual([kwd])
    expect(total).toMatchObject({ open: eur(0), open_without_amount: 0 })
  })

  test('an open deal that nobody has put an amount to counts with what a win of its pipeline brings', () => {
    const alike = { won: situation.won.map((win) => ({ ...win, amount: 1000 })), amount_pairs: [] }
    const openAt = (deal: object) => situation.open.map((one) => ({ ...one, ...deal }))
    const blank = estimateForecast(
      situationOn(first + 600, { ...alike, open: openAt({ amount: null, has_amount: false }) }),
    )
    const valued = estimateForecast(situationOn(first + 600, { ...alike, open: openAt({ amount: eur(1000) }) }))
    expect(blank.total).toMatchObject({ open_value: eur(0), open_without_amount: situation.open.length })
    for (const [i, { open }] of blank.pipelines.entries())
      expect(Number(open?.amount)).toBeCloseTo(Number(valued.pipelines[i]?.open?.amount), 1)
  })

  test('no quota in one pipeline: no chance there, none in total, and the total says why', () => {
    const [one, ...others] = situation.pipelines
    if (one === undefined) throw new Error('no pipelines')
    const { total, pipelines } = estimateForecast({ ...situation, pipelines: [{ ...one, quota: null }, ...others] })
    expect(pipelines[0]).toMatchObject({ quota: null, chance: null })
    expect(total).toMatchObject({ quota: null, chance: null, note: expect.stringContaining('no quota in all') })
  })

  test('a deal in a stage that its pipeline no longer has is left out and said so', () => {
    const astray = situation.open.map((deal, i) => (i === 0 ? { ...deal, stage: 'given_up' } : deal))
    const part = estimateForecast({ ...situation, open: astray }).pipelines.find(
      ({ pipeline }) => pipeline === astray[0]?.pipeline,
    )
    expect(part?.note).toBe('left out: open deals in stages that the pipeline no longer has (1)')
  })

  test('one pipeline alone keeps its figures, since the others still lend their history', () => {
    const only = estimateForecast({
      ...situation,
      pipelines: situation.pipelines.map((one) => ({ ...one, shown: one.key === 'renewal' })),
    })
    expect(only.pipelines).toEqual(forecast.pipelines.filter(({ pipeline }) => pipeline === 'renewal'))
    expect(only.total.expected).toEqual(only.pipelines[0]?.expected)
  })

  test('one giant deal, nothing open, a company without pipelines', () => {
    const deal = situation.open.findLast(({ pipeline }) => pipeline === 'renewal')
    if (deal === undefined) throw new Error('no open deal')
    const giant = estimateForecast({
      ...situation,
      open: [...situation.open, { ...deal, deal_id: 'giant', amount: eur(900_000_000_000) }],
    })
    expect(number(giant.total.expected)).toBeGreaterThan(1e9)
    expect(estimateForecast({ ...situation, open: [] }).total.open).toEqual(eur(0))
    const empty = estimateForecast({ ...situation, pipelines: [], stays: [], open: [], closed: [], entries: [] })
    expect(empty).toMatchObject({
      pipelines: [],
      total: { closed: eur(0), expected: null, quota: null, note: 'not enough data: has 0, needs 30' },
    })
  })

  test('whatever is closed and open, every sum holds to the cent', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000_00 }).map((minor) => eur(minor / 100))
    const closed = fc.array(
      fc.record({
        pipeline: fc.constantFrom(...plans.map(({ key }) => key)),
        amount: cents,
        revenue_kind: fc.constantFrom('new' as const, 'renewal' as const),
      }),
      {
        maxLength: 8,
      },
    )
    fc.assert(
      fc.property(closed, fc.array(cents, { maxLength: 20 }), (wins, amounts) => {
        const open = amounts.flatMap((amount, i) =>
          situation.open[i] === undefined ? [] : [{ ...situation.open[i], amount }],
        )
        const { total, pipelines } = estimateForecast({ ...situation, closed: wins, open })
        expect(sum(pipelines.map(({ expected }) => expected))).toBe(sum([total.expected]))
        expect(sum([total.closed])).toBe(sum(wins.map(({ amount }) => amount)))
      }),
      { numRuns: 5 },
    )
  })
})

describe('The chance of a deal', () => {
  const model = fitWinModel(situation.stays, situation.pipelines, situation.as_of)
  const chances = winChances(model, situation.open, shownIn(situation))

  test('is given for every open deal, by its close date never above ever, with what it rests on', () => {
    expect(chances).toHaveLength(situation.open.length)
    for (const { ever, by_close_date, reasons, n, n_closed } of chances) {
      expect(by_close_date ?? 2).toBeLessThanOrEqual(ever + 1e-9)
      expect(ever).toBeLessThanOrEqual(1)
      expect(reasons.map(({ about }) => about)).toEqual(['pipeline', 'stage', 'age'])
      expect(reasons.at(-1)?.chance).toBe(ever)
      expect(Math.min(n, n_closed)).toBeGreaterThan(0)
    }
  })

  test('a renewal is far more likely than an enterprise deal of the same stage', () => {
    const at = (pipeline: string) => {
      const ids = new Set(
        situation.open
          .filter((deal) => deal.pipeline === pipeline && deal.stage === 'qualify')
          .map(({ deal_id }) => deal_id),
      )
      const own = chances.filter(({ deal_id }) => ids.has(deal_id))
      return own.reduce((total, { ever }) => total + ever, 0) / own.length
    }
    expect(at('renewal')).toBeGreaterThan(at('enterprise') + 0.3)
  })

  test('a close date that is over leaves no chance by then, none at all is no date', () => {
    const some = situation.open.slice(0, 2).map((deal, i) => ({ ...deal, close_date: i === 0 ? '2020-01-01' : null }))
    expect(winChances(model, some, shownIn(situation)).map(({ by_close_date }) => by_close_date)).toEqual([0, null])
  })

  test('without history there is no chance to tell', () => {
    expect(winChances(fitWinModel([], plans, situation.as_of), situation.open, shownIn(situation))).toEqual([])
  })
})
