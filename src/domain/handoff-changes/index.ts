export { handoffChangeOperations, handoffsSubject } from './operations.ts'
export { handoffReferences } from './store.ts'
