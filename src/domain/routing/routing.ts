import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line, Ours } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'expected a key such as large_deals')
const people = z
  .array(Id('per'))
  .min(1, 'name at least one person')
  .max(200, 'at most 200 people')
  .refine((ids) => new Set(ids).size === ids.length, 'names somebody twice')

/** Whose a deal becomes; without it, whoever brings it in. */
export const OwnerRule = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('person'), person_id: Id('per') }),
    /** Whoever owns the account; whoever brings the deal in where nobody does. */
    z.strictObject({ by: z.literal('account_owner') }),
    /** By turns; whoever has as many open deals in the pipeline as `capacity` says is passed over. */
    z.strictObject({
      by: z.literal('round_robin'),
      team_id: Id('team').optional(),
      person_ids: people.optional(),
      capacity: z.int().min(1, 'at least 1').max(10_000, 'at most 10000').optional(),
    }),
    /** Whoever of a team has the fewest open deals in the pipeline. */
    z.strictObject({ by: z.literal('team'), team_id: Id('team') }),
  ])
  .meta({ id: 'RoutingOwner' })
export type OwnerRule = z.infer<typeof OwnerRule>

const where = {
  /** Key of the pipeline. */
  pipeline: z.string().min(1).max(100),
  /** Key of the stage that deals begin in; the first, where nothing is said. */
  stage: z.string().min(1).max(60).optional(),
  owner: OwnerRule.optional(),
}

export const Fallback = z.strictObject(where).meta({ id: 'RoutingFallback' })
export type Fallback = z.infer<typeof Fallback>

export const RoutingRule = z
  .strictObject({
    key: Key,
    name: Line(120),
    /** A rule over the deal that comes in, such as deal.amount >= 100000. */
    when: z.string().min(1, 'must not be empty').max(2000, 'at most 2000 characters'),
    ...where,
  })
  .meta({ id: 'RoutingRule' })
export type RoutingRule = z.infer<typeof RoutingRule>

export const mostRules = 200

/** In order: the first rule that holds decides. */
export const RuleSet = {
  rules: z
    .array(RoutingRule)
    .max(mostRules, `at most ${mostRules} rules`)
    .refine((rules) => new Set(rules.map(({ key }) => key)).size === rules.length, 'has two rules of one key'),
  /** Where a deal goes that no rule takes; null leaves it to a person. */
  fallback: Fallback.nullable(),
}
export type RuleSet = { rules: RoutingRule[]; fallback: Fallback | null }

export const findingKinds = ['unreachable', 'shadowed', 'idle_pipeline', 'absent_owner'] as const
export const Finding = z
  .object({
    kind: z.enum(findingKinds),
    /** The rule it is about; null for the fallback. */
    rule: Ours.nullable(),
    /** The rules before it that take all that it could. */
    by: z.array(Ours),
    message: Ours,
  })
  .meta({ id: 'RoutingFinding' })
export type Finding = z.infer<typeof Finding>

export const Routing = z
  .object({
    /** 0 before anything was published: deals then go where whoever opens them says. */
    version: z.int(),
    ...RuleSet,
    published_by: PersonRef.nullable(),
    published_at: InstantSchema.nullable(),
    findings: z.array(Finding),
    /** How many deals wait for a person. */
    waiting: z.int(),
  })
  .meta({ id: 'Routing' })

export const RoutingVersion = z
  .object({
    version: z.int(),
    ...RuleSet,
    change_id: Id('rch'),
    published_by: PersonRef,
    published_at: InstantSchema,
  })
  .meta({ id: 'RoutingVersion' })

const Place = z.object({ pipeline: Ours, rule: Ours.nullable() }).nullable()

export const RoutingPlan = z
  .object({
    based_on: z.int(),
    diff: z.array(
      z
        .object({
          rule: Ours,
          change: z.enum(['added', 'removed', 'changed', 'moved']),
          /** What was changed of it. */
          members: z.array(Ours),
        })
        .meta({ id: 'RoutingDifference' }),
    ),
    findings: z.array(Finding),
    replay: z
      .object({
        since: InstantSchema,
        deals: z.int(),
        /** More deals than are replayed; these are the newest. */
        truncated: z.boolean(),
        /** How many would have begun in another pipeline than they did. */
        elsewhere: z.int(),
        unrouted: z.int(),
        rules: z.array(z.object({ rule: Ours, name: z.string(), deals: z.int(), would_hold: z.int() })),
        fallback: z.int(),
        /** From pipeline to pipeline, the most deals first. */
        flows: z.array(z.object({ from: Ours, to: Ours.nullable(), deals: z.int() })),
        /** At most 200 of those that would have gone elsewhere, the newest first. */
        list: z.array(z.object({ deal_id: Id('deal'), key: Ours, name: z.string(), from: Ours, to: Place })),
      })
      .meta({ id: 'RoutingReplay' }),
  })
  .meta({ id: 'RoutingPlan' })
export type RoutingPlan = z.infer<typeof RoutingPlan>

/** How far back past deals are replayed. */
export const Months = z.int().min(1, 'at least 1').max(36, 'at most 36').default(6)

/** Both left out: what is published is replayed. */
export const Proposal = z.strictObject({
  rules: RuleSet.rules.optional(),
  fallback: RuleSet.fallback.optional(),
  months: Months,
})

/** What is said of a deal at the moment that it comes in. */
export const Trace = z
  .object({
    version: z.int(),
    decided_by: z.enum(['rule', 'fallback', 'nobody']),
    position: z.int().nullable(),
    rule: Ours.nullable(),
    name: z.string().nullable(),
    pipeline: PipelineRef.nullable(),
    stage: Ours.nullable(),
    because: z.array(z.string()),
    rules: z.array(
      z
        .object({
          position: z.int(),
          rule: Ours,
          name: z.string(),
          holds: z.boolean(),
          /** It holds, but an earlier rule decided, or its pipeline takes no new deals. */
          passed_over: z.enum(['decided_before', 'takes_no_deals']).nullable(),
          because: z.array(z.string()),
        })
        .meta({ id: 'RoutingStep' }),
    ),
  })
  .meta({ id: 'RoutingTrace' })

export const DealRouting = z
  .object({
    deal_id: Id('deal'),
    /** `named`: whoever opened it said the pipeline, or it came with its past. */
    decided_by: z.enum(['rule', 'fallback', 'person', 'handoff', 'named']),
    version: z.int().nullable(),
    position: z.int().nullable(),
    rule: Ours.nullable(),
    name: z.string().nullable(),
    because: z.array(z.string()),
    person: PersonRef.nullable(),
    decided_at: InstantSchema.nullable(),
    /** All of it in one sentence. */
    sentence: z.string(),
  })
  .meta({ id: 'DealRouting' })
