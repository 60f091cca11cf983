export { GridRow } from './grid.ts'
export { getForecastGrid, kindOf, readGrid } from './operations.ts'
export type { Worth } from './standing.ts'
