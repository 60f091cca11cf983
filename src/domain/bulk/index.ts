export { bulkDeals } from './operations.ts'
