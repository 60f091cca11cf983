export { tellOfDueSubmissions } from './jobs.ts'
export { createSubmission, getSubmission, listDue, listSubmissions } from './operations.ts'
