import { z } from 'zod'
import { DaySchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { Line, Prose } from '../../values/text.ts'
import type { FieldSubject, FieldType } from '../fields/index.ts'
import { roles } from '../people/index.ts'

/** Canonical phases in their order; they put unlike pipelines side by side. */
export const phases = ['qualify', 'evaluate', 'propose', 'negotiate'] as const
export type Phase = (typeof phases)[number]

/** What a stage may suggest; `closed` is set by winning alone. */
export const suggestedCategories = ['pipeline', 'best_case', 'commit', 'omitted'] as const

/** The categories that count, from the loosest call to the firmest: calling a deal one asks what each on the way asks. */
export const countedCategories = ['pipeline', 'best_case', 'commit'] as const
export type CountedCategory = (typeof countedCategories)[number]

export const revenueKinds = ['new', 'expansion', 'renewal'] as const
export type RevenueKind = (typeof revenueKinds)[number]

export const amountMeasures = ['total_contract_value', 'annual', 'first_year', 'one_time'] as const
export type AmountMeasure = (typeof amountMeasures)[number]

export const fieldTypes = [
  'text',
  'number',
  'money',
  'date',
  'boolean',
  'choice',
  'link',
  'person',
] as const satisfies FieldType[]

export const fieldSubjects = ['deal', 'account', 'contact'] as const satisfies FieldSubject[]

export const levels = ['hard', 'soft', 'advice'] as const
export type Level = (typeof levels)[number]

export const criterionKinds = ['rule', 'field', 'link', 'meeting', 'confirmation', 'approval'] as const

export const permissions = ['allowed', 'reason', 'forbidden'] as const
/** Whether a way between stages is open, open with a reason, or closed. */
export type Permission = (typeof permissions)[number]

const oneOf = <T extends string>(known: readonly [T, ...T[]]) =>
  z.enum(known, { error: (issue) => `${shown(issue.input)} is not known here; one of: ${known.join(', ')}` })

/** Names a thing for ever, in files, links and the ledger. */
const Key = z
  .string({ error: 'expected a key in lower case such as proposal_agreed' })
  .max(60, 'at most 60 characters')
  .regex(/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/, 'expected a key in lower case such as proposal_agreed')

const StageKey = Key.refine((key) => !outcomeKeys.has(key), 'this names an outcome, which needs no stage')
const outcomeKeys = new Set(['won', 'lost', 'transferred', 'void'])

/** A field's key is also a name inside rules (`deal.fields.seats`), so words of that language are taken. */
const FieldKey = z
  .string({ error: 'expected a key in snake_case such as decision_date' })
  .max(60, 'at most 60 characters')
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'expected a key in snake_case such as decision_date')
  .refine((key) => !ruleWords.has(key), 'this is a word of the rule language; choose another key')
/** Words that the rule language keeps to itself. */
export const ruleWords: ReadonlySet<string> = new Set(
  `as break const constructor continue else false for function if import in let loop namespace null package prototype
  return true var void while`.split(/\s+/),
)

const Rule = z.string({ error: 'expected a rule such as deal.amount > 0.0' }).trim().min(1, 'must not be empty')

const asked = {
  key: Key,
  label: Line(160),
  level: oneOf(levels),
  /** What a person can do to satisfy it. */
  hint: Line(400).optional(),
}

const RuleCriterion = z.strictObject({ ...asked, kind: z.literal('rule'), rule: Rule, field: FieldKey.optional() })
const FieldCriterion = z.strictObject({ ...asked, kind: z.literal('field'), field: FieldKey, rule: Rule.optional() })
const LinkCriterion = z.strictObject({ ...asked, kind: z.literal('link'), rule: Rule.optional() })
const MeetingCriterion = z.strictObject({ ...asked, kind: z.literal('meeting'), rule: Rule.optional() })
/** The languages in which a buyer may be asked. */
export const buyerLanguages = ['en', 'id'] as const

