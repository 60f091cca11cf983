export { noteWins, settleContracts } from './jobs.ts'
export { contractOperations } from './operations.ts'
export { readContract, readToday } from './store.ts'
