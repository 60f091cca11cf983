import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import type { DealState } from '../ledger/index.ts'
import type { Step } from '../moves/index.ts'

export type ReturnSituation = {
  deal: DealState
  /** The ledger's row of the transfer that is to be undone. */
  step: Step
  /** The deal as it was before it. */
  before: DealState
  /** The pipeline that it goes back to, as it is now. */
  source: { name: string; lifecycle: string; definition_id: string; published_at: Instant }
}

/**
 * Decides whether a transfer is undone: by whoever made it, while nothing came after. The deal stands again exactly where
 * it stood, as if it had never left; both rows are left out of stays and conversions.
 */
export function decideReturn({ deal, step, before, source }: ReturnSituation, actor: string): Decision<DealState> {
  if (step.kind !== 'transferred')
    return refuse('reversal-forbidden', 'This is no transfer; undo a move where moves are undone.')
  if (step.by !== actor)
    return refuse('reversal-not-yours', 'Only whoever moved this deal here undoes it; move it back instead.')
  if (step.version !== deal.version)
    return refuse('reversal-too-late', 'The deal has changed since; move it back instead.', { version: deal.version })
  if (source.lifecycle === 'archived' || source.lifecycle === 'draft')
    return refuse('pipeline-not-active', `${source.name} is ${source.lifecycle} and takes no deals back.`)
  // A version that came meanwhile took along what was there, and would never hear of this deal.
  if (source.definition_id !== before.definition_id && source.published_at > step.recorded_at)
    return refuse('reversal-too-late', `${source.name} has a new version since; move the deal back instead.`)
  return accept({ ...before, version: deal.version + 1 })
}
