import type { Path } from './file-places.ts'
import { readFile } from './file-places.ts'

export type CriterionOutline = {
  key: string
  label: string
  level: string
  kind: string
  field: string
  rule: string
  hint: string
}
export type StageOutline = {
  key: string
  name: string
  phase: string
  category: string
  expected_days: number | null
  maximum_days: number | null
  help: string
  /** Null where every stage may follow. */
  to: string[] | null
  entry: CriterionOutline[]
  exit: CriterionOutline[]
}
export type FieldOutline = {
  key: string
  /** Empty for one that is taken from the library. */
  label: string
  type: string
  subject: string
  help: string
  required_from: string
  options: ReasonOutline[]
}
export type ReasonOutline = { key: string; label: string }

/** A definition as its file says it just now, complete or not: what is missing is empty. */
export type Outline = {
  key: string
  name: string
  revenue_kind: string
  amount_measure: string
  currency: string
  period: string
  charter: Record<string, string>
  transitions: { skip: string; back: string; reopen: string }
  stages: StageOutline[]
  fields: FieldOutline[]
  won_from: string[] | null
  won_criteria: CriterionOutline[]
  lost_reasons: ReasonOutline[]
  transfer_reasons: ReasonOutline[]
  stage_map: Record<string, string>
}

/** Null where the text is no YAML, or says something else than a definition. */
export function outlineOf(source: string): Outline | null {
  const file = readFile(source)
  if (file.errors.length > 0) return null
  const whole: unknown = file.toJS({ maxAliasCount: 0 })
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return null
  const of = recordOf(whole)
  const outcomes = recordOf(of['outcomes'])
  const won = recordOf(outcomes['won'])
  const transitions = recordOf(of['transitions'])
  return {
    key: text(of['key']),
    name: text(of['name']),
    revenue_kind: text(of['revenue_kind']),
    amount_measure: text(of['amount_measure']) || 'total_contract_value',
    currency: text(of['currency']),
    period: text(recordOf(of['forecast'])['period']) || 'quarterly',
    charter: wordsOf(of['charter']),
    transitions: {
      skip: text(transitions['skip']) || 'reason',
      back: text(transitions['back']) || 'allowed',
      reopen: text(transitions['reopen']) || 'reason',
    },
    stages: listOf(of['stages']).map(stageOf),
    fields: listOf(of['fields']).map(fieldOf),
    won_from: Array.isArray(won['from']) ? won['from'].map(text) : null,
    won_criteria: listOf(won['criteria']).map(criterionOf),
    lost_reasons: listOf(recordOf(outcomes['lost'])['reasons']).map(reasonOf),
    transfer_reasons: listOf(recordOf(outcomes['transferred'])['reasons']).map(reasonOf),
    stage_map: wordsOf(of['stage_map']),
  }
}

const stageOf = (of: Loose): StageOutline => ({
  key: text(of['key']),
  name: text(of['name']),
  phase: text(of['phase']),
  category: text(of['category']) || 'pipeline',
  expected_days: typeof of['expected_days'] === 'number' ? of['expected_days'] : null,
  maximum_days: typeof of['maximum_days'] === 'number' ? of['maximum_days'] : null,
  help: text(of['help']),
  to: Array.isArray(of['to']) ? of['to'].map(text) : null,
  entry: listOf(of['entry']).map(criterionOf),
  exit: listOf(of['exit']).map(criterionOf),
})

const criterionOf = (of: Loose): CriterionOutline => ({
  key: text(of['key']),
  label: text(of['label']),
  level: text(of['level']),
  kind: text(of['kind']),
  field: text(of['field']),
  rule: text(of['rule']),
  hint: text(of['hint']),
})

const fieldOf = (of: Loose): FieldOutline => ({
  key: text(of['key']),
  label: text(of['label']),
  type: text(of['type']),
  subject: text(of['subject']) || 'deal',
  help: text(of['help']),
  required_from: text(of['required_from']),
  options: listOf(of['options']).map(reasonOf),
})

const reasonOf = (of: Loose): ReasonOutline => ({ key: text(of['key']), label: text(of['label']) })

type Loose = Record<string, unknown>

const recordOf = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {}
const listOf = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(recordOf) : [])
const wordsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(recordOf(value)).map(([key, one]) => [key, text(one)]))
const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

/** What the form shows at once: a stage, or a part that the pipeline has once. */
export const parts = ['pipeline', 'charter', 'fields', 'ways', 'outcomes'] as const
export type Part = (typeof parts)[number] | `stage:${string}`

/** The part of the form to which a place in the file belongs. */
export function partAt(path: Path, outline: Outline): Part {
  const [first, second] = path
  if (first === 'stages') return `stage:${outline.stages[Number(second ?? 0)]?.key ?? ''}`
  if (first === 'charter' || first === 'fields' || first === 'outcomes') return first
  return first === 'transitions' ? 'ways' : 'pipeline'
}

/** Where in the file a part of the form stands. */
export function pathOfPart(part: Part, outline: Outline): Path {
  if (part === 'pipeline') return ['name']
  if (part === 'ways') return ['transitions']
  if (!part.startsWith('stage:')) return [part]
  return [
    'stages',
    Math.max(
      0,
      outline.stages.findIndex(({ key }) => `stage:${key}` === part),
    ),
  ]
}
