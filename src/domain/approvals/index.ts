export { Approval, type Policy } from './approval.ts'
export {
  approvalOperations,
  approvalsAbout,
  cancelApprovals,
  type Request as ApprovalRequest,
  requestApproval,
  type Subject as ApprovalSubject,
} from './operations.ts'
export type { ApprovalRow } from './store.ts'
