export { fireDue, fireTermEnds, noteTriggers } from './jobs.ts'
