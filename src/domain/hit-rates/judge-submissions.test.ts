import { describe, expect, test } from 'vitest'
import { judgeSubmissions, uppermost } from './judge-submissions.ts'

const named = { key: 'trade', name: 'Trade' }
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const said = (called: bigint, model: bigint | null, won: bigint) => ({ pipeline_id: 'pip_1', called, model, won })

describe('what was submitted', () => {
  test('is measured by what was won, and beside what the model said at the same time', () => {
    // Too much by 100, too little by 50, right; the model was off by 20, by 80, and had nothing to say.
    const all = [said(300_00n, 220_00n, 200_00n), said(100_00n, 70_00n, 150_00n), said(10_00n, null, 10_00n)]
    const judged = judgeSubmissions(named, all, 'EUR')
    expect(judged).toMatchObject({ ...named, periods: 3, called: eur('410.00'), won: eur('360.00') })
    expect(judged).toMatchObject({ distance: eur('150.00'), reached: { n: 3, rate: 2 / 3 } })
    expect(judged.against_model).toMatchObject({
      periods: 2,
      nearer: { n: 2, rate: 1 / 2 },
      won: eur('350.00'),
      distance_called: eur('150.00'),
      distance_model: eur('100.00'),
    })
    // Wilson's interval of two in three.
    expect(Math.round(1000 * judged.reached.low)).toBe(208)
    expect(Math.round(1000 * judged.reached.high)).toBe(939)
  })

  test('as far off as the model speaks for neither', () => {
    const judged = judgeSubmissions(named, [said(90_00n, 110_00n, 100_00n)], 'EUR')
    expect(judged.against_model).toMatchObject({ periods: 1, nearer: { n: 0, rate: null, low: 0, high: 1 } })
  })

  test('of nobody says nothing, and the interval says so', () => {
    expect(judgeSubmissions(named, [], 'EUR')).toMatchObject({
      periods: 0,
      reached: { n: 0, rate: null, low: 0, high: 1 },
    })
  })
})

test('the word of whoever stands above others holds theirs; side by side both count', () => {
  const one = (person_id: string, ...below: string[]) => ({ person_id, below })
  const names = (all: ReturnType<typeof one>[]) => uppermost(all).map(({ person_id }) => person_id)
  expect(names([one('boss', 'ana', 'budi'), one('ana'), one('eve')])).toEqual(['boss', 'eve'])
  expect(names([one('ana'), one('budi')])).toEqual(['ana', 'budi'])
  expect(names([])).toEqual([])
})
