import type { HandoffRule } from '../handoff-rules/index.ts'
import type { Reference } from '../pipelines/index.ts'

type Leaving = { pipeline: string; stages: readonly string[]; fields: readonly string[] }

/** What of a set of rules would point nowhere once stages or fields of a pipeline are gone. */
export function namesIn(
  { id, name, rules }: { id: string; name: string; rules: readonly HandoffRule[] },
  leaving: Leaving,
): Reference[] {
  return rules.flatMap((rule) => {
    const { trigger, to, carry, when } = rule
    const refer = (kind: 'stage' | 'field', key: string): Reference => {
      return { kind: 'handoff_rule', id, name: `${name}, ${rule.name}`, refers_to: { kind, key } }
    }
    const [begins, leads] = [trigger.pipeline === leaving.pipeline, to.pipeline === leaving.pipeline]
    const stages = [
      ...(begins && trigger.on === 'stage' ? [trigger.stage] : []),
      ...(leads && to.stage !== undefined ? [to.stage] : []),
    ]
    const fields = new Set([
      ...(begins ? [...Object.keys(carry.fields), ...fieldsIn(when ?? '')] : []),
      ...(leads ? Object.values(carry.fields) : []),
    ])
    return [
      ...stages.filter((key) => leaving.stages.includes(key)).map((key) => refer('stage', key)),
      ...leaving.fields.filter((key) => fields.has(key)).map((key) => refer('field', key)),
    ]
  })
}

/** Fields of the deal that a condition names. */
const fieldsIn = (when: string) => [...when.matchAll(/\bdeal\.fields\.(\w+)/g)].map(([, key = '']) => key)
