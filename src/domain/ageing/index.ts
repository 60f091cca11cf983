export { agedStates, Ageing, ageingOf, type AgeWindow, windowsOf } from './ageing.ts'
export { readThresholds } from './store.ts'
