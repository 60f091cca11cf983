import type { Reference } from '../pipelines/index.ts'
import type { Fallback, RuleSet } from '../routing/index.ts'

type Leaving = { pipeline: string; stages: readonly string[]; fields: readonly string[] }

/** What of a set of rules would point nowhere once stages or fields of a pipeline are gone. */
export function namesIn(set: RuleSet & { id: string; name: string }, leaving: Leaving): Reference[] {
  const { id, name, rules, fallback } = set
  const places: (Fallback & { said: string })[] = [
    ...rules.map((rule, i) => ({ ...rule, said: `rule ${i + 1} ${rule.name}` })),
    ...(fallback ? [{ ...fallback, said: 'the fallback' }] : []),
  ]
  const stages = places.flatMap(({ pipeline, stage, said }): Reference[] =>
    pipeline === leaving.pipeline && stage !== undefined && leaving.stages.includes(stage)
      ? [{ kind: 'routing', id, name: `${name}, ${said}`, refers_to: { kind: 'stage', key: stage } }]
      : [],
  )
  const named = rules.flatMap((rule, i) =>
    leaving.fields
      .filter((field) => rule.pipeline === leaving.pipeline && fieldsIn(rule.when).has(field))
      .map((key): Reference => {
        return { kind: 'routing', id, name: `${name}, rule ${i + 1} ${rule.name}`, refers_to: { kind: 'field', key } }
      }),
  )
  return [...stages, ...named]
}

/** Fields of the deal that a condition names. */
const fieldsIn = (when: string) => new Set([...when.matchAll(/\bdeal\.fields\.(\w+)/g)].map(([, key]) => key))
