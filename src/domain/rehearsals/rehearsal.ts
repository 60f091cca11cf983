import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { SumSchema } from '../../values/money.ts'
import { Line, Ours } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'
import { levels, PipelineRef } from '../pipelines/index.ts'

/** Deals of a kind, how many of them would have been stopped, and that share with its 95 % interval. */
const Share = z.object({
  n: z.int(),
  stopped: z.int(),
  share: z.number().nullable(),
  low: z.number(),
  high: z.number(),
})

/** One rule of the definition, and what it would have done. */
const RuleEffect = z.object({
  /** The criterion's key, `fields.…` for a required field, or `way` for a way that is closed or asks for a reason. */
  key: Ours,
  label: z.string(),
  stage: Ours.nullable(),
  level: z.enum(levels),
  /** Whether the pipeline does not ask for it today; what it asks for already is only told of and stops nothing. */
  fresh: z.boolean(),
  moves: z.int(),
  deals: z.int(),
  won: z.int(),
  lost: z.int(),
  open: z.int(),
  deal_ids: z.array(Id('deal')),
})
export type RuleEffect = z.infer<typeof RuleEffect>

export const Replay = z
  .object({
    from: InstantSchema,
    to: InstantSchema,
    /** Moves forward that people made in that time. */
    moves: z.object({
      judged: z.int(),
      passed: z.int(),
      stopped: z.int(),
      /** A reason would have been asked for that nobody gave. */
      asked_for_reason: z.int(),
      /** From or to a stage that the definition does not have and the map does not name. */
      unmapped: z.int(),
    }),
    /** Deals that were moved then, by what came of them until today. */
    won: Share,
    lost: Share,
    open: Share,
    /** Share of the lost that would have been stopped less that of the won: a rule that helps has it above 0. */
    difference: z.object({ estimate: z.number().nullable(), low: z.number(), high: z.number() }),
    /** What the won deals that would have been stopped brought. */
    won_amount_stopped: SumSchema,
    rules: z.array(RuleEffect),
    unmapped_stages: z.array(z.object({ stage: Ours, moves: z.int() })),
    /** Evidence that was not judged since the moves were imported: nobody recorded any then. */
    not_judged: z.int(),
    /** The open deals under the definition: how many it would hold back further down, and what that does to their worth. */
    standing: z.object({
      open_deals: z.int(),
      held_back: z.int(),
      deal_ids: z.array(Id('deal')),
      /** Amount × chance of the stage; null where history is too short for chances. */
      expected_before: SumSchema.nullable(),
      expected_after: SumSchema.nullable(),
    }),
  })
  .meta({ id: 'Replay' })
export type Replay = z.infer<typeof Replay>

const Source = z.object({
  pipeline: PipelineRef,
  deals: z.int(),
  /** As they were when they began. */
  at_creation: z.int(),
  /** As they are now, or were when they were closed. */
  at_last: z.int(),
  won: z.int(),
  lost: z.int(),
  open: z.int(),
  deal_ids: z.array(Id('deal')),
})

/** For a pipeline that does not exist yet: which deals of the others would have gone there. */
export const Routed = z
  .object({ from: InstantSchema, to: InstantSchema, deals: z.int(), matched: z.int(), sources: z.array(Source) })
  .meta({ id: 'Routed' })
export type Routed = z.infer<typeof Routed>

export const Rehearsal = z
  .object({
    id: Id('rhs'),
    pipeline: PipelineRef.nullable(),
    months: z.int(),
    job_id: Id('job'),
    created_by: PersonRef,
    created_at: InstantSchema,
    finished_at: InstantSchema.nullable(),
    replay: Replay.nullable(),
    routed: Routed.nullable(),
    /** What was taken as it is today, since nobody recorded how it was then. */
    as_of_today: z.array(Ours),
  })
  .meta({ id: 'Rehearsal' })
export type Rehearsal = z.infer<typeof Rehearsal>

export const NewRehearsal = z.strictObject({
  /** The pipeline that the definition would change; without it, one that would be new. */
  pipeline: z.string().max(100).optional(),
  definition: z.string().min(1, 'expected a definition').max(1_000_000).meta({ format: 'yaml' }),
  months: z.int('expected whole months').min(1).max(60).default(12),
  /** Stages of today to those of the definition, where the keys differ. */
  stage_map: z.record(z.string().max(60), z.string().max(60)).default({}),
  /** For a new pipeline: which deals would go there, such as `deal.amount < 20000`. */
  rule: Line(2_000).optional(),
})

export const asOfToday = ['account', 'line_items', 'owner']
