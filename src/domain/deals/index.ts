export { Deal } from './deal.ts'
export { type DealRow, dealOfRow } from './deal-of-row.ts'
export {
  currentDeal,
  type FoundReferences,
  foundReferences,
  getDeal,
  listDeals,
  requireReferences,
  searchDeals,
  staleDeal,
  updateDeal,
} from './operations.ts'
