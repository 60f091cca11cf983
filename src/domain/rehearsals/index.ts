export { doRehearsal } from './jobs.ts'
export { createRehearsal, getRehearsal } from './operations.ts'
export { readPastFacts } from './past-facts.ts'
export { exchangeOf } from './store.ts'
