export { dealReviewOperations } from './operations.ts'
