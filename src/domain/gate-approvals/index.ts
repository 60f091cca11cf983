export { endClosedGates, tellApprovers, tellOfWaitingGates } from './jobs.ts'
export { gateApprovalOperations, gateSubject } from './operations.ts'
export { gateApprovalReferences } from './store.ts'
