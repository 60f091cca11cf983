import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { type Day, DaySchema, InstantSchema } from '../../values/instant.ts'
import { type Money, MoneySchema } from '../../values/money.ts'
import { FlagSchema, pageQuery } from '../../values/page.ts'
import { Line, Ours, Prose } from '../../values/text.ts'
import { AccountRef } from '../accounts/index.ts'
import { GivenFields } from '../fields/index.ts'
import { Carry, type HandoffRule, linksOfHandoffs, triggerKinds } from '../handoff-rules/index.ts'
import { DealId, outcomes } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

export const states = ['proposed', 'blocked', 'waiting', 'accepted', 'rejected', 'returned'] as const
export type State = (typeof states)[number]
/** What still waits for somebody. */
export const openStates: readonly State[] = ['proposed', 'blocked', 'waiting']

/** How a hand-off was meant when it fired; a rule that changes later changes nothing about it. */
export type Terms = Pick<HandoffRule, 'to' | 'owner' | 'carry' | 'credit' | 'respond' | 'reason'> & {
  /** Of the end of a term: the contract as it ended. */
  contract?: { value: Money; ends_on: Day } | undefined
}

const HandoffDeal = z
  .object({
    id: Id('deal'),
    key: Ours,
    name: z.string(),
    pipeline: PipelineRef,
    outcome: z.enum(outcomes).nullable(),
    owner: PersonRef.nullable(),
  })
  .meta({ id: 'HandoffDeal' })

export const Handoff = z
  .object({
    id: Id('hof'),
    version: z.int(),
    state: z.enum(states),
    /** `handoff` opens a new deal, `transfer` moves the deal that there is. */
    kind: z.enum(['handoff', 'transfer']),
    trigger: z.enum(triggerKinds),
    /** Null for a follow-on deal that somebody opened without a rule, and for whoever may not see the deal it comes from. */
    rule: z.object({ key: Ours, name: z.string(), version: z.int() }).meta({ id: 'HandoffRuleRef' }).nullable(),
    link: z.enum(linksOfHandoffs).nullable(),
    /** The deal that it comes from; null where there is none, or none that you may see. */
    from: HandoffDeal.nullable(),
    account: AccountRef.nullable(),
    /** The pipeline that it leads to, and the deal there once there is one. */
    to: z.object({ pipeline: PipelineRef, deal: HandoffDeal.nullable() }).meta({ id: 'HandoffTo' }),
    because: z.string(),
    /** Why no deal could be opened; accept it with what is missing, or reject it. */
    blocked_by: z.string().nullable(),
    /** Until when it is to be accepted; null without a limit. */
    due_at: InstantSchema.nullable(),
    overdue: z.boolean(),
    created_by: PersonRef.nullable(),
    created_at: InstantSchema,
    decided_by: PersonRef.nullable(),
    decided_at: InstantSchema.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Handoff' })

export const HandoffQuery = z.strictObject({
  /** `open`: proposed, blocked and waiting ones. */
  state: z.enum([...states, 'open', 'any']).default('open'),
  /** One that comes from this deal, or opened it. */
  deal: DealId.optional(),
  /** Key of the pipeline that they lead to. */
  pipeline: z.string().min(1).max(100).optional(),
  account_id: Id('acc').optional(),
  /** Only those whose deal is yours: the one that was opened or, before there is one, the one it comes from. */
  mine: FlagSchema.optional(),
  /** Only those that you asked for, or that come from a deal of yours. */
  sent: FlagSchema.optional(),
  ...pageQuery(z.tuple([Id('hof')])),
})

const opening = {
  name: Line(200).optional(),
  amount: MoneySchema.optional(),
  close_date: DaySchema.optional(),
  owner: z.union([z.literal('me'), Id('per')], 'expected me or the id of a person').optional(),
  next_step: Line(500).optional(),
  fields: GivenFields.optional(),
}
/** What somebody says of the deal that is to be opened, before what it takes over. */
export type Said = z.output<z.ZodObject<typeof opening>>

export const NewHandoff = z.strictObject({
  deal_id: DealId,
  /** Key of a rule that is asked for by hand; else say to_pipeline. */
  rule: z.string().min(1).max(60).optional(),
  to_pipeline: z.string().min(1).max(100).optional(),
  to_stage: z.string().min(1).max(60).optional(),
  /** What the new deal is to the old one, where no rule says so. */
  link: z.enum(linksOfHandoffs).optional(),
  /** Why it is opened. */
  note: Line(500).optional(),
  ...opening,
})

export const Acceptance = z.strictObject({ handoff_id: Id('hof'), ...opening, ...ifVersion })
export const Refusal = z.strictObject({ handoff_id: Id('hof'), reason: Prose(1000), ...ifVersion })

export const HandoffOptions = z.object({
  data: z.array(
    z
      .object({
        rule: Ours,
        name: z.string(),
        /** `transfer` moves this deal instead of opening another one. */
        kind: z.enum(['handoff', 'transfer']),
        link: z.enum(linksOfHandoffs),
        to: PipelineRef,
        /** Whether somebody has to accept it. */
        waits: z.boolean(),
        carry: Carry,
      })
      .meta({ id: 'HandoffOption' }),
  ),
})
