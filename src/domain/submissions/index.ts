export { tellOfDueSubmissions } from './jobs.ts'
export { belowIn } from './people-below.ts'
export { createSubmission, currentPeriod, dueIn, getSubmission, listDue, listSubmissions } from './operations.ts'
export { Submission } from './submission.ts'
