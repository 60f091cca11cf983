import type { Instant } from '../../values/instant.ts'
import { owedOnArrival, type Situation } from '../moves/index.ts'
import type { PipelineRow } from '../pipelines/index.ts'
import { arrive, type CheckedTransfer, decideTransfer, type Target } from './decide-transfer.ts'
import { placeOf } from './place-of.ts'
import type { TransferPreview } from './transfer.ts'

type Refused = { code: string; message: string }

/**
 * Asks the same decision as a transfer would, and changes nothing. `barred` is what stands in the way before any rule is
 * asked, such as a right that is missing.
 */
export function previewTransfer(
  situation: Situation,
  { from, target, barred }: { from: PipelineRow; target: Target; barred: Refused | null },
  request: CheckedTransfer,
  now: Instant,
): TransferPreview {
  const decision = decideTransfer(situation, target, request, now)
  const arrived = decision.ok ? decision : arrive(situation, target, request, now)
  const refused = barred ?? (decision.ok ? null : decision.refusal)
  const { definition, deal } = situation
  const shown = arrived.ok ? arrived.value : null
  return {
    allowed: refused === null,
    from: placeOf(from, definition, deal.stage),
    to: placeOf(target, target.definition, shown?.landing.stage ?? target.definition.stages[0]?.key ?? ''),
    stage_by: shown?.landing.by ?? 'first',
    renamed: shown?.fields.renamed ?? [],
    carried: Object.keys(shown?.fields.carried ?? {}),
    returned: shown?.fields.returned ?? [],
    gates: shown?.gates ?? [],
    owed: shown === null ? [] : decision.ok ? decision.value.after.owed : owedBeside(shown, now),
    reasons: definition.outcomes.transferred.reasons,
    code: refused?.code ?? null,
    detail: refused?.message ?? null,
  }
}

function owedBeside({ situation, gates }: { situation: Situation; gates: { key: string }[] }, now: Instant) {
  const asked = new Set(gates.map(({ key }) => key))
  return owedOnArrival(situation, now).filter(({ key }) => !asked.has(key))
}
