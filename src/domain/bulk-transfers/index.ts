export { transferMany } from './jobs.ts'
export { getBulkTransfer, listBulkTransferDeals, transferDeals } from './operations.ts'
