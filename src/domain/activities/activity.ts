import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { FlagSchema, pageQuery } from '../../values/page.ts'
import { Line, Ours, Prose } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'

export const activityKinds = ['task', 'call', 'meeting', 'note'] as const
export type ActivityKind = (typeof activityKinds)[number]

export const Activity = z
  .object({
    id: Id('act'),
    kind: z.enum(activityKinds),
    subject: z.string(),
    body: z.string().nullable(),
    deal_id: Id('deal').nullable(),
    account_id: Id('acc').nullable(),
    owner: PersonRef.nullable(),
    /** The day that it is planned for, by the workspace's clock. */
    due_on: DaySchema.nullable(),
    /** Due before today and not done. */
    overdue: z.boolean(),
    done_at: InstantSchema.nullable(),
    /** When a call or a meeting took place. */
    held_at: InstantSchema.nullable(),
    /** The key of the criterion of a gate that asked for it. */
    criterion: Ours.nullable(),
    version: z.int(),
    created_by: PersonRef.nullable(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Activity' })
export type Activity = z.infer<typeof Activity>

/** What an activity is, apart from who made it and when. */
export type ActivityState = {
  kind: ActivityKind
  subject: string
  body: string | null
  deal_id: string | null
  account_id: string | null
  owner_id: string | null
  due_on: string | null
  done_at: string | null
  held_at: string | null
  criterion: string | null
}

export const NewActivity = z.strictObject({
  kind: z.enum(activityKinds),
  subject: Line(300),
  body: Prose(20_000).nullable().optional(),
  deal_id: Id('deal').nullable().optional(),
  account_id: Id('acc').nullable().optional(),
  /** Whoever asks, where nobody is named. */
  owner: Id('per').nullable().optional(),
  due_on: DaySchema.nullable().optional(),
  held_at: InstantSchema.nullable().optional(),
  criterion: Line(60).nullable().optional(),
})
export type NewActivity = z.output<typeof NewActivity>

/** A merge patch: what is absent stays, what is null is cleared. */
export const ActivityChange = z.strictObject({
  activity_id: Id('act'),
  done: z.boolean().optional(),
  subject: Line(300).optional(),
  body: Prose(20_000).nullable().optional(),
  owner: Id('per').nullable().optional(),
  due_on: DaySchema.nullable().optional(),
  held_at: InstantSchema.nullable().optional(),
  ...ifVersion,
})

const orders = ['due', 'newest'] as const

export const ActivityQuery = z.strictObject({
  deal_id: Id('deal').optional(),
  account_id: Id('acc').optional(),
  kind: z.enum(activityKinds).optional(),
  /** `me`, or a person. */
  owner: z
    .string()
    .regex(/^(me|per_[0-9a-hjkmnp-tv-z]{26})$/, 'expected me, or an id that starts with per_')
    .meta({ 'x-ref': 'per' })
    .optional(),
  /** What is still to be done, the most urgent first; without it everything, the newest first. */
  open: FlagSchema.optional(),
  /** Due before this day. */
  due_before: DaySchema.optional(),
  ...pageQuery(z.tuple([z.enum(orders), z.union([InstantSchema, DaySchema]).nullable(), Id('act')])),
})
export type ActivityOrder = (typeof orders)[number]
