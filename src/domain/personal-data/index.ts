export { eraseSubject } from './jobs.ts'
export { erasePersonalData, exportPersonalData } from './operations.ts'
