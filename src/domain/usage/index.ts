export { usageOperations } from './operations.ts'
export { readReadings } from './store.ts'
