import { describe, expect, test } from 'vitest'
import { decideRecord, type Tried } from './decide-record.ts'

const horizon = 30
const origins = Array.from({ length: 12 }, (_, i) => 30 * i)
const tried = (method: Tried['method'], lossAt: (i: number) => number, of = origins): Tried => ({
  method,
  losses: new Map(of.map((origin, i) => [origin, lossAt(i)])),
})
const uneven = (i: number) => (i % 3) - 1
const model = tried('model', (i) => 100 + uneven(i))
const how = { horizon, closed: 100 }

describe('the method that earned its place', () => {
  test('is the model where its CRPS is the lowest', () => {
    const found = decideRecord([model, tried('run_rate', () => 101)], how)
    expect(found).toEqual({ verdict: 'model_best', method: 'model', best: 'model' })
  })

  test('is another one that is lower at nearly every origin, and by enough', () => {
    const found = decideRecord([model, tried('run_rate', (i) => 90 + uneven(i + 1))], how)
    expect(found).toEqual({ verdict: 'other_better', method: 'run_rate', best: 'run_rate' })
  })

  test('stays the model where another one is lower by less than a twentieth', () => {
    const found = decideRecord([model, tried('run_rate', (i) => 96 + uneven(i))], how)
    expect(found).toEqual({ verdict: 'model_not_beaten', method: 'model', best: 'run_rate' })
  })

  test('stays the model where a lucky month alone makes the other one lower', () => {
    const found = decideRecord([tried('model', (i) => (i === 5 ? 900 : 100)), tried('win_rate', () => 102)], how)
    expect(found).toEqual({ verdict: 'model_not_beaten', method: 'model', best: 'win_rate' })
  })

  test('counts windows that overlap once: twelve starts of months are four windows of ninety days', () => {
    const found = decideRecord([model, tried('run_rate', (i) => 50 + uneven(i))], { horizon: 90, closed: 100 })
    expect(found).toMatchObject({ verdict: 'too_few_windows', method: 'model', best: 'run_rate' })
  })

  test('stays the model where fewer than thirty deals were closed, or nothing was tried', () => {
    const other = tried('run_rate', () => 50)
    expect(decideRecord([model, other], { horizon, closed: 29 })).toMatchObject({ verdict: 'too_few_deals' })
    expect(decideRecord([], how)).toEqual({ verdict: 'too_few_windows', method: 'model', best: null })
  })

  test('without any merit another one rarely gets through: one of eight in at most a tenth of companies', () => {
    let seed = 1
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const noise = () => Math.exp((random() + random() + random() + random() - 2) * 0.8)
    const names = [
      'stage_weighted',
      'horizon_share',
      'win_rate',
      'pooled',
      'per_pipeline',
      'partial',
      'run_rate',
    ] as const
    let through = 0
    const companies = 400
    for (let i = 0; i < companies; i++) {
      const others = names.map((name) => tried(name, () => 100 * noise()))
      if (decideRecord([tried('model', () => 100 * noise()), ...others], how).verdict === 'other_better') through++
    }
    expect(through / companies).toBeLessThan(0.1)
    expect(through).toBeGreaterThan(0)
  })
})
