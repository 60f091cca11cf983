import type { Gate, NewEvidence } from '../wire.ts'
import type { Given } from './pending.ts'

/** What a person entered for one criterion: a field's value, a link, or a meeting with its day. */
export type Answer = { value?: unknown; url?: string; held_on?: string; note?: string }

/** Only others can satisfy it, once they are asked. */
export const isAsked = (gate: Gate): boolean => gate.kind === 'confirmation' || gate.kind === 'approval'

/** Whether a criterion can be satisfied in the dialog at all; a rule without a field needs the deal page. */
export const canAnswer = (gate: Gate): boolean => gate.kind === 'link' || gate.kind === 'meeting' || gate.field !== null

export function isComplete(gate: Gate, answer: Answer | undefined): boolean {
  if (!answer) return false
  if (gate.kind === 'link') return Boolean(answer.url)
  if (gate.kind === 'meeting') return Boolean(answer.held_on)
  return answer.value !== undefined && answer.value !== null && answer.value !== ''
}

/** The answers as the move carries them: values of fields, and evidence for the rest. */
export function answersToGiven(gates: Gate[], answers: Record<string, Answer>): Given {
  const complete = gates.filter((gate) => isComplete(gate, answers[gate.key]))
  const evidence = complete.flatMap((gate): NewEvidence[] => {
    const { url, held_on, note } = answers[gate.key] ?? {}
    if (gate.kind === 'link' && url) return [{ criterion: gate.key, url }]
    if (gate.kind === 'meeting' && held_on) return [{ criterion: gate.key, held_on, ...(note ? { note } : {}) }]
    return []
  })
  const fields = Object.fromEntries(
    complete.flatMap((gate) =>
      gate.field && gate.kind !== 'link' && gate.kind !== 'meeting' ? [[gate.field, answers[gate.key]?.value]] : [],
    ),
  )
  return {
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(evidence.length > 0 ? { evidence } : {}),
  }
}
