export { Evidence } from './evidence.ts'
export { addEvidence, evidenceOf, GivenEvidence, giveEvidence } from './operations.ts'
export { type EvidenceRow, readEvidence } from './store.ts'
