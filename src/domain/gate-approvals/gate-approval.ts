import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours, Prose } from '../../values/text.ts'
import { Approval, type Policy } from '../approvals/index.ts'
import { DealId, NamedDeal } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import type { Criterion } from '../pipelines/index.ts'

/** An approval that a gate asks for: the deal and the criterion, and the question put to people. */
export const GateApproval = z
  .object({
    id: Id('gap'),
    deal: NamedDeal,
    criterion: Ours,
    label: z.string(),
    note: z.string().nullable(),
    asked_by: PersonRef,
    asked_at: InstantSchema,
    approval: Approval,
  })
  .meta({ id: 'GateApproval' })

export const NewGateApproval = z.strictObject({
  deal_id: DealId,
  /** Key of a criterion that people approve. */
  criterion: z.string().min(1).max(60),
  /** What those who decide should know. */
  note: Prose(2000).optional(),
})

export type Approvable = Extract<Criterion, { kind: 'approval' }>

/** Who decides, where the criterion says so; else the policy of the pipeline does. */
export function policyOf({ by, votes }: Approvable): Policy | undefined {
  if (by === undefined && votes === undefined) return undefined
  return { needed: votes ?? 1, by_role: by ?? null, by_people: null }
}
