import { describe, expect, it } from 'vitest'
import { ageingOf, stageLimits } from './ageing.ts'

const now = '2026-11-24T12:00:00.000Z'
const none = { usual_days: null, slow_days: null, very_slow_days: null }
const history = { usual_days: 10, slow_days: 20, very_slow_days: 40 }
const said = { expected_days: 5, maximum_days: 15 }
const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString()
const deal = (days: number, more: object = {}) => ({
  outcome: null,
  entered_stage_at: daysAgo(days),
  wait_until: null,
  ...none,
  ...more,
})

describe('What counts as long', () => {
  it.each([
    [
      'is what history says, once it can',
      said,
      history,
      { expected_days: 10, slow_days: 20, maximum_days: 40, from: 'history' },
    ],
    [
      'is what the definition says while history is short',
      said,
      none,
      { expected_days: 5, slow_days: 5, maximum_days: 15, from: 'definition' },
    ],
    [
      'is what the definition says while most stays go on',
      said,
      { ...history, very_slow_days: null },
      { expected_days: 5, slow_days: 5, maximum_days: 15, from: 'definition' },
    ],
    [
      'may be the longest alone',
      { maximum_days: 30 },
      undefined,
      { expected_days: null, slow_days: null, maximum_days: 30, from: 'definition' },
    ],
    [
      'is not known where neither says',
      {},
      none,
      { expected_days: null, slow_days: null, maximum_days: null, from: null },
    ],
  ])('%s', (_, stage, lengths, limits) => {
    expect(stageLimits(stage, lengths)).toEqual(limits)
  })
})

describe('A deal', () => {
  it.each([
    ['is fresh within what is expected', deal(4), 'fresh'],
    ['is fresh on the last day of it', deal(5), 'fresh'],
    ['is slow beyond', deal(5.1), 'slow'],
    ['is stuck beyond the longest', deal(15.1), 'stuck'],
    ['is not stuck where such stays are usual', deal(15.1, history), 'fresh'],
    ['waits until a day to come', deal(50, { wait_until: '2026-11-25' }), 'waiting'],
    ['is back on that day, with all its days', deal(50, { wait_until: '2026-11-24' }), 'stuck'],
    ['that went on meanwhile is fresh when its wait ends', deal(1, { wait_until: '2026-11-20' }), 'fresh'],
  ])('%s', (_, row, state) => {
    expect(ageingOf(row, said, now)?.state).toBe(state)
  })

  it('that is closed does not age', () => {
    expect(ageingOf(deal(50, { outcome: 'lost' }), said, now)).toBeNull()
  })

  it('of tomorrow is no days old', () => {
    expect(ageingOf(deal(-1), said, now)).toMatchObject({ days: 0, state: 'fresh' })
  })
})
