export { explainOnDeal } from './operations.ts'
