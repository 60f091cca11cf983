import { type Decision, refuse } from '../../values/decision.ts'
import type { Gate } from './move.ts'

/** Why these gates do not let a deal through to a target; undefined where they do. Advice never refuses. */
export function refusalOf(
  gates: Gate[],
  target: string,
  reason: string | undefined,
  { excuse = 'A reason', may_override = false }: { excuse?: string; may_override?: boolean | undefined } = {},
): Decision<never> | undefined {
  const unmet = gates.filter(({ satisfied, level }) => !satisfied && level !== 'advice')
  const binding = unmet.filter(({ level }) => level === 'hard' || reason === undefined)
  if (binding.length === 0) return undefined
  const things = unmet.length === 1 ? '1 thing' : `${unmet.length} things`
  const names = unmet.map(({ label }) => label).join('; ')
  const excusable = binding.every(({ level }) => level === 'soft') ? ` ${excuse} would do instead.` : ''
  return refuse('gate-not-met', `${target} needs ${things}: ${names}.${excusable}`, { gates, may_override })
}
