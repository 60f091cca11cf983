import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { Line } from '../../values/text.ts'
import { NamedIn, PersonRef, roles } from '../people/index.ts'

export const Team = z
  .object({
    id: Id('team'),
    name: z.string(),
    /** False for a team that is no more; its past stays. */
    active: z.boolean(),
    members: z.array(PersonRef),
    created_at: InstantSchema,
  })
  .meta({ id: 'Team' })
export type Team = z.infer<typeof Team>

/** A team after a change, and what still names one that is no more. */
export const ChangedTeam = Team.extend({ named_in: z.array(NamedIn) }).meta({ id: 'ChangedTeam' })

const Members = z
  .array(Id('per'))
  .max(1000, 'at most 1000 people')
  .refine((ids) => new Set(ids).size === ids.length, 'names somebody twice')

/** From when on a change holds; now, where nothing is said. */
const valid_from = ViewpointSchema.optional()

export const NewTeam = z.strictObject({ name: Line(80), members: Members.default([]), valid_from })
export const TeamChange = z.strictObject({
  team_id: Id('team'),
  name: Line(80).optional(),
  active: z.boolean().optional(),
})
export const NewMembers = z.strictObject({ team_id: Id('team'), members: Members, valid_from })

/** As it was at this moment; now, where nothing is said. */
export const AsOf = { as_of: ViewpointSchema.optional() }

export const Manager = z
  .object({
    person: PersonRef,
    manager: PersonRef.nullable(),
    /** Since when; null for who never had one. */
    valid_from: InstantSchema.nullable(),
    /** Every manager there was or is agreed to be, the oldest first. */
    history: z.array(z.object({ manager: PersonRef.nullable(), valid_from: InstantSchema })),
  })
  .meta({ id: 'Manager' })
export type Manager = z.infer<typeof Manager>

export const NewManager = z.strictObject({
  person_id: Id('per'),
  /** Null for nobody. */
  manager_id: Id('per').nullable(),
  valid_from,
})

export const Hierarchy = z
  .object({
    as_of: InstantSchema,
    data: z.array(
      z.object({
        person: PersonRef,
        role: z.enum(roles),
        active: z.boolean(),
        manager_id: Id('per').nullable(),
        teams: z.array(z.object({ id: Id('team'), name: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Hierarchy' })
