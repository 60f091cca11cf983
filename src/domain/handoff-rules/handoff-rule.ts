import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line, Ours } from '../../values/text.ts'
import { CalendarKey } from '../calendars/index.ts'
import { PersonRef } from '../people/index.ts'
import { OwnerRule } from '../routing/index.ts'

const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'expected a key such as won_to_expansion')
const PipelineKey = z.string().min(1).max(100)
const StageKey = z.string().min(1).max(60)
export const MetricKey = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'expected a key such as seats')

export const triggerKinds = ['stage', 'won', 'manual', 'term_end', 'usage'] as const
export type TriggerKind = (typeof triggerKinds)[number]

/** What fires a rule. Each of them once for a deal, a contract, or a crossing. */
export const Trigger = z
  .discriminatedUnion('on', [
    /** A deal comes to a stage for the first time. */
    z.strictObject({ on: z.literal('stage'), pipeline: PipelineKey, stage: StageKey }),
    z.strictObject({ on: z.literal('won'), pipeline: PipelineKey }),
    /** Somebody asks for it on a deal. */
    z.strictObject({ on: z.literal('manual'), pipeline: PipelineKey }),
    /** So many days before a contract ends; of deals of one pipeline, or of all. */
    z.strictObject({
      on: z.literal('term_end'),
      days: z.int().min(0, 'at least 0').max(730, 'at most 730'),
      pipeline: PipelineKey.optional(),
    }),
    /**
     * A figure of an account comes to a value, from below or from above. With a pipeline it is about the account's newest
     * deal there: an open one for a transfer, else one that was won; without one, about the account alone.
     */
    z.strictObject({
      on: z.literal('usage'),
      metric: MetricKey,
      crosses: z.number().min(-1e15).max(1e15),
      from: z.enum(['below', 'above']).default('below'),
      pipeline: PipelineKey.optional(),
    }),
  ])
  .meta({ id: 'HandoffTrigger' })
export type Trigger = z.infer<typeof Trigger>

export const linksOfHandoffs = ['expands', 'renews', 'sourced_from'] as const

/** What the new deal takes over from the one that it comes from. */
export const Carry = z
  .strictObject({
    /** With {deal} and {account} in it. */
    name: Line(160).default('{deal}'),
    /** `contract`: what the contract that ends was worth over its term. */
    amount: z.enum(['none', 'deal', 'contract']).default('none'),
    lines: z.enum(['none', 'recurring', 'all']).default('none'),
    /** From the day on which it is opened; where a contract ends, its last day, unless said. */
    close_in_days: z.int().min(0, 'at least 0').max(1825, 'at most 1825').optional(),
    source: Line(100).optional(),
    next_step: Line(500).optional(),
    partner: z.boolean().default(true),
    /** From field to field of the deal, by key. */
    fields: z.record(z.string().min(1).max(60), z.string().min(1).max(60)).default({}),
  })
  .prefault({})
  .meta({ id: 'HandoffCarry' })

/** Who of the old deal is credited with the new one. */
const Credit = z
  .strictObject({
    /** Its owner brought the new one. */
    sourced: z.boolean().default(false),
    /** Its owner's overlay share, in hundredths of a per cent. */
    overlay: z.int().min(1, 'at least 1').max(10_000, 'at most 10000').optional(),
  })
  .prefault({})
  .meta({ id: 'HandoffCredit' })

/** How long receivers have to accept it. Without a limit it counts as accepted. */
const Respond = z
  .strictObject({
    hours: z.number().min(0.25, 'at least a quarter of an hour').max(1000, 'at most 1000 hours').multipleOf(0.25),
    calendar: CalendarKey,
    /** Who hears of it when the time is over; the owner's manager where nobody is named. */
    escalate_to: Id('per').optional(),
  })
  .meta({ id: 'HandoffLimit' })

export const HandoffRule = z
  .strictObject({
    key: Key,
    name: Line(120),
    /** `handoff` opens a new deal, `transfer` moves the deal that there is. */
    as: z.enum(['handoff', 'transfer']).default('handoff'),
    /** `proposed` waits for a person before anything is opened or moved. */
    mode: z.enum(['automatic', 'proposed']).default('automatic'),
    trigger: Trigger,
    /** A rule over the deal that it comes from, such as deal.amount >= 100000. */
    when: z.string().min(1, 'must not be empty').max(2000, 'at most 2000 characters').optional(),
    to: z.strictObject({ pipeline: PipelineKey, stage: StageKey.optional() }).meta({ id: 'HandoffTarget' }),
    owner: OwnerRule.optional(),
    link: z.enum(linksOfHandoffs).default('sourced_from'),
    carry: Carry,
    credit: Credit,
    respond: Respond.optional(),
    /** Of a transfer: the key of one of the transfer reasons of the pipeline that the deal leaves. */
    reason: z.string().min(1).max(60).optional(),
  })
  .meta({ id: 'HandoffRule' })
export type HandoffRule = z.infer<typeof HandoffRule>
/** As somebody writes it, defaults left out. */
export type GivenRule = z.input<typeof HandoffRule>

export const mostRules = 100
export const HandoffRules = z
  .array(HandoffRule)
  .max(mostRules, `at most ${mostRules} rules`)
  .refine((rules) => new Set(rules.map(({ key }) => key)).size === rules.length, 'has two rules of one key')

export const findingKinds = ['cycle', 'double_count', 'dead_end', 'closed_target', 'idle_source'] as const
export const HandoffFinding = z
  .object({
    kind: z.enum(findingKinds),
    /** The rules that it is about. */
    rules: z.array(Ours),
    message: Ours,
    /** Such a set is not published. */
    refuses: z.boolean(),
  })
  .meta({ id: 'HandoffFinding' })
export type HandoffFinding = z.infer<typeof HandoffFinding>

export const HandoffRuleSet = z
  .object({
    /** 0 before anything was published. */
    version: z.int(),
    rules: HandoffRules,
    published_by: PersonRef.nullable(),
    published_at: InstantSchema.nullable(),
    findings: z.array(HandoffFinding),
  })
  .meta({ id: 'HandoffRuleSet' })

export const HandoffRuleVersion = z
  .object({
    version: z.int(),
    rules: HandoffRules,
    change_id: Id('hch'),
    published_by: PersonRef,
    published_at: InstantSchema,
  })
  .meta({ id: 'HandoffRuleVersion' })

export const HandoffPlan = z
  .object({
    based_on: z.int(),
    diff: z.array(
      z
        .object({ rule: Ours, change: z.enum(['added', 'removed', 'changed']), members: z.array(Ours) })
        .meta({ id: 'HandoffDifference' }),
    ),
    findings: z.array(HandoffFinding),
    /** Hand-offs that wait under a rule that changes or goes; they keep the terms that they were opened under. */
    waiting: z.int(),
  })
  .meta({ id: 'HandoffPlan' })
export type HandoffPlan = z.infer<typeof HandoffPlan>
