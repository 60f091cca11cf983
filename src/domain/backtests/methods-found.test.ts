import { expect, test } from 'vitest'
import type { Backtest } from './backtest.ts'
import { methodsFound, resultOf } from './findings.ts'
import type { SaidOnce } from './try-methods.ts'

type Records = Backtest['results'][number]['records']
type Open = NonNullable<Records[number]['open_deals']>

const found = (...horizons: [days: number, open: Partial<Open> | null][]) =>
  methodsFound(
    horizons.map(([horizon_days, open]) => ({
      horizon_days,
      origins: [],
      note: null,
      scores: [],
      records: ['total', 'pip_a'].map(
        (scope) => ({ scope, horizon_days, open_deals: open && { ...usual, ...open } }) as Records[number],
      ),
    })),
  ).get('pip_a')
const usual: Open = { method: 'model', verdict: 'model_best', against_model: 0, windows: 12 }
const better: Partial<Open> = { method: 'win_rate', verdict: 'other_better', against_model: -0.2 }

test('another method is for a pipeline where every horizon that could be judged speaks for it', () => {
  expect(found([30, better], [90, better])).toEqual({
    method: 'win_rate',
    horizon_days: 30,
    windows: 12,
    against_model: -0.2,
  })
  expect(found([30, better], [90, { verdict: 'too_few_windows' }])?.method).toBe('win_rate')
  expect(found([30, better], [90, { verdict: 'model_not_beaten' }])?.method).toBe('model')
  expect(found([30, better], [90, { ...better, method: 'pooled' }])?.method).toBe('model')
})

test('what could not be judged, or was never asked, says nothing', () => {
  expect(found([30, { verdict: 'too_few_deals' }])).toBeUndefined()
  expect(found([30, null])).toBeUndefined()
})

test('methods are held against each other by open deals, and one that gives no deal a chance is no candidate', () => {
  const origins = Array.from({ length: 12 }, (_, i) => 20_000 + 30 * i)
  const said = (method: SaidOnce['method'], crps: number): SaidOnce[] =>
    (['open', 'all'] as const).flatMap((target) =>
      origins.map((origin, i) => ({
        horizon: 30,
        origin,
        target,
        scope: 'pip_a',
        method,
        expected: 1,
        low: 0,
        likely: 1,
        high: 2,
        happened: 1,
        // On all deals nothing is better than the model.
        crps: (target === 'open' ? crps : 100) + (i % 3),
      })),
    )
  const scores = ['model', 'win_rate', 'stage_weighted'].map((method) => ({
    method,
    scope: 'pip_a',
    horizon: 30,
    target: 'open',
  }))
  const { records } = resultOf(
    { scores: scores as never, said: [...said('model', 100), ...said('win_rate', 60), ...said('stage_weighted', 10)] },
    { horizon: 30, origins, closed: new Map([['pip_a', 400]]) },
  )
  expect(records[0]).toMatchObject({
    method: 'model',
    open_deals: { method: 'win_rate', verdict: 'other_better' },
  })
})
