export { Forecast, ForecastPart, PipelineForecast, WinChance } from './forecast.ts'
export { refreshDueStatistics, refreshStatistics } from './jobs.ts'
export {
  expectedAfter,
  expectedUnder,
  foresee,
  type ForecastOfDeals,
  forecastOfDeals,
  getForecast,
  getWinChance,
} from './operations.ts'
export type { DealBet } from './expected-deals.ts'
export type { ScopedFigures } from './scoped.ts'
export type { Plan } from './situation.ts'
export { readHomes, readPlans, readTimeZone } from './store.ts'
export { amountOf, type Exchange, worthToday, worthWhenWon } from './worth.ts'
