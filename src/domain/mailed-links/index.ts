export { type DueLink, sendLinks } from './jobs.ts'
