export { type Arrival, type ArrivalValues, categoryOf, type Closing, closedBy } from './arrivals.ts'
export { openArrivals, owedBy } from './jobs.ts'
export { createDeal } from './operations.ts'
