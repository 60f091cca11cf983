export { doBacktest } from './jobs.ts'
export { backtestOperations } from './operations.ts'
