export { createDeal } from './operations.ts'
