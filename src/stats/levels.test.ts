import { expect, test } from 'vitest'
import { atLevel } from './at-level.ts'
import { logLoss } from './backtest/matured.ts'
import { atOnce } from './gently.ts'
import type { StagePlan } from './hazards.ts'
import { together } from './level.ts'
import { countingHistory, fittingMotions, makingChances } from './motion-model.ts'
import { randomFrom } from './random.ts'
import { knownAt, type Stay } from './stay.ts'
import { winProbability, winTable } from './win-probability.ts'

const keys = ['a', 'b']
const plans: StagePlan[] = keys.map((key) => ({
  key,
  stages: ['talk', 'offer'].map((stage) => ({ key: stage, phase: stage })),
}))
const today = 28 * 30

/** Deals through two stages; from a day on they are faster by a factor, or pass each stage with other odds. */
function company({ since = today, faster = 1, odds = 1, seed = 1, perPipeline = 1500 }) {
  const random = randomFrom(seed)
  return keys.flatMap((pipeline) =>
    Array.from({ length: perPipeline }, (_, i): Stay[] => {
      const entered = random.uniform() * (today + 60)
      const pass = (day: number) => random.chance(day < since ? 0.5 : odds / (1 + odds))
      const stayed = (from: number) => {
        const left = from + 15 * random.exponential()
        return left <= since ? left : Math.max(from, since) + (left - Math.max(from, since)) / faster
      }
      const deal = `${pipeline}-${i}`
      const moved = stayed(entered)
      const stay = { deal, pipeline, amount: null }
      if (!pass(moved)) return [{ ...stay, stage: 'talk', entered, left: moved, to: 'lost' }]
      const left = stayed(moved)
      return [
        { ...stay, stage: 'talk', entered, left: moved, to: 'offer' },
        { ...stay, stage: 'offer', entered: moved, left, to: pass(left) ? 'won' : 'lost' },
      ]
    }).flat(),
  )
}

function fitted(stays: readonly Stay[], levels: boolean) {
  const known = knownAt(stays, today)
  const model = atOnce(fittingMotions(atOnce(countingHistory(known, plans, { as_of: today })), plans, { levels }))
  return { model, chances: atOnce(makingChances(model, [30])) }
}

/** Log-loss of the chances of deals open today to be won within 30 days, and how many are expected and came. */
function judged(stays: readonly Stay[], levels: boolean) {
  const { chances } = fitted(stays, levels)
  const won = new Set(
    stays.filter(({ to, left }) => to === 'won' && left !== null && left <= today + 30).map(({ deal }) => deal),
  )
  let loss = 0
  let expected = 0
  let came = 0
  for (const { deal, pipeline, stage, entered, left } of knownAt(stays, today)) {
    if (left !== null) continue
    const chance = chances.chanceOf({ pipeline, stage, age_days: today - entered, amount: null }, 30) ?? 0
    loss += logLoss(chance, won.has(deal))
    expected += chance
    came += Number(won.has(deal))
  }
  return { loss, expected, came }
}

test('deals that lately close faster are expected to, and those that are lost more often too', () => {
  const faster = fitted(company({ since: today - 84, faster: 1.6 }), true).model.pipelines
  for (const { level } of faster) {
    expect(level?.tempo.now).toBeGreaterThan(0.25)
    expect(level?.tempo.now).toBeLessThan(0.7)
    expect(Math.abs(level?.share.now ?? 1)).toBeLessThan(0.15)
  }
  const worse = fitted(company({ since: today - 84, odds: 0.5, seed: 2 }), true).model.pipelines
  for (const { level } of worse) {
    expect(level?.share.now).toBeLessThan(-0.3)
    expect(level?.share.now).toBeGreaterThan(-0.9)
    expect(Math.abs(level?.tempo.now ?? 1)).toBeLessThan(0.15)
  }
})

test('a bad quarter that lasts is forecast better with a level, and less is expected of it', () => {
  let plain = 0
  let better = 0
  const sums = { without: 0, with: 0, came: 0 }
  for (let seed = 1; seed <= 6; seed++) {
    const stays = company({ since: today - 84, odds: 0.4, seed })
    const without = judged(stays, false)
    const levelled = judged(stays, true)
    plain += without.loss
    better += levelled.loss
    sums.without += without.expected
    sums.with += levelled.expected
    sums.came += levelled.came
  }
  expect(better).toBeLessThan(plain * 0.995)
  expect(Math.abs(sums.with - sums.came)).toBeLessThan(Math.abs(sums.without - sums.came) / 2)
})

test('where nothing moved a level costs less than 0.3 % of the log-loss', () => {
  let plain = 0
  let levelled = 0
  for (let seed = 11; seed <= 18; seed++) {
    const stays = company({ seed })
    plain += judged(stays, false).loss
    levelled += judged(stays, true).loss
  }
  expect(levelled).toBeLessThan(plain * 1.003)
})

