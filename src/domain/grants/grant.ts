import { z } from 'zod'
import { extents, pipelineRights } from '../../platform/rights.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { PersonRef, roles, Reassignment } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

const Right = z.enum(pipelineRights)
const Deals = z.enum(extents)

/** To whom: one of a role, a team, or a person. */
export const GrantTo = z
  .strictObject({ role: z.enum(roles).optional(), team_id: Id('team').optional(), person_id: Id('per').optional() })
  .refine(
    (to) => Object.values(to).filter((one) => one !== undefined).length === 1,
    'name one of: role, team_id, person_id',
  )
  .meta({ id: 'GrantTo' })
export type GrantTo = z.infer<typeof GrantTo>

export const NewGrant = z
  .strictObject({
    to: GrantTo,
    rights: z.array(Right).min(1, 'name at least one right').max(pipelineRights.length),
    /** Whose deals these rights are about. */
    deals: Deals.default('all'),
  })
  .refine(({ rights }) => rights.includes('see'), {
    path: ['rights'],
    error: 'nobody works on what they do not see; add the right see',
  })
  .meta({ id: 'NewGrant' })
export type NewGrant = z.output<typeof NewGrant>

export { Reassignment }

export const Grant = z
  .object({
    id: Id('grt'),
    to: z
      .object({
        role: z.enum(roles).nullable(),
        team: z.object({ id: Id('team'), name: z.string() }).nullable(),
        person: PersonRef.nullable(),
      })
      .meta({ id: 'Grantee' }),
    rights: z.array(Right),
    deals: Deals,
    valid_from: InstantSchema,
  })
  .meta({ id: 'Grant' })

export const PipelineRights = z
  .object({
    pipeline: PipelineRef,
    /** True where there is no grant: everybody may do here what their role allows. */
    open: z.boolean(),
    grants: z.array(Grant),
    /** What was handed over with this change. */
    reassigned: z.int(),
  })
  .meta({ id: 'PipelineRights' })

/** Why somebody may do something in a pipeline, or may not. */
export const Reason = z
  .object({
    right: Right,
    allowed: z.boolean(),
    /** On whose deals; null where not allowed. */
    deals: Deals.nullable(),
    /** What gives it, or what is missing. */
    because: z.enum(['owner', 'role', 'grant', 'role_missing', 'grant_missing']),
    sentence: z.string(),
  })
  .meta({ id: 'RightReason' })
export type Reason = z.infer<typeof Reason>

export const PersonRights = z
  .object({
    person: PersonRef,
    role: z.enum(roles),
    pipelines: z.array(z.object({ pipeline: PipelineRef, rights: z.array(Reason) }).meta({ id: 'RightsInPipeline' })),
  })
  .meta({ id: 'PersonRights' })

export const View = z.object({ person: PersonRef, began_at: InstantSchema, until: InstantSchema }).meta({ id: 'View' })
