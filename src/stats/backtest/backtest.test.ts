import { expect, test } from 'vitest'
import { meanOf } from '../distribution.ts'
import { atOnce } from '../gently.ts'
import { countingHistory, fittingMotions, withoutSizes } from '../motion-model.ts'
import { randomFrom } from '../random.ts'
import type { Stay } from '../stay.ts'
import { backtesting, total } from './backtest.ts'
import type { Past } from './history.ts'
import { independentWindows, monthStarts, usualOrigins } from './origins.ts'
import { plansFrom } from './plans.ts'
import { snapshotAt } from './snapshot.ts'

/** Deals of two pipelines through two stages, won with a chance of .4. */
function history(days: number, seed: number): Stay[] {
  const random = randomFrom(seed)
  return ['quick', 'slow'].flatMap((pipeline, p) =>
    Array.from({ length: 400 }, (_, i): Stay[] => {
      const entered = random.uniform() * days
      const pace = p === 0 ? 6 : 30
      const moved = entered + pace * random.exponential()
      const closed = moved + pace * random.exponential()
      const deal = `${pipeline}-${i}`
      const amount = 100 * (1 + random.below(9))
      return [
        { deal, pipeline, stage: 'talk', entered, left: moved, to: 'offer', amount },
        {
          deal,
          pipeline,
          stage: 'offer',
          entered: moved,
          left: closed,
          to: random.chance(0.4) ? 'won' : 'lost',
          amount,
        },
      ]
    }).flat(),
  )
}
const stays = history(600, 1)
const plans = plansFrom(stays)
const past = (some: readonly Stay[]): Past => ({ stays: some, plans, until: 600 })
const run = (some: readonly Stay[], origins: number[], horizon = 30) => {
  const trials: { key: string; mean: number; happened: number }[] = []
  const found = atOnce(
    backtesting(past(some), {
      horizon,
      origins,
      each: (target, method, scope, { distribution, happened }) =>
        trials.push({ key: `${target} ${method} ${scope}`, mean: meanOf(distribution), happened }),
    }),
  )
  return { ...found, trials }
}

test('what comes after the origin changes what happened, and not a single forecast', () => {
  const origin = 400
  const changed = stays
    .filter(({ entered }) => entered <= origin)
    .map((stay) => (stay.left !== null && stay.left > origin ? { ...stay, left: origin + 1, to: 'won' } : stay))
  const before = run(stays, [origin])
  const after = run(changed, [origin])
  expect(after.trials.map(({ key, mean }) => ({ key, mean }))).toEqual(
    before.trials.map(({ key, mean }) => ({ key, mean })),
  )
  expect(after.trials).not.toEqual(before.trials)
})

test('the model is near to what happens and better than a share of the stage; happened adds up over pipelines', () => {
  const { scores, trials } = run(stays, [250, 310, 370, 430, 490, 550])
  const of = (method: string, scope: string, target = 'open') =>
    scores.find((one) => one.method === method && one.scope === scope && one.target === target)
  expect(Math.abs(of('model', total)?.bias ?? 1)).toBeLessThan(0.2)
  expect(of('model', total)?.log_loss).toBeLessThan(of('horizon_share', total)?.log_loss ?? 0)
  expect(of('model', total)?.crps).toBeLessThan(of('stage_weighted', total)?.crps ?? 0)
  const sum = (scope: string) =>
    trials.filter(({ key }) => key === `all model ${scope}`).reduce((all, { happened }) => all + happened, 0)
  expect(sum('quick') + sum('slow')).toBeCloseTo(sum(total), 6)
  const { reliability = [], deals = 0 } = of('model', total) ?? {}
  expect(reliability.reduce((all, { n }) => all + n, 0)).toBe(deals)
  const off = reliability.reduce((all, { n, said, came }) => all + n * Math.abs(said - came), 0)
  expect(off / deals).toBeLessThan(0.12)
})

test('a deal that a person moved and that was won elsewhere was open in neither; there it is new', () => {
  const moved: Stay[] = [
    { deal: 'x', pipeline: 'quick', stage: 'talk', entered: 390, left: 405, to: 'transferred', amount: 7_000 },
    { deal: 'x', pipeline: 'slow', stage: 'offer', entered: 405, left: 410, to: 'won', amount: 7_000 },
  ]
  const [without, among] = [run(stays, [400]).trials, run([...stays, ...moved], [400]).trials]
  const happened = (trials: typeof among, key: string) => trials.find((one) => one.key === key)?.happened ?? 0
  const differ = (key: string) => happened(among, key) - happened(without, key)
  expect(differ('open model quick')).toBe(0)
  expect(differ('open model slow')).toBe(0)
  expect(differ('all model slow')).toBe(7_000)
  expect(differ(`all model ${total}`)).toBe(7_000)
})

