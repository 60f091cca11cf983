export { doRehearsal } from './jobs.ts'
export { createRehearsal, getRehearsal } from './operations.ts'
