import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Line, Ours, Prose } from '../../values/text.ts'
import { DefinitionText, migrations, StageMapInput } from '../drafts/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

export const pilotStates = ['running', 'ended', 'stopped', 'adopted'] as const
export type PilotState = (typeof pilotStates)[number]

export const arms = ['pilot', 'rest'] as const
export type Arm = (typeof arms)[number]

/** What two ways can be compared in: phases are shared by all pipelines, stages are not. */
export const figures = ['evaluate', 'propose', 'negotiate', 'won', 'lost'] as const
export type FigureKey = (typeof figures)[number]

const StopRule = z.strictObject({
  /** Fewer won, or more lost, of the deals that began. */
  figure: z.enum(['won', 'lost']),
  /** By more than this share: 0.05 are five points of a hundred. */
  worse_by: z.number().min(0, 'at least 0').max(0.5, 'at most 0.5'),
  /** Not before so many deals went each way. */
  least: z.int().min(20, 'at least 20').max(10_000, 'at most 10000').default(50),
})
export type StopRule = z.output<typeof StopRule>

/** How many of the deals that were sent one way, and that share with its 95 % interval. */
const Count = z.object({ count: z.int(), n: z.int(), share: z.number().nullable(), low: z.number(), high: z.number() })

export const verdicts = ['too_few', 'unclear', 'higher', 'lower'] as const

export const Comparison = z
  .object({
    as_of: InstantSchema,
    /** A team differs in more than the way it sells, so its difference is not the pilot's alone. */
    drawn_by_lot: z.boolean(),
    deals: z.object({ pilot: z.int(), rest: z.int() }),
    /** Merged or undone since: never opportunities of their own, and in no figure. */
    void: z.object({ pilot: z.int(), rest: z.int() }),
    figures: z.array(
      z.object({
        /** That phase or one beyond it reached, or the outcome, until now. */
        figure: z.enum(figures),
        pilot: Count,
        rest: Count,
        /** Pilot less rest. */
        difference: z.object({ estimate: z.number().nullable(), low: z.number(), high: z.number() }),
        verdict: z.enum(verdicts),
      }),
    ),
    not_compared: z.array(z.object({ what: Ours, why: Ours })),
    /** Where a stop rule was said: whether it would end the pilot now. */
    stop: z.object({ met: z.boolean(), why: Ours }).nullable(),
  })
  .meta({ id: 'PilotComparison' })
export type Comparison = z.infer<typeof Comparison>

const head = {
  id: Id('plt'),
  version: z.int(),
  name: z.string(),
  /** The way as it is. */
  pipeline: PipelineRef,
  /** What is tried beside it. */
  pilot_pipeline: PipelineRef,
  next_version: z.boolean(),
  share: z.number().nullable(),
  team: z
    .object({ id: Id('team'), name: z.string() })
    .meta({ id: 'PilotTeam' })
    .nullable(),
  ends_on: DaySchema,
  stop_rule: StopRule.meta({ id: 'PilotStopRule' }).nullable(),
  state: z.enum(pilotStates),
  started_by: PersonRef,
  started_at: InstantSchema,
  ended_at: InstantSchema.nullable(),
  ended_why: z.string().nullable(),
  /** Asks for what was tried, once it is to be adopted. */
  change_request: z
    .object({ id: Id('chg'), key: Ours, state: Ours })
    .meta({ id: 'PilotChange' })
    .nullable(),
  deals: z.object({ pilot: z.int(), rest: z.int() }),
}

export const PilotSummary = z.object(head).meta({ id: 'PilotSummary' })

export const Pilot = z
  .object({
    ...head,
    /** Null for whoever does not see every deal of both pipelines: shares of some would say nothing. */
    comparison: Comparison.nullable(),
  })
  .meta({ id: 'Pilot' })

export const PilotQuery = z.strictObject({
  pipeline: z.string().max(100).optional(),
  state: z.enum(pilotStates).optional(),
  ...pageQuery(z.tuple([Id('plt')])),
})

export const NewPilot = z
  .strictObject({
    /** Whose new deals are divided. */
    pipeline: z.string().max(100),
    name: Line(120).optional(),
    /** A definition: with the key of the pipeline it would be its next version; the draft, where nothing is named. */
    definition: DefinitionText.optional(),
    /** Or a pipeline that is there already. */
    pilot_pipeline: z.string().max(100).optional(),
    share: z.number().min(0.05, 'at least 0.05').max(0.95, 'at most 0.95').optional(),
    team_id: Id('team').optional(),
    ends_on: DaySchema,
    stop_rule: StopRule.optional(),
  })
  .refine(({ share, team_id }) => (share === undefined) !== (team_id === undefined), {
    path: ['share'],
    error: 'say either a share of the new deals or a team',
  })
  .refine(({ definition, pilot_pipeline }) => definition === undefined || pilot_pipeline === undefined, {
    path: ['pilot_pipeline'],
    error: 'say either a definition or a pipeline that is there',
  })

export const Stopping = z.strictObject({ pilot_id: Id('plt'), reason: Prose(2000) })

export const Adoption = z.strictObject({
  pilot_id: Id('plt'),
  stage_map: StageMapInput.default({}),
  migrate: z.enum(migrations).default('all'),
  reason: Prose(2000).optional(),
})
