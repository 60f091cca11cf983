export { tellApprovers } from './jobs.ts'
export { askForApproval, gateSubject, listGateApprovals, withdrawGateApproval } from './operations.ts'
