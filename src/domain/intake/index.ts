export { type Arrival, type ArrivalValues, categoryOf, type Closing, closedBy } from './arrivals.ts'
export { openArrivals, owedBy } from './jobs.ts'
export { NewDeal } from './new-deal.ts'
export { createDeal, openDeals, type Placed } from './operations.ts'
