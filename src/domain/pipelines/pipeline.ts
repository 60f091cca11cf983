import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { CurrencySchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import {
  amountMeasures,
  cadences,
  criterionKinds,
  type Definition,
  fieldSubjects,
  fieldTypes,
  levels,
  permissions,
  phases,
  revenueKinds,
  suggestedCategories,
} from './definition.ts'
import type { LibraryField } from './field.ts'
import { waysFrom, wayToWon } from './ways.ts'

export const lifecycles = ['draft', 'active', 'sunset', 'archived'] as const
export type Lifecycle = (typeof lifecycles)[number]

export const PipelineRef = z.object({ id: Id('pip'), key: Ours, name: z.string() }).meta({ id: 'PipelineRef' })

const Reason = z.object({ key: Ours, label: z.string() }).meta({ id: 'Reason' })

const Criterion = z
  .object({
    key: Ours,
    label: z.string(),
    kind: z.enum(criterionKinds),
    level: z.enum(levels),
    hint: z.string().nullable(),
    rule: z.string().nullable(),
    field: Ours.nullable(),
    /** What a buyer is asked to confirm. */
    asks: z.string().nullable(),
    /** Who approves it: a role, or null for whom the pipeline's policy names; how many, and within how many days. */
    approval: z.object({ role: Ours.nullable(), votes: z.int().nullable(), within_days: z.int() }).nullable(),
  })
  .meta({ id: 'Criterion' })

const Stage = z
  .object({
    key: Ours,
    name: z.string(),
    phase: z.enum(phases),
    help: z.string().nullable(),
    category: z.enum(suggestedCategories),
    expected_days: z.number().nullable(),
    maximum_days: z.number().nullable(),
    /** Of ever winning from here, as somebody judged it; it holds until the pipeline's own history can say. */
    chance: z.number().nullable(),
    /** Stages that a deal may go to from here, before any gate is asked. */
    ways: z.array(Ours),
    may_be_won: z.enum(permissions),
    entry: z.array(Criterion),
    exit: z.array(Criterion),
  })
  .meta({ id: 'Stage' })

const PipelineField = z
  .object({
    key: Ours,
    label: z.string(),
    subject: z.enum(fieldSubjects),
    type: z.enum(fieldTypes),
    options: z.array(Reason),
    /** From this stage on a deal must have a value. */
    required_from: Ours.nullable(),
    /** The roles that may read or write its values, beside an owner; null for everybody. */
    read: z.array(Ours).nullable(),
    write: z.array(Ours).nullable(),
  })
  .meta({ id: 'PipelineField' })

const Charter = z
  .object({
    motion: z.string(),
    buyer: z.string(),
    entry_rule: z.string(),
    won_means: z.string(),
    lost_means: z.string(),
    owner: z.string(),
    review_every_days: z.int().optional(),
    review_on: z.string().optional(),
    reason_to_be_separate: z.string(),
  })
  .meta({ id: 'Charter' })

export const Pipeline = z
  .object({
    id: Id('pip'),
    key: Ours,
    name: z.string(),
    lifecycle: z.enum(lifecycles),
    definition: z.object({ id: Id('def'), version: z.int() }),
    revenue_kind: z.enum(revenueKinds),
    amount_measure: z.enum(amountMeasures),
    /** Of a new deal that names none. */
    currency: CurrencySchema,
    forecast_period: Ours,
    /** What is asked of a deal that somebody calls so, beside what the looser categories ask. */
    categories: z.object({ commit: z.array(Criterion), best_case: z.array(Criterion), pipeline: z.array(Criterion) }),
    /** When forecasts are submitted; null where there is no deadline. */
    submissions: z.object({ cadence: z.enum(cadences), day: z.int(), at: Ours, remind_hours: z.int() }).nullable(),
    charter: Charter,
    transitions: z.object({ skip: z.enum(permissions), back: z.enum(permissions), reopen: z.enum(permissions) }),
    stages: z.array(Stage),
    won_criteria: z.array(Criterion),
    fields: z.array(PipelineField),
    lost_reasons: z.array(Reason),
    transfer_reasons: z.array(Reason),
  })
  .meta({ id: 'Pipeline' })
export type Pipeline = z.infer<typeof Pipeline>

export type PipelineRow = {
  id: string
  key: string
  name: string
  lifecycle: Lifecycle
  definition_id: string
  version: number
}

/** A pipeline as the wire shows it: its row, its current definition and the library's fields that it uses. */
export function pipelineOf(
  row: PipelineRow,
  definition: Definition,
  library: LibraryField[],
  currency: string,
): Pipeline {
  const { id, key, name, lifecycle } = row
  const { revenue_kind, amount_measure, charter, transitions, outcomes } = definition
  return {
    id,
    key,
    name,
    lifecycle,
    definition: { id: row.definition_id, version: row.version },
    revenue_kind,
    amount_measure,
    currency: definition.currency ?? currency,
    forecast_period: definition.forecast.period,
    categories: {
      commit: (definition.forecast.categories?.commit ?? []).map(criterionOf),
      best_case: (definition.forecast.categories?.best_case ?? []).map(criterionOf),
      pipeline: (definition.forecast.categories?.pipeline ?? []).map(criterionOf),
    },
    submissions: definition.forecast.submissions ?? null,
    charter,
    transitions,
    stages: definition.stages.map((stage) => ({
      key: stage.key,
      name: stage.name,
      phase: stage.phase,
      help: stage.help ?? null,
      category: stage.category,
      expected_days: stage.expected_days ?? null,
      maximum_days: stage.maximum_days ?? null,
      chance: stage.chance ?? null,
      ways: waysFrom(definition, stage.key),
      may_be_won: wayToWon(definition, stage.key),
      entry: stage.entry.map(criterionOf),
      exit: stage.exit.map(criterionOf),
    })),
    won_criteria: outcomes.won.criteria.map(criterionOf),
    fields: definition.fields.flatMap((use) => {
      const field = library.find(({ key, subject }) => key === use.key && subject === use.subject)
      return field
        ? [{ ...field, required_from: use.required_from ?? null, read: use.read ?? null, write: use.write ?? null }]
        : []
    }),
    lost_reasons: outcomes.lost.reasons,
    transfer_reasons: outcomes.transferred.reasons,
  }
}

const criterionOf = (criterion: Definition['stages'][number]['exit'][number]) => ({
  key: criterion.key,
  label: criterion.label,
  kind: criterion.kind,
  level: criterion.level,
  hint: criterion.hint ?? null,
  rule: criterion.rule ?? null,
  field: 'field' in criterion ? (criterion.field ?? null) : null,
  asks: criterion.kind === 'confirmation' ? (criterion.asks ?? criterion.label) : null,
  approval:
    criterion.kind === 'approval'
      ? { role: criterion.by ?? null, votes: criterion.votes ?? null, within_days: criterion.within_days }
      : null,
})
