import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line, Ours, Prose } from '../../values/text.ts'
import { Approval } from '../approvals/index.ts'
import { DefinitionText, migrations, StageMapInput } from '../drafts/index.ts'
import { impact } from '../impact/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

export const changeStates = ['open', 'approved', 'published', 'rejected', 'withdrawn', 'stale', 'rolled_back'] as const
export type ChangeState = (typeof changeStates)[number]

const Comment = z
  .object({ id: Id('cmt'), person: PersonRef, body: z.string(), commented_at: InstantSchema })
  .meta({ id: 'ChangeComment' })

const DefinitionNumber = z.object({ id: Id('def'), version: z.int() })

const head = {
  id: Id('chg'),
  /** What people call it: `CR-31`. */
  key: Ours,
  version: z.int(),
  pipeline: PipelineRef,
  title: z.string(),
  reason: z.string().nullable(),
  state: z.enum(changeStates),
  /** The version that it would follow. */
  based_on: DefinitionNumber,
  /** The version that it became. */
  definition: DefinitionNumber.nullable(),
  stage_map: z.record(Ours, Ours),
  migrate: z.enum(migrations),
  /** When it is to be published; as soon as it is approved, where nothing is said. */
  effective_at: InstantSchema.nullable(),
  summary: z.string(),
  /** What is shown now; it names the plan that was last shown to those who decide. */
  plan: Ours,
  created_by: PersonRef,
  created_at: InstantSchema,
  published_at: InstantSchema.nullable(),
  /** The job that brings open deals along. */
  job_id: Id('job').nullable(),
  /** The request that this one takes back. */
  rollback_of: Id('chg').nullable(),
  /** Whoever asked for it was the only one who could decide. */
  self_approved: z.boolean(),
}

export const ChangeSummary = z.object(head).meta({ id: 'ChangeSummary' })

export const ChangeRequest = z
  .object({ ...head, source: z.string(), approvals: z.array(Approval), comments: z.array(Comment) })
  .meta({ id: 'ChangeRequest' })

/** Names the plan that somebody was shown, so that what is approved or applied is that one; no secret. */
const PlanToken = Ours.meta({ 'x-public': true })

/** The plan of a request: what it would do now, and whether that is still what was shown to those who decide. */
export const ChangePlan = z
  .object({
    token: PlanToken,
    stale: z.boolean(),
    /** What has changed since it was shown, in sentences. */
    changes: z.array(z.string()),
    ...impact,
  })
  .meta({ id: 'ChangePlan' })

/** The text of a file, or the same as an object. */
const Proposed = z.union([DefinitionText, z.record(z.string().max(100), z.unknown())])

const proposal = {
  definition: Proposed,
  stage_map: StageMapInput.default({}),
  /** `all` brings open deals along; `grandfather` leaves them in the version that they are in. */
  migrate: z.enum(migrations).default('all'),
}

export const NewChange = z.strictObject({
  pipeline: z.string().max(100),
  ...proposal,
  /** The draft of the pipeline, where it is left out. */
  definition: proposal.definition.optional(),
  effective_at: InstantSchema.nullish(),
  title: Line(160).optional(),
  reason: Prose(4000).optional(),
  /** The token of a plan: refused where something else would be done by now. */
  plan: z.string().max(100).optional(),
})
export type NewChange = z.output<typeof NewChange>

export const PlanRequest = z.strictObject(proposal)

/** A plan before anything is asked for: of a new pipeline, or of the next version of one. */
export const ProposedPlan = z
  .object({
    change: z.enum(['create', 'change', 'none']),
    pipeline: PipelineRef.nullable(),
    /** The version that this would follow. */
    based_on: DefinitionNumber.nullable(),
    /** A request that asks for the same and is not decided or not published yet. */
    requested: Id('chg').nullable(),
    token: PlanToken,
    ...impact,
  })
  .meta({ id: 'ProposedPlan' })

export const Note = Prose(4000)
