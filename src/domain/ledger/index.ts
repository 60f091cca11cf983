export { differences } from './differences.ts'
export { lockedDeal, saveChange } from './operations.ts'
export * from './state.ts'
export {
  type History,
  lockDeals,
  type StandingChance,
  saveChances,
  readDeals,
  type StoredDeal,
  takeNumbers,
  weightedOf,
  which,
  writeHistories,
} from './store.ts'
