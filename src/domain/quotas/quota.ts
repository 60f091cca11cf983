import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema } from '../../values/money.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

const TeamRef = z.object({ id: Id('team'), name: z.string() }).meta({ id: 'TeamRef' })

/** What a pipeline, a team or a person is to win in a period, from a moment on. */
export const Quota = z
  .object({
    id: Id('quo'),
    /** Null for what a team or a person is to win in all pipelines together. */
    pipeline: PipelineRef.nullable(),
    team: TeamRef.nullable(),
    person: PersonRef.nullable(),
    period: PeriodSchema,
    /** Null in the answer to taking one back. */
    amount: MoneySchema.nullable(),
    valid_from: InstantSchema,
  })
  .meta({ id: 'Quota' })
export type Quota = z.infer<typeof Quota>

/** A quota that is in force. */
export type AgreedQuota = Quota & { amount: NonNullable<Quota['amount']> }

/** The key of a pipeline, or its id. */
const PipelineName = z.string().min(1).max(100)

const whose = {
  pipeline: PipelineName.optional(),
  team_id: Id('team').optional(),
  person_id: Id('per').optional(),
}

const Aim = MoneySchema.refine(({ amount }) => !amount.startsWith('-'), {
  path: ['amount'],
  error: 'a quota is 0 or more',
})

export const NewQuota = z
  .strictObject({
    ...whose,
    period: PeriodSchema,
    /** Null takes it back. */
    amount: Aim.nullable(),
    /** From when on it counts; now, where nothing is said. An earlier moment brings along what was agreed then. */
    valid_from: InstantSchema.optional(),
  })
  .refine(({ pipeline, team_id, person_id }) => (pipeline ?? team_id ?? person_id) !== undefined, {
    path: ['pipeline'],
    error: 'say whose quota it is: a pipeline, a team_id or a person_id',
  })
  .refine(({ team_id, person_id }) => team_id === undefined || person_id === undefined, {
    path: ['team_id'],
    error: 'a quota is of a team or of a person, not of both',
  })
export type NewQuota = z.output<typeof NewQuota>

export const QuotaQuery = z.strictObject({
  ...whose,
  period: PeriodSchema.optional(),
  /** As it was agreed at this moment; now, where nothing is said. */
  as_of: ViewpointSchema.optional(),
})

/** A piece of a spreadsheet. */
export const PastedQuotas = z.strictObject({
  /**
   * Lines with tabs between the cells, the first of them names: pipeline, team or person, then either period, amount and
   * currency, or a column for each period.
   */
  text: z.string().min(1, 'paste at least two lines').max(200_000, 'at most 200,000 characters'),
  /** Of amounts that name none; the workspace's, where nothing is said. */
  currency: CurrencySchema.optional(),
  /** Tells what would be set, and sets nothing. */
  dry_run: z.boolean().default(false),
})
