export { Approval, approvalStates, NewPolicy, type Policy, type SubjectKind } from './approval.ts'
export { remindersDue, settleApprovals } from './jobs.ts'
export {
  approvalOperations,
  approvalsAbout,
  cancelApprovals,
  type Request as ApprovalRequest,
  requestApproval,
  type Subject as ApprovalSubject,
  whoMayVote,
} from './operations.ts'
export { isDecidedByOthers } from './policies.ts'
export { type ApprovalRow, readApproval, readApprovalsOf } from './store.ts'
