export { Forecast, ForecastPart, PipelineForecast, WinChance } from './forecast.ts'
export { refreshDueStatistics, refreshStatistics } from './jobs.ts'
export { expectedAfter, getForecast, getWinChance } from './operations.ts'
export { readPlans } from './store.ts'
