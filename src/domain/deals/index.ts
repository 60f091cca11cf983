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
} from './operations.ts'
export { Owner } from './query.ts'
export { tellNewMember, tellNewOwner } from './jobs.ts'
