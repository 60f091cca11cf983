export { Approval, approvalStates, type Policy } from './approval.ts'
export {
  approvalOperations,
  approvalsAbout,
  cancelApprovals,
  type Decider,
  deciders,
  type Request as ApprovalRequest,
  requestApproval,
  type Subject as ApprovalSubject,
} from './operations.ts'
export type { ApprovalRow } from './store.ts'
