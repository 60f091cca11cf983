export { getReconciliation } from './operations.ts'
