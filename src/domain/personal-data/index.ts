export { eraseSubject } from './jobs.ts'
export { erasePersonalData, getPersonalData } from './operations.ts'