test('an administrative move is no arrival, and its age goes on', () => {
  const some: Stay[] = [
    { deal: 'w', pipeline: 'old', stage: 'talk', entered: 1, left: 5, to: 'lost' },
    { deal: 'x', pipeline: 'old', stage: 'talk', entered: 10, left: 50, to: 'censored' },
    { deal: 'x', pipeline: 'new', stage: 'talk', entered: 50, left: null, to: null, age_at_entry: 40 },
  ]
  const { open, rates } = snapshotAt({ stays: some, plans: plansFrom(some), until: 100 }, 100, 30)
  expect(open).toEqual([{ deal: 'x', pipeline: 'new', stage: 'talk', amount: null, age_days: 90 }])
  expect(rates.map(({ pipeline, by }) => `${pipeline} ${by}`)).toEqual(['old created'])
})

test('a snapshot is the same whichever day was looked at before, also where amounts are of the day', () => {
  const amountAt: Past['amountAt'] = (deal, day, origin) => deal.length + Math.floor(day / 100) + origin / 1_000
  const look = (of: Past, origin: number) => {
    const { categoryOf: _, ...facts } = snapshotAt(of, origin, 30)
    return facts
  }
  for (const own of [past(stays), { ...past(stays), amountAt }])
    for (const origin of [500, 200, 350, 351]) expect(look(own, origin)).toEqual(look({ ...own }, origin))
})

test('counts with sizes put together are those without', () => {
  const [sized, plain] = [true, false].map((one) => atOnce(countingHistory(stays, plans, { as_of: 500, sized: one })))
  if (!sized || !plain) throw new Error('both were counted')
  expect(sized.counts.cells.length).toBeGreaterThan(plain.counts.cells.length)
  const models = [withoutSizes(sized), plain].map((counts) => atOnce(fittingMotions(counts, plans)))
  for (const [g, { stages }] of (models[0]?.pipelines ?? []).entries())
    for (const [s, { rates }] of stages.entries())
      rates.won.forEach((rate, bin) => {
        expect(rate).toBeCloseTo(models[1]?.pipelines[g]?.stages[s]?.rates.won[bin] ?? Number.NaN, 12)
      })
})

test('whoever stops asking has cancelled it; progress is told after each origin', () => {
  const told: string[] = []
  const work = backtesting(past(stays), {
    horizon: 30,
    origins: [300, 400, 500],
    progress: (done, of) => told.push(`${done}/${of}`),
  })
  while (told.length < 2) expect(work.next().done).toBe(false)
  expect(told).toEqual(['1/3', '2/3'])
})

test('origins are starts of months from a third of the span on; windows that overlap count once', () => {
  expect(monthStarts(31, 90)).toEqual([31, 59, 90])
  expect(usualOrigins({ from: 0, until: 365 }, 30)[0]).toBe(151)
  expect(usualOrigins({ from: 0, until: 365 }, 30).at(-1)).toBe(334)
  expect(usualOrigins({ from: 0, until: 40 }, 30)).toEqual([])
  expect(independentWindows([0, 30, 60, 90, 120], 90)).toBe(2)
  expect(independentWindows([0, 30, 60], 30)).toBe(3)
})

test('stages are put in the order in which deals go through them, also where few go all the way', () => {
  const way = ['c', 'a', 'd', 'b']
  const some = Array.from({ length: 60 }, (_, i) =>
    way.slice(i % 5 === 0 ? 1 : 0, 1 + (i % 4)).map((stage, s, list): Stay => {
      const next = list[s + 1]
      return { deal: `d${i}`, pipeline: 'p', stage, entered: s, left: s + 1, to: next ?? 'lost' }
    }),
  ).flat()
  expect(plansFrom(some)[0]?.stages.map(({ key }) => key)).toEqual(way)
})

test('where every other deal has no amount, a win is expected to bring what wins bring on average, those counted as nothing', () => {
  const some = stays.map((stay) => (/[02468]$/.test(stay.deal) ? { ...stay, amount: null } : stay))
  const { trials } = run(some, [300, 330, 360, 390, 420, 450, 480, 510])
  const own = trials.filter(({ key }) => key === `all run_rate ${total}`)
  const sum = (of: (trial: (typeof own)[number]) => number) => own.reduce((all, trial) => all + of(trial), 0)
  const ratio = sum(({ mean }) => mean) / sum(({ happened }) => happened)
  expect(ratio).toBeGreaterThan(0.75)
  expect(ratio).toBeLessThan(1.25)
})
