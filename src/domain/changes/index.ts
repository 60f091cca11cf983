export { bringStragglers, changeSubject, publishDue } from './jobs.ts'
export { changeOperations, proposeChange } from './operations.ts'
export { changeReferences } from './store.ts'
