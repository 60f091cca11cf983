import { id } from './sample-ids.ts'

/** What is forecast, and how good that was, as the reference shows it. */
export const forecastExamples = {
  'backtests.create': { pipelines: ['enterprise'], horizon_days: [30, 90] },
  'backtests.get': { backtest_id: id('bkt') },
  'backtests.list': {},
  'backtests.origins': { backtest_id: id('bkt'), horizon_days: 30, scope: 'total' },
  'forecast_methods.list': {},
  'forecast_methods.set': { pipeline: 'enterprise', method: 'per_pipeline', reason: 'It is like no other of ours' },
  'forecasts.record': {},
  'forecasts.get': { period: '2026-Q4' },
  'forecast_paths.get': { period: '2026-Q4', pipeline: 'enterprise' },
  'forecast_grid.get': { period: '2026-Q4', rows: 'hierarchy' },
  'hit_rates.get': { kind: 'quarter', periods: 8, pipeline: 'enterprise' },
  'hit_rates.look': { kind: 'quarter', periods: 8 },
}
