export { tellApprovers } from './jobs.ts'
export { gateApprovalOperations, gateSubject } from './operations.ts'
