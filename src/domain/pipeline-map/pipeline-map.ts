import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { MoneySchema, SumSchema } from '../../values/money.ts'
import { pageQuery } from '../../values/page.ts'
import { Ours } from '../../values/text.ts'
import { handoffStates } from '../handoffs/index.ts'
import { outcomes } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { lifecycles, PipelineRef } from '../pipelines/index.ts'

/** How a deal comes from one place to another; `lineage` where pipelines were split or merged, `route` where it begins. */
export const edgeKinds = ['route', 'handoff', 'transfer', 'lineage'] as const
export type EdgeKind = (typeof edgeKinds)[number]

/**
 * Where deals come from that come from no pipeline: who decided where they begin, or, of a hand-off, an account that
 * came to a figure without a deal of its own.
 */
export const sources = ['rule', 'fallback', 'person', 'named', 'account'] as const
export type Source = (typeof sources)[number]

const place = { x: z.int(), y: z.int(), width: z.int(), height: z.int() }
const Place = z.object(place).meta({ id: 'MapPlace' })

const worth = {
  deals: z.int(),
  /** What they are worth, by currency; deals that are counted elsewhere add nothing. */
  amounts: z.array(SumSchema),
}

const Node = z
  .object({
    /** Key of the pipeline; `@` and the name of a source for the others. */
    key: Ours,
    pipeline: PipelineRef.nullable(),
    lifecycle: z.enum(lifecycles).nullable(),
    source: z.enum(sources).nullable(),
    /** Open deals; of a source those that wait for a person before they are in any pipeline. */
    ...worth,
    stages: z.array(z.object({ key: Ours, name: z.string(), ...worth }).meta({ id: 'MapStage' })),
    place: Place,
  })
  .meta({ id: 'MapNode' })

const Declared = z
  .object({
    /** Which set of rules it stands in. */
    in: z.enum(['routing', 'handoff_rules', 'transfer_maps']),
    /** Key of the rule; null for the fallback of the routing and for a transfer map. */
    rule: Ours.nullable(),
    name: z.string(),
  })
  .meta({ id: 'MapDeclaration' })

const Edge = z
  .object({
    id: Ours,
    kind: z.enum(edgeKinds),
    from: Ours,
    to: Ours,
    /** How often deals went this way in the period, hand-offs that were asked for. One that went twice counts twice. */
    deals: z.int(),
    /** What they were worth when they arrived, by currency; of hand-offs, those that were accepted. */
    amounts: z.array(SumSchema),
    /** The same together, in the workspace's currency at the rates of the moment. */
    total: SumSchema,
    /** Sums that no rate is known for, and that the total leaves out. */
    unconverted: z.array(SumSchema),
    /** Of those that somebody could decline: how many were taken, of how many that are decided. Null without any. */
    acceptance: z.object({ accepted: z.int(), decided: z.int() }).meta({ id: 'MapAcceptance' }).nullable(),
    /**
     * Median days: of a hand-off from being asked for until somebody accepted it, of a transfer the time that the deal
     * had been in the pipeline which it left. Null where nothing is known.
     */
    lag: z.object({ days: z.number(), n: z.int() }).meta({ id: 'MapLag' }).nullable(),
    /** Those that wait at the moment, whenever they were asked for. */
    waiting: z.int(),
    /** The rules in force that lead this way; of those whom grants bind it is not told. */
    declared: z.array(Declared),
    points: z.array(z.object({ x: z.int(), y: z.int() }).meta({ id: 'MapPoint' })),
    label: Place,
  })
  .meta({ id: 'MapEdge' })

export const PipelineMap = z
  .object({
    as_of: InstantSchema,
    from: InstantSchema.nullable(),
    to: InstantSchema.nullable(),
    nodes: z.array(Node),
    edges: z.array(Edge),
    width: z.int(),
    height: z.int(),
  })
  .meta({ id: 'PipelineMap' })
export type PipelineMap = z.input<typeof PipelineMap>
export type MapNode = PipelineMap['nodes'][number]
export type MapEdge = PipelineMap['edges'][number]

const period = {
  /** What went from here on, and before `to`; all of it, where nothing is said. */
  from: ViewpointSchema.optional(),
  to: ViewpointSchema.optional(),
  as_of: ViewpointSchema.optional(),
}
export const MapQuery = z.strictObject(period)

export const PassageQuery = z.strictObject({
  /** The id of an edge of the map, such as transfer:trade>service. */
  edge: z
    .string()
    .max(250)
    .regex(
      /^(route|handoff|transfer|lineage):(@(rule|fallback|person|named|account)|[^:>@]+)>[^:>@]+$/,
      'expected the id of an edge, such as transfer:trade>service',
    ),
  ...period,
  ...pageQuery(z.tuple([InstantSchema, Ours])),
})

const PassedDeal = z.object({ id: Id('deal'), key: Ours, name: z.string() }).meta({ id: 'PassedDeal' })

export const Passage = z
  .object({
    id: Ours,
    at: InstantSchema,
    /** The deal that arrived; null for a hand-off that opened none. */
    deal: PassedDeal.nullable(),
    /** Of a hand-off: the deal that it comes from. */
    from_deal: PassedDeal.nullable(),
    handoff_id: Id('hof').nullable(),
    /** Of what somebody could decline. */
    state: z.enum(handoffStates).nullable(),
    /** As the deal stands at the moment, or as it was closed. */
    outcome: z.enum(outcomes).nullable(),
    owner: PersonRef.nullable(),
    amount: MoneySchema.nullable(),
    days: z.number().nullable(),
  })
  .meta({ id: 'Passage' })
