export { changeSubject, publishDue } from './jobs.ts'
export { changeOperations } from './operations.ts'
export { changeReferences } from './store.ts'
