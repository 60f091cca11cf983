export { getForecastPath } from './operations.ts'
