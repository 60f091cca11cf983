export { Evidence, type EvidenceKind } from './evidence.ts'
export { evidenceFault, isWebAddress } from './evidence-fault.ts'
export { addEvidence, evidenceOf, GivenEvidence, giveEvidence } from './operations.ts'
export { type EvidenceRow, insertEvidence, readEvidence } from './store.ts'
