export { Deal } from './deal.ts'
export { type DealRow, dealOfRow } from './deal-of-row.ts'
export {
  currentDeal,
  type FoundReferences,
  foundReferences,
  getDeal,
  listDeals,
  requireReferences,
  staleDeal,
  updateDeal,
} from './operations.ts'
export { tellNewMember, tellNewOwner } from './jobs.ts'
export { countOpenDeals } from './store.ts'
