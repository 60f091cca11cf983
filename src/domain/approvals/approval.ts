import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours, Prose } from '../../values/text.ts'
import { PersonRef, roles } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

/** What people are asked to approve. */
export const subjectKinds = ['change_request', 'gate', 'sunset', 'archive', 'routing', 'handoffs'] as const
/** Those of one pipeline, so that each pipeline says who decides on them. */
export const pipelineKinds = ['change_request', 'gate', 'sunset', 'archive'] as const
export type SubjectKind = (typeof subjectKinds)[number]

export const approvalStates = ['open', 'approved', 'rejected', 'cancelled'] as const
export const voteKinds = ['approve', 'reject'] as const

/** Who decides: everyone of a role, these people, or (where neither is said) whoever holds the right `approve`. */
export type Deciders = { by_role: (typeof roles)[number] | null; by_people: string[] | null }
export type Policy = Deciders & { needed: number }

/** Where nobody set a policy: one person who holds the right. */
export const usualPolicy: Policy = { needed: 1, by_role: null, by_people: null }

const decided = {
  /** How many must approve; where fewer people may at all, those. */
  needed: z.int().min(1, 'at least 1').max(20, 'at most 20'),
  role: z.enum(roles).nullable(),
}

export const ApprovalPolicy = z
  .object({
    pipeline: PipelineRef,
    subject_kind: z.enum(pipelineKinds),
    ...decided,
    people: z.array(PersonRef).nullable(),
    /** Null where nobody set one. */
    valid_from: InstantSchema.nullable(),
  })
  .meta({ id: 'ApprovalPolicy' })

export const NewPolicy = z
  .strictObject({
    needed: decided.needed,
    role: z.enum(roles).optional(),
    person_ids: z.array(Id('per')).min(1, 'name at least one person').max(50, 'at most 50 people').optional(),
  })
  .refine(({ role, person_ids }) => role === undefined || person_ids === undefined, {
    path: ['person_ids'],
    error: 'say a role or people, not both',
  })

export const Vote = z
  .object({
    person: PersonRef,
    vote: z.enum(voteKinds),
    reason: z.string().nullable(),
    /** They voted on what they asked for themselves, since nobody else could. */
    own: z.boolean(),
    voted_at: InstantSchema,
  })
  .meta({ id: 'ApprovalVote' })

export const Approval = z
  .object({
    id: Id('apr'),
    version: z.int(),
    subject: z.object({ kind: z.enum(subjectKinds), id: Ours }).meta({ id: 'ApprovalSubject' }),
    pipeline: PipelineRef,
    title: z.string(),
    state: z.enum(approvalStates),
    ...decided,
    people: z.array(PersonRef).nullable(),
    requested_by: PersonRef,
    requested_at: InstantSchema,
    due_at: InstantSchema.nullable(),
    decided_at: InstantSchema.nullable(),
    self_approved: z.boolean(),
    votes: z.array(Vote),
    /** Whether the one who asks may vote, and why not where they may not. */
    may_vote: z.boolean(),
    why_not: Ours.nullable(),
  })
  .meta({ id: 'Approval' })
export type Approval = z.infer<typeof Approval>

export const NewVote = z.strictObject({
  approval_id: Id('apr'),
  vote: z.enum(voteKinds),
  /** Needed to reject. */
  reason: Prose(2000).optional(),
})