/** The buyer confirms it by a link of their own; `asks` is what they read, the label where nothing is said. */
const ConfirmationCriterion = z.strictObject({
  ...asked,
  kind: z.literal('confirmation'),
  asks: Prose(1000).optional(),
  /** The same in other languages that a buyer may be asked in. */
  asks_in: z.partialRecord(oneOf(buyerLanguages), Prose(1000)).optional(),
  rule: Rule.optional(),
})
/** People approve it: everyone of a role, or whom the pipeline's policy names; so many of them, within so many days. */
const ApprovalCriterion = z.strictObject({
  ...asked,
  kind: z.literal('approval'),
  by: oneOf(roles).optional(),
  votes: z.int('expected a whole number').min(1).max(20).optional(),
  within_days: z.int('expected whole days').min(1).max(90).default(3),
  rule: Rule.optional(),
})

/** One thing that a gate asks for. A `rule` beside another kind must hold as well. */
export const CriterionSchema = z.discriminatedUnion(
  'kind',
  [RuleCriterion, FieldCriterion, LinkCriterion, MeetingCriterion, ConfirmationCriterion, ApprovalCriterion],
  {
    error: (issue) => {
      if (issue.code !== 'invalid_union') return 'expected a criterion such as { key, label, level, kind }'
      const kind = (issue.input as { kind?: unknown } | null)?.kind
      return `${shown(kind)} is no kind of criterion; one of: ${criterionKinds.join(', ')}`
    },
  },
)
export type Criterion = z.output<typeof CriterionSchema>

const Reason = z.strictObject({ key: Key, label: Line(160) })

const Charter = z
  .strictObject({
    motion: Line(400),
    buyer: Line(400),
    entry_rule: Line(600),
    won_means: Line(400),
    lost_means: Line(400),
    /** A role or a person, in words or as an e-mail address. */
    owner: Line(160),
    review_every_days: z.int('expected whole days').min(1).max(1096).optional(),
    review_on: DaySchema.optional(),
    reason_to_be_separate: Line(800),
  })
  .refine((charter) => charter.review_every_days !== undefined || charter.review_on !== undefined, {
    path: ['review_every_days'],
    error: 'a charter is reviewed: give review_every_days, or review_on with a date',
  })

/** Names a field of the workspace's library; with `label` and `type` it also declares it where the library has none. */
const FieldUse = z
  .strictObject({
    key: FieldKey,
    label: Line(120).optional(),
    subject: oneOf(fieldSubjects).default('deal'),
    type: oneOf(fieldTypes).optional(),
    options: z.array(Reason).min(1, 'a choice needs options').max(200).optional(),
    help: Prose(600).optional(),
    /** From this stage on a deal must have a value. */
    required_from: Key.optional(),
    /** The roles that may read its values, or write them; everybody where nothing is said. An owner always may. */
    read: z.array(oneOf(roles)).min(1, 'name at least one role, or leave this out').max(20).optional(),
    write: z.array(oneOf(roles)).min(1, 'name at least one role, or leave this out').max(20).optional(),
  })
  .refine((field) => (field.label === undefined) === (field.type === undefined), {
    path: ['type'],
    error: 'a field that is declared here needs both label and type; one taken from the library needs neither',
  })
  .refine((field) => field.type === undefined || (field.type === 'choice') === (field.options !== undefined), {
    path: ['options'],
    error: 'options belong to fields of type choice, and a choice needs them',
  })
export type FieldUse = z.output<typeof FieldUse>

const days = z.number({ error: 'expected a number of days' }).positive('must be more than 0 days').max(3650)

const StageSchema = z
  .strictObject({
    key: StageKey,
    name: Line(80),
    phase: oneOf(phases),
    help: Prose(1200).optional(),
    category: oneOf(suggestedCategories).default('pipeline'),
    expected_days: days.optional(),
    maximum_days: days.optional(),
    /** Of ever winning from here, 0 to 1, as somebody judged it; it holds until the pipeline's own history can say. */
    chance: z.number({ error: 'expected a chance from 0 to 1' }).min(0, 'at least 0').max(1, 'at most 1').optional(),
    /** The stages that may follow; without it every stage may, as `transitions` says. Winning and losing stay open. */
    to: z.array(Key).max(40).optional(),
    entry: z.array(CriterionSchema).max(40).default([]),
    exit: z.array(CriterionSchema).max(40).default([]),
  })
  .refine((stage) => (stage.expected_days ?? 0) <= (stage.maximum_days ?? Number.POSITIVE_INFINITY), {
    path: ['maximum_days'],
    error: 'must not be shorter than expected_days',
  })
