import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ageEdges } from '../../src/stats/age-grid.ts'
import { countExposure } from '../../src/stats/exposure.ts'
import type { PipelineHazards } from '../../src/stats/hazards.ts'
import { knownAt, type Stay } from '../../src/stats/stay.ts'
import { stayLengths } from '../../src/stats/stay-lengths.ts'
import { winProbability, winTable } from '../../src/stats/win-probability.ts'

type Golden = {
  as_of: number
  exposure: number[]
  won: number[]
  lost: number[]
  transferred: number[]
  incidence: { from_0_to_30: number; from_0_to_90: number; from_20_to_50: number }
  quantiles: number[]
}
const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const golden = JSON.parse(read('survival.json')) as Golden
const [, ...lines] = read('stays.csv').trim().split('\n')
const stays: Stay[] = lines.map((line) => {
  const [deal = '', entered, left, to = '', observed_from] = line.split(',')
  return {
    deal,
    pipeline: 'p',
    stage: 's',
    entered: Number(entered),
    left: Number(left),
    to,
    observed_from: Number(observed_from),
  }
})
const known = knownAt(stays, golden.as_of)

const counted = countExposure(known, { as_of: golden.as_of, edges: { p: ageEdges(30) } })
const summed = (list: (number[] | undefined)[]) =>
  golden.exposure.map((_, bin) => list.reduce((sum, bins) => sum + (bins?.[bin] ?? 0), 0))

test('time at risk per age bin equals survSplit of R, left truncation and ties included', () => {
  const exposure = summed(counted.cells.map((cell) => cell.exposure))
  exposure.forEach((days, bin) => expect(days).toBeCloseTo(golden.exposure[bin] ?? Number.NaN, 8))
})

test.each(['won', 'lost', 'transferred'] as const)(
  'the number of stays that ended %s per age bin equals R',
  (cause) => {
    expect(summed(counted.cells.map((cell) => cell.events[cause]))).toEqual(golden[cause])
  },
)

test('the chance to be won equals the cumulative incidence that R integrates', () => {
  const rate = (events: number[]) => events.map((count, bin) => count / (golden.exposure[bin] || 1))
  const none = golden.won.map(() => 0)
  const pipeline: PipelineHazards = {
    key: 'p',
    edges: ageEdges(30),
    n_won: 0,
    n_lost: 0,
    n_closed: 0,
    pooled: false,
    stages: [
      {
        key: 's',
        rates: {
          next: none,
          skip: none,
          back: none,
          won: rate(golden.won),
          lost: rate(golden.lost),
          transferred: rate(golden.transferred),
        },
        skip_to: [0],
        back_to: [0],
        n_ended: 0,
      },
    ],
  }
  const table = winTable(pipeline, 90)
  const chance = (age_days: number, horizon_days: number) =>
    winProbability(table, { stage: 's', age_days, horizon_days })
  expect(chance(0, 30)).toBeCloseTo(golden.incidence.from_0_to_30, 9)
  expect(chance(0, 90)).toBeCloseTo(golden.incidence.from_0_to_90, 9)
  expect(chance(20, 30)).toBeCloseTo(golden.incidence.from_20_to_50, 9)
})

test('the usual length of a stay equals the Kaplan–Meier quantiles of R', () => {
  const [lengths] = stayLengths(known, golden.as_of)
  const [p50 = 0, p75 = 0, p90 = 0] = golden.quantiles
  expect(lengths?.p50).toBeCloseTo(p50, 6)
  expect(lengths?.p75).toBeCloseTo(p75, 6)
  expect(lengths?.p90).toBeCloseTo(p90, 6)
})
