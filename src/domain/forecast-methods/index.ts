export { type Evidence, type MethodInUse, methodInUse, methodNote, usualMethod } from './method.ts'
export { forecastMethodOperations, recordMethods } from './operations.ts'
export { readMethods } from './store.ts'
