export { proposalsOf, rulePolicyOperations } from './operations.ts'
export { type ChangeRow, changeStates, proposed, saidOf } from './rule-change.ts'
export { changesIn } from './store.ts'
