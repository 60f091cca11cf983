import type { Instant } from '../../values/instant.ts'
import { type CheckedRequest, decideMove, gatesFor } from './decide-move.ts'
import type { Preview } from './move.ts'
import type { Situation } from './situation.ts'

/** Asks the same decision as a move would, and changes nothing. */
export function previewMove(situation: Situation, request: CheckedRequest, now: Instant): Preview {
  const decision = decideMove(situation, request, { actor: '', now, id: '' })
  const gates = decision.ok ? decision.value.move.gates : gatesFor(situation, request, now)
  const { may_override = false } = situation
  if (decision.ok) return { allowed: true, gates, may_override, code: null, detail: null }
  const { code, message } = decision.refusal
  return { allowed: false, gates, may_override, code, detail: message }
}
