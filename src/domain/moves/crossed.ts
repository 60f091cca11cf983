import type { Category } from '../ledger/index.ts'
import {
  countedCategories,
  type CountedCategory,
  type Criterion,
  type Definition,
  lastStageBeforeWon,
  positionOf,
} from '../pipelines/index.ts'
import type { Gate } from './move.ts'

/** A criterion with the place that asks for it. */
export type Asked = { criterion: Criterion; stage: string | null; side: Gate['side'] }

/**
 * What is asked for on the way between two stages: the exit of every stage left behind, the entry of every stage
 * reached, and the fields required up to the last. Skipping a stage does not skip its gate; the way back asks nothing.
 * `from` is null for a deal that has just begun.
 */
export function crossedBetween(definition: Definition, from: string | null, to: string): Asked[] {
  const start = from === null ? -1 : positionOf(definition, from)
  const end = positionOf(definition, to)
  if (end <= start) return []
  const stages = definition.stages.slice(Math.max(start, 0), end + 1)
  const asked = stages.flatMap(({ key, entry, exit }, index): Asked[] => [
    ...(index > 0 || from === null
      ? entry.map((criterion) => ({ criterion, stage: key, side: 'entry' }) as const)
      : []),
    ...(index < stages.length - 1 ? exit.map((criterion) => ({ criterion, stage: key, side: 'exit' }) as const) : []),
  ])
  return withRequired(definition, asked, end)
}

/** What winning asks for: every gate up to the last stage before it, that stage's exit, and the criteria of winning. */
export function crossedByWinning(definition: Definition, from: string): Asked[] {
  const last = lastStageBeforeWon(definition, from) ?? from
  const leaving = definition.stages.find(({ key }) => key === last)?.exit ?? []
  const before = crossedBetween(definition, from, last).filter(({ side }) => side !== 'required')
  const asked: Asked[] = [
    ...before,
    ...leaving.map((criterion) => ({ criterion, stage: last, side: 'exit' }) as const),
    ...definition.outcomes.won.criteria.map((criterion) => ({ criterion, stage: null, side: 'won' }) as const),
  ]
  return withRequired(definition, asked, positionOf(definition, last))
}

/**
 * What calling a deal another category asks for: the criteria of each one on the way from the looser call to the firmer.
 * The way down asks nothing.
 */
export function crossedByCalling({ forecast }: Definition, from: Category | null, to: Category): Asked[] {
  return countedCategories
    .slice(rankOf(from) + 1, rankOf(to) + 1)
    .flatMap((category) => forecast.categories?.[category] ?? [])
    .map((criterion) => ({ criterion, stage: null, side: 'category' }))
}

/** Omitted and closed stand below all that count: nothing is called there. */
const rankOf = (category: Category | null) => countedCategories.indexOf(category as CountedCategory)

/** What a definition asks for under a key, wherever in it. */
export function askedByKey(definition: Definition, key: string): Asked | undefined {
  const [first] = definition.stages
  const last = definition.stages.at(-1)
  if (!first || !last) return undefined
  const asked = [
    ...crossedBetween(definition, null, last.key),
    ...crossedByWinning(definition, last.key),
    ...crossedByCalling(definition, null, 'commit'),
  ]
  return asked.find(({ criterion }) => criterion.key === key)
}

/** Adds the fields required up to a stage, but for those that a criterion asks for anyway. */
function withRequired(definition: Definition, asked: Asked[], position: number): Asked[] {
  const already = new Set(asked.flatMap(({ criterion }) => (criterion.kind === 'field' ? [criterion.field] : [])))
  const required = definition.fields.filter(
    ({ key, subject, required_from }) =>
      required_from !== undefined &&
      positionOf(definition, required_from) <= position &&
      !(subject === 'deal' && already.has(key)),
  )
  return [
    ...asked,
    ...required.map(
      ({ key, subject, required_from, label }): Asked => ({
        criterion: {
          key: requiredKey(subject, key),
          label: label ?? key,
          level: 'hard',
          kind: 'field',
          field: subject === 'deal' ? key : `${subject}.${key}`,
        },
        stage: required_from ?? null,
        side: 'required',
      }),
    ),
  ]
}

/** Keys of criteria have no point in them, so a required field cannot be mistaken for one. */
const requiredKey = (subject: string, key: string) =>
  subject === 'deal' ? `fields.${key}` : `${subject}.fields.${key}`
