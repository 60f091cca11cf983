import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { DaySchema, InstantSchema, ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { Adjustment } from '../adjustments/index.ts'
import { Pile } from '../forecast-grid/index.ts'
import { categories, NamedDeal, outcomes } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { cadences, PipelineRef } from '../pipelines/index.ts'
import { Submission } from '../submissions/index.ts'

/** What happened to a deal since; the first of these that is so, as in a bridge, then what a bridge does not tell. */
export const happenings = [
  'new',
  'transferred_in',
  'reopened',
  'pulled_in',
  'amount_up',
  'category_up',
  'moved_forward',
  'won',
  'moved_back',
  'category_down',
  'amount_down',
  'pushed_out',
  'transferred_out',
  'lost',
  'void',
  'earlier',
  'later',
  'handed_over',
] as const
export type Happening = (typeof happenings)[number]

/** Why a deal is on the agenda, in the order in which they are told. */
export const reasonKinds = ['left_over', 'changed', 'close_date_passed', 'stuck', 'next_step_overdue', 'risk'] as const
export type ReasonKind = (typeof reasonKinds)[number]

export const AgendaReason = z
  .object({
    /**
     * `left_over`: the last review ended before it was talked about. `changed`: since then. `close_date_passed`, `stuck`
     * (longer in its stage than nine of ten deals, or than the definition says), `next_step_overdue`: late. `risk`: one
     * of the ten open deals on which the spread of the period's forecast rests most.
     */
    kind: z.enum(reasonKinds),
    /** What happened, where it changed. */
    happened: z.enum(happenings).nullable(),
    /** Whole days since the close date or the day of the next step; of `stuck` those in the stage. */
    days: z.int().nullable(),
    /** The part (0 … 1) of the variance of all open deals in scope that is this deal's. */
    share: z.number().nullable(),
  })
  .meta({ id: 'AgendaReason' })
export type AgendaReason = z.infer<typeof AgendaReason>

/** A deal as it was at one moment. */
export const AgendaState = z
  .object({
    stage: Ours,
    stage_name: z.string(),
    outcome: z.enum(outcomes).nullable(),
    amount: MoneySchema.nullable(),
    /** The amount in the agenda's currency: at the rate of the moment, a won one at its frozen rate; null without one. */
    worth: SumSchema.nullable(),
    close_date: DaySchema.nullable(),
    category: z.enum(categories),
    owner: PersonRef.nullable(),
    /** The chance (0 … 1) that it is won in the period; null where it is closed, or history is too short. */
    chance: z.number().nullable(),
  })
  .meta({ id: 'AgendaState' })
export type AgendaState = z.infer<typeof AgendaState>

export const agendaDeal = {
  /** From 1 on; the deals are to be walked through in this order. */
  position: z.int(),
  deal: NamedDeal,
  /** Whose deal it is to talk about: its owner, or who was while it was in scope. Null for nobody's. */
  person: PersonRef.nullable(),
  reasons: z.array(AgendaReason),
  /** As it was at `since` and as it is; null where it was not there yet, or is not for this reader. */
  from: AgendaState.nullable(),
  to: AgendaState.nullable(),
  next_step: z.string().nullable(),
}
export const AgendaDeal = z.object(agendaDeal).meta({ id: 'AgendaDeal' })
export type AgendaDeal = z.input<typeof AgendaDeal>

export const calledCategories = ['closed', 'commit', 'best_case', 'pipeline', 'omitted', 'elsewhere'] as const

/** What deals of one category come to, alone, then and now. `elsewhere`: open, and to close in another period or none. */
const CalledLine = z
  .object({ category: z.enum(calledCategories), from: Pile, to: Pile })
  .meta({ id: 'AgendaCalledLine' })

/** Whose forecast it is: what they submitted in the last round and in this one, and what was said otherwise since. */
const CalledBy = z
  .object({
    person: PersonRef,
    last: Submission.nullable(),
    now: Submission.nullable(),
    adjustments: z.array(Adjustment),
  })
  .meta({ id: 'AgendaCalledBy' })

export const sinceKinds = ['asked', 'last_review', 'cadence'] as const
export type SinceKind = (typeof sinceKinds)[number]

export const agendaHead = {
  pipeline: PipelineRef,
  /** The person whose deals it is about, with everybody who reports to them; null for a team's or everybody's. */
  person: PersonRef.nullable(),
  team: z.object({ id: Id('team'), name: z.string() }).nullable(),
  /** The one that the pipeline forecasts in. */
  period: PeriodSchema,
  starts: DaySchema,
  /** The first day that no longer belongs to it. */
  ends: DaySchema,
  currency: CurrencySchema,
  /** What deals are compared with, and why that moment: asked for, where the last review ended, or one cadence ago. */
  since: InstantSchema,
  since_from: z.enum(sinceKinds),
}

export const calledThenAndNow = {
  called: z.array(CalledLine),
  called_by: z.array(CalledBy),
  /** When forecasts are to be submitted next, and how often; null where the pipeline does not say. */
  due_at: InstantSchema.nullable(),
  cadence: z.enum(cadences).nullable(),
  /** Amounts that had no rate at the one moment or the other; they are in no figure. */
  unconverted: z.object({ from: z.array(SumSchema), to: z.array(SumSchema) }),
}

export const Agenda = z
  .object({
    ...agendaHead,
    as_of: InstantSchema,
    ...calledThenAndNow,
    /** The last review of the same deals that ended; null before the first. */
    last_review: z.object({ id: Id('drv'), ended_at: InstantSchema }).nullable(),
    /** The one of the same deals that is under way; null where none is. */
    under_way: Id('drv').nullable(),
    deals: z.array(AgendaDeal),
    /** Open deals in scope that are not on it: nothing happened to them, and they are neither late nor a risk. */
    quiet: z.int(),
    /** Those that did not fit: the least of them. */
    left_out: z.int(),
    /** Why there are no chances and no risks, such as `not enough data: has 12, needs 30`. */
    note: Ours.nullable(),
  })
  .meta({ id: 'Agenda' })
export type Agenda = z.input<typeof Agenda>

export const scopeQuery = {
  /** Key of a pipeline, or its id. */
  pipeline: z.string().min(1).max(100),
  /** `me` or a person: their deals and those of everybody who reports to them. */
  person: z.union([z.literal('me'), Id('per')], 'expected me or the id of a person').optional(),
  /** Deals of those who are in this team. Without person and team the deals of everybody. */
  team: Id('team').optional(),
  /** What deals are compared with; where the last review ended, else one cadence ago, where nothing is said. */
  since: ViewpointSchema.optional(),
  currency: CurrencySchema.optional(),
}
export const AgendaQuery = z.strictObject(scopeQuery)
export type AgendaQuery = z.output<typeof AgendaQuery>
