export { differences, inWords } from './differences.ts'
export { lockedDeal, saveChange } from './operations.ts'
export * from './state.ts'
export type { Continuation, DealColumn, History, StandingChance, StoredDeal } from './store.ts'
export {
  lockDeals,
  readDeals,
  readOpenDeals,
  readStateAt,
  saveChances,
  takeNumbers,
  weightedOf,
  which,
  writeContinuations,
  writeHistories,
} from './store.ts'
