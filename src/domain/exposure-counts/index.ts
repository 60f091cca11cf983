export { followLedger } from './follow.ts'
export { readKeptPast } from './kept-past.ts'
export type { Pasts } from './reading.ts'
export { readBehind } from './store.ts'
