export { grantOverrides, mayOverride, permitOverride } from './operations.ts'
export { type OverrideRow, readOverrides, readTally, type Tally, withdrawOverrides } from './store.ts'
