export { moveAlong, moveBack } from './jobs.ts'
export { lineageOperations } from './operations.ts'
