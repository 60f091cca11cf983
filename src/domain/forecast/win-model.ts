import { atOnce, type InPieces } from '../../stats/gently.ts'
import { enoughClosed, type PipelineHazards, type StagePlan } from '../../stats/hazards.ts'
import { countingHistory, fittingMotions, type History, type MotionModel } from '../../stats/motion-model.ts'
import { withMethods } from '../../stats/other-methods.ts'
import type { Stay } from '../../stats/stay.ts'
import { type MethodInUse, usualMethod } from '../forecast-methods/index.ts'
import { dayNumber } from '../history/index.ts'

/** What was known at a moment of every pipeline; those without a pace of their own use 30 days. */
export const fitWinModel = (stays: readonly Stay[], plans: readonly PlanOfModel[], as_of: string): MotionModel =>
  atOnce(fittingWinModel(stays, plans, as_of))

/** The same in pieces. */
export function* fittingWinModel(
  stays: readonly Stay[],
  plans: readonly PlanOfModel[],
  as_of: string,
): InPieces<MotionModel> {
  return yield* fittingFrom(yield* countingWins(stays, plans, as_of), stays, plans)
}

/**
 * The model of what was counted.
 *
 * @param stays what it was counted from, for pipelines that go by another method; none where all go by the model
 */
export function* fittingFrom(
  history: History,
  stays: readonly Stay[],
  plans: readonly PlanOfModel[],
): InPieces<MotionModel> {
  const model = yield* fittingMotions(history, plans)
  const methods = new Map(plans.map(({ key, method = usualMethod }) => [key, method.method]))
  return yield* withMethods(model, { stays, plans, as_of: history.as_of }, methods)
}

export const goesByModel = ({ method = usualMethod }: PlanOfModel): boolean => method.method === usualMethod.method

/** A pipeline, and the method that its deals go by where that is not the usual one. */
type PlanOfModel = StagePlan & { method?: MethodInUse | undefined }

/** The counts that the model is made of, and the luck of the past is learnt from. */
export const countingWins = (stays: readonly Stay[], plans: readonly StagePlan[], as_of: string): InPieces<History> =>
  countingHistory(stays, plans, { as_of: dayNumber(as_of) })

/** The words for too little history; null where there is enough. */
export const shortageNote = (n_closed: number): string | null =>
  n_closed < enoughClosed ? `not enough data: has ${n_closed}, needs ${enoughClosed}` : null

/** What must be known of the history on which a pipeline's chances rest; null where there is nothing odd about it. */
export function historyNote({ n_closed, n_won, n_lost }: Pick<PipelineHazards, 'n_closed' | 'n_won' | 'n_lost'>) {
  const shortage = shortageNote(n_closed)
  if (shortage !== null) return shortage
  if (n_lost === 0) return `no loss was ever recorded (${n_won} won), so chances are too high if lost deals stay open`
  if (n_won === 0) return `none of ${n_lost} closed deals was won, so hardly anything is expected`
  return null
}