test('a pipeline with too little history has what all have in common', () => {
  const few = company({ since: today - 84, odds: 0.3 }).filter(({ deal }) => !/^b-\d{2,}/.test(deal))
  const [own, pooled] = fitted(few, true).model.pipelines
  expect(pooled?.pooled).toBe(true)
  expect(own?.level?.share.now).toBeLessThan(-0.25)
  expect(pooled?.level?.share.now).toBeLessThan(-0.2)
})

test('only wins, only losses, one slice and nothing at all have levels that are numbers', () => {
  const stays = company({ seed: 3, perPipeline: 200 })
  const cases = [
    stays.filter(({ to }) => to !== 'lost'),
    stays.filter(({ to }) => to !== 'won'),
    stays.map((stay) => ({ ...stay, entered: today - 20 + stay.entered / 100, left: today - 5 })),
    stays.map((stay) => ({ ...stay, left: null, to: null })),
    [],
  ]
  for (const some of cases)
    for (const { level } of fitted(some, true).model.pipelines) {
      if (some.length > 0) expect(level).toBeDefined()
      for (const one of level ? [level.tempo, level.share] : [])
        expect(Number.isFinite(one.now) && one.daily >= 0 && one.daily <= 1).toBe(true)
    }
  const wins = fitted(cases[0] ?? [], true).model.pipelines
  expect(wins.map(({ level }) => level?.share.now)).toEqual([0, 0])
})

test('the rate at which deals leave is moved by the tempo alone, and the odds by the share', () => {
  const [pipeline] = fitted(company({ seed: 4 }), false).model.pipelines
  if (pipeline === undefined) throw new Error('no pipeline')
  const level = { tempo: { now: 0, daily: 0.97 }, share: { now: 0.4, daily: 0.97 } }
  const tilted = atLevel({ ...pipeline, level })
  const sum = (rates: Record<string, number[]>, bin: number) =>
    ['next', 'skip', 'won', 'lost'].reduce((all, cause) => all + (rates[cause]?.[bin] ?? 0), 0)
  pipeline.stages.forEach(({ rates }, s) => {
    const other = tilted?.stages[s]?.rates
    if (other === undefined) throw new Error('no such stage')
    rates.lost.forEach((lost, bin) => {
      expect(sum(other, bin)).toBeCloseTo(sum(rates, bin), 12)
      const on = sum(rates, bin) - lost
      const then = sum(other, bin) - (other.lost[bin] ?? 0)
      expect(Math.log(then / (other.lost[bin] ?? 0)) - Math.log(on / lost)).toBeCloseTo(0.4, 9)
    })
  })
  expect(atLevel(pipeline)).toBeNull()
})

test('a level that lasts is a win table of its own, one that fades lies between, and chances grow with the horizon', () => {
  const [pipeline] = fitted(company({ seed: 5 }), false).model.pipelines
  if (pipeline === undefined) throw new Error('no pipeline')
  const at = (daily: number) => {
    const level = { tempo: { now: 0.4, daily }, share: { now: -0.5, daily } }
    const table = winTable({ ...pipeline, level }, 365)
    return [...table.fresh.keys()].map(
      (h) => winProbability(table, { stage: 'talk', age_days: 10, horizon_days: h }) ?? -1,
    )
  }
  const lasting = atLevel({ ...pipeline, level: { tempo: { now: 0.4, daily: 1 }, share: { now: -0.5, daily: 1 } } })
  if (lasting === null) throw new Error('no level')
  const lifted = winTable(lasting, 365)
  expect(at(1)[90]).toBeCloseTo(winProbability(lifted, { stage: 'talk', age_days: 10, horizon_days: 90 }) ?? -1, 12)
  const plain = winTable(pipeline, 365)
  const usual = winProbability(plain, { stage: 'talk', age_days: 10, horizon_days: 90 }) ?? -1
  expect(at(0)[90]).toBeCloseTo(usual, 12)
  const fading = at(0.98)
  expect(fading[90]).toBeLessThan(usual)
  expect(fading[90]).toBeGreaterThan(at(1)[90] ?? 1)
  expect(fading.every((chance, h) => h === 0 || chance >= (fading[h - 1] ?? 0))).toBe(true)
})

test('two levels add up, and fade as the larger one does', () => {
  expect(together({ now: 0.3, daily: 0.9 }, { now: 0.1, daily: 0.5 })).toEqual({
    now: 0.4,
    daily: expect.closeTo((0.09 * 0.9 + 0.01 * 0.5) / 0.1, 12),
  })
  expect(together({ now: 0, daily: 1 }, { now: 0, daily: 1 })).toEqual({ now: 0, daily: 0 })
})
