export { Evidence, type EvidenceKind } from './evidence.ts'
export { evidenceFault, isWebAddress } from './evidence-fault.ts'
export { addEvidence, evidenceOf, GivenEvidence, giveEvidence } from './operations.ts'
export { type EvidenceRow, evidenceReferences, insertEvidence, readEvidence } from './store.ts'
