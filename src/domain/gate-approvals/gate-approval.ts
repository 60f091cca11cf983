import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { type Instant, InstantSchema, plusDays } from '../../values/instant.ts'
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

const mostReminders = 4
const daysBetweenReminders = 2

/** People are told when they are asked, when an answer is due, and every other day after; at last nobody is. */
export function nextReminder(told: number, due_at: Instant | null, now: Instant): Instant | null {
  if (told >= mostReminders) return null
  if (told === 1 && due_at !== null && due_at > now) return due_at
  return plusDays(now, daysBetweenReminders)
}

export type Letterhead = {
  workspace: string
  approver: string
  asked_by: string
  title: string
  note: string | null
  link: string
  due_at: Instant | null
  again: boolean
}

/** What somebody who decides finds in their mail. */
export const letterOf = ({ workspace, approver, asked_by, title, note, link, due_at, again }: Letterhead) => ({
  subject: `${again ? 'Still waiting for you' : 'Please decide'}: ${title}`,
  text: `Hello ${approver},

${asked_by} asks you in ${workspace} to approve:

${title}
${note === null ? '' : `\n${note}\n`}
Approve or reject here:

${link}
${due_at === null ? '' : `\nAn answer is wanted by ${due_at.slice(0, 10)}.\n`}`,
})
