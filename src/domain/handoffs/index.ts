export { type HandoffRow, isUnderWay, readHandoff, readWaiting, type WaitingRow } from './store.ts'
export { states as handoffStates, type State as HandoffState } from './handoff.ts'
export { type Occasion, openHandoff } from './jobs.ts'
export { handoffOperations, sourceFrom } from './operations.ts'