export type Stage = z.output<typeof StageSchema>

const Transitions = z.strictObject({
  skip: oneOf(permissions).default('reason'),
  back: oneOf(permissions).default('allowed'),
  reopen: oneOf(permissions).default('reason'),
})

const reasons = z
  .array(Reason, { error: 'expected a list of { key, label }' })
  .min(1, 'name at least one reason')
  .max(60)

const Outcomes = z.strictObject({
  won: z
    .strictObject({
      /** Stages from which a deal is won without skipping; the last stage where nothing is said. */
      from: z.array(Key).min(1).max(40).optional(),
      criteria: z.array(CriterionSchema).max(40).default([]),
    })
    .prefault({}),
  lost: z.strictObject({ reasons }),
  transferred: z.strictObject({ reasons }),
})

const asked_of = z.array(CriterionSchema).min(1, 'name at least one criterion, or leave this out').max(40).optional()

export const cadences = ['weekly', 'monthly', 'quarterly'] as const
const mostDays = { weekly: 7, monthly: 28, quarterly: 90 }

/** When people say what they call: on which day of every week, month or quarter, and until which hour. */
const Submissions = z
  .strictObject({
    cadence: oneOf(cadences),
    /** 1 is the first day: a week's is Monday. */
    day: z.int('expected a whole number').min(1, 'days count from 1'),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of the day such as "17:00"')
      .default('17:00'),
    /** How long before the deadline those are reminded who have not submitted. */
    remind_hours: z.int('expected whole hours').min(1).max(336).default(24),
  })
  .refine(({ cadence, day }) => day <= mostDays[cadence], {
    path: ['day'],
    error: 'a week has the days 1 to 7; of months 1 to 28 and of quarters 1 to 90 can be named',
  })
export type SubmissionSettings = z.output<typeof Submissions>

const ForecastSettings = z.strictObject({
  /** The period that a forecast of this pipeline is for. */
  period: oneOf(['weekly', 'monthly', 'quarterly', 'yearly']).default('quarterly'),
  /** What is asked of a deal that somebody calls commit, best case or pipeline; omitting one asks nothing. */
  categories: z.strictObject({ commit: asked_of, best_case: asked_of, pipeline: asked_of }).optional(),
  /** Without it forecasts are submitted whenever somebody does. */
  submissions: Submissions.optional(),
})

/**
 * A pipeline's definition, as its file says it and as a version keeps it. Stages stand in their order. What one part
 * says about another (a stage that does not exist, a rule with a typo) is checked by `readDefinition`.
 */
export const DefinitionSchema = z
  .strictObject({
    key: Key,
    name: Line(80),
    charter: Charter,
    revenue_kind: oneOf(revenueKinds),
    amount_measure: oneOf(amountMeasures).default('total_contract_value'),
    /** Of a new deal that names none; the workspace's where nothing is said. */
    currency: CurrencySchema.optional(),
    forecast: ForecastSettings.prefault({}),
    fields: z.array(FieldUse).max(200).default([]),
    transitions: Transitions.prefault({}),
    stages: z.array(StageSchema, { error: 'expected a list of stages' }).min(1, 'a pipeline needs stages').max(40),
    outcomes: Outcomes,
    /** Where deals of stages belong that this version no longer has: the older key, then one of this version. */
    stage_map: z.record(Key, Key).optional(),
  })
  .meta({ id: 'Definition' })
export type Definition = z.output<typeof DefinitionSchema>

/** What a file may leave out is optional here. */
export type DefinitionInput = z.input<typeof DefinitionSchema>

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? `"${value.slice(0, 60)}"` : 'this'
}
