export { handoffSubscriptions, tellOfWaitingHandoffs } from './jobs.ts'
