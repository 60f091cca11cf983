export { noteDue, suspectDue } from './jobs.ts'
export {
  createOverlap,
  getOverlap,
  listOverlaps,
  previewOverlaps,
  resolveOverlap,
  reverseOverlap,
} from './operations.ts'
export { Suspected } from './overlap.ts'
export { readSuspected, type SuspectedRow } from './store.ts'
