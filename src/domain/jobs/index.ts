export { Job } from './job.ts'
export { cancelJob, getJob, queueJob } from './operations.ts'
export { readJob } from './store.ts'
