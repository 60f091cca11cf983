import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { Line, Ours } from '../../values/text.ts'
import { Job } from '../jobs/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'
import { KeyMap } from '../transfer-maps/index.ts'

const PipelineName = z.string().min(1).max(100)
const mostParts = 10

/** Where the deals of one pipeline go, and in which stages they are read there. */
const Part = z.strictObject({
  from: PipelineName,
  to: PipelineName,
  /** Which deals, such as `deal.amount >= 100000`: of closed ones as they began. Without it, all that are left. */
  rule: Line(2_000).optional(),
  /** Stage of the one → stage of the other; where nothing is said, the declared map, the same key or the phase decides. */
  stages: KeyMap.default({}),
  fields: KeyMap.default({}),
})

const parts = z.array(Part).min(1, 'say where deals go').max(mostParts, `at most ${mostParts}`)

export const LineageQuestion = z.strictObject({
  /** In order: the first whose rule holds takes a deal. One pipeline into several, or several into one. */
  parts,
})

export const LineageRequest = LineageQuestion.extend({
  summary: Line(200),
  /** Whether the pipelines that are left take no new deals from now on; those are where a part has no rule. */
  sunset: z.boolean().default(true),
  /**
   * Whether routing rules are asked for by which new deals go the same ways: each rule that leads to a pipeline that is
   * left becomes one for every part. Where nothing is said, they are if there is such a rule, and you see all pipelines.
   */
  routing: z.boolean().optional(),
})

export const lineageKinds = ['split', 'merge'] as const

const Counted = z.object({
  from: PipelineRef,
  to: PipelineRef,
  rule: z.string().nullable(),
  open: z.int(),
  /** What the open ones are worth, by currency. */
  amounts: z.array(MoneySchema),
  won: z.int(),
  lost: z.int(),
  /** Owners of open deals among them who could no longer see their own there, and how many that are. */
  losing_sight: z.array(z.object({ person: PersonRef, deals: z.int() })),
})

const Stages = z.array(
  z.object({
    stage: Ours,
    name: z.string(),
    to: Ours,
    /** Which rule says so. */
    by: z.enum(['map', 'key', 'phase', 'first']),
    open: z.int(),
    past: z.int(),
  }),
)

const Expected = z.object({
  pipeline: Ours,
  name: z.string(),
  before: MoneySchema.nullable(),
  after: MoneySchema.nullable(),
})

export const LineagePlan = z
  .object({
    kind: z.enum(lineageKinds),
    parts: z.array(Counted.extend({ stages: Stages, deal_ids: z.array(Id('deal')) })),
    /** Deals of the pipelines that no part takes; they stay. */
    staying: z.object({ open: z.int(), past: z.int() }),
    /** The current quarter as it is forecast, and as it would be: not a deal differs, only what is learnt from. */
    expected: z.object({
      period: Ours,
      pipelines: z.array(Expected),
      before: MoneySchema.nullable(),
      after: MoneySchema.nullable(),
      /** `after` less `before`: what the new models explain. */
      model: MoneySchema.nullable(),
    }),
    /** The routing rules that would be asked for; null where none leads to a pipeline that is left, or none can be made. */
    routing: z
      .array(z.object({ key: Ours, name: z.string(), when: z.string(), pipeline: Ours }).meta({ id: 'LineageRouting' }))
      .nullable(),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'LineagePlan' })
export type LineagePlan = z.input<typeof LineagePlan>

export const lineageStates = ['moving', 'done', 'undoing', 'undone'] as const

export const Lineage = z
  .object({
    id: Id('lng'),
    version: z.int(),
    kind: z.enum(lineageKinds),
    summary: z.string(),
    state: z.enum(lineageStates),
    parts: z.array(
      z.object({ from: PipelineRef, to: PipelineRef, rule: z.string().nullable(), stages: z.record(z.string(), Ours) }),
    ),
    /** Open deals to be moved, those that were, and those that stayed since they were closed or went elsewhere. */
    open: z.object({ waiting: z.int(), moved: z.int(), stayed: z.int(), back: z.int() }),
    /** Closed deals whose past counts for another pipeline. */
    past: z.int(),
    job: Job,
    /** The routing rules that it asked for; after an undo, those that take them back. */
    routing_change_id: Id('rch').nullable(),
    created_by: PersonRef,
    created_at: InstantSchema,
    undone_by: PersonRef.nullable(),
    undone_at: InstantSchema.nullable(),
  })
  .meta({ id: 'Lineage' })
export type Lineage = z.input<typeof Lineage>
