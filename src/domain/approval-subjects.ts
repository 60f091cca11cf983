import type { ApprovalSubject, SubjectKind } from './approvals/index.ts'
import { changeSubject } from './changes/index.ts'
import { gateSubject } from './gate-approvals/index.ts'
import { handoffsSubject } from './handoff-changes/index.ts'
import { routingSubject } from './routing-changes/index.ts'
import { lifecycleSubjects } from './upkeep/index.ts'

/** What people are asked to decide on, each with what its module does about a decision. */
export const approvalSubjects: Record<SubjectKind, ApprovalSubject> = {
  change_request: changeSubject,
  gate: gateSubject,
  routing: routingSubject,
  handoffs: handoffsSubject,
  ...lifecycleSubjects,
}
