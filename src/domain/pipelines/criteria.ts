import { countedCategories, type Criterion, type Definition, ruleWords } from './definition.ts'

type Placed = { criterion: Criterion; path: (string | number)[] }

type Asking = Pick<Definition, 'stages' | 'outcomes'> & Partial<Pick<Definition, 'forecast'>>

/** Every criterion of a definition with its place: in the order of the stages, then of winning, then of categories. */
export function criteriaOf(definition: Asking): Placed[] {
  const placed = (criteria: Criterion[], path: (string | number)[]) =>
    criteria.map((criterion, index) => ({ criterion, path: [...path, index] }))
  return [
    ...definition.stages.flatMap((stage, index) => [
      ...placed(stage.entry, ['stages', index, 'entry']),
      ...placed(stage.exit, ['stages', index, 'exit']),
    ]),
    ...placed(definition.outcomes.won.criteria, ['outcomes', 'won', 'criteria']),
    ...countedCategories.flatMap((category) =>
      placed(definition.forecast?.categories?.[category] ?? [], ['forecast', 'categories', category]),
    ),
  ]
}

/** What a criterion's evidence is called in rules; undefined for one that takes none, or has a key that is no name. */
export function evidenceName({ key, kind }: Criterion): string | undefined {
  if (kind === 'rule' || kind === 'field') return undefined
  const name = key.replaceAll('-', '_')
  return ruleWords.has(name) ? undefined : name
}
