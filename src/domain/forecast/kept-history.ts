import { setImmediate as breathe } from 'node:timers/promises'
import type { Tx } from '../../platform/database/open.ts'
import { gently } from '../../stats/gently.ts'
import { countingKept, type History, type MotionModel } from '../../stats/motion-model.ts'
import type { Stay } from '../../stats/stay.ts'
import type { Instant } from '../../values/instant.ts'
import { readKeptPast } from '../exposure-counts/index.ts'
import { dayNumber } from '../history/index.ts'
import type { Plan } from './situation.ts'
import { countingWins, fittingFrom, goesByModel } from './win-model.ts'
import type { Sizing } from './worth.ts'

type Asked = { plans: readonly Plan[]; as_of: Instant; sizing: Pick<Sizing, 'sizeOf'> }

/**
 * What models of a workspace are made of, from the counts that are kept of it, with what happened since; for whoever sees
 * every deal. Undefined where they do not say it: then all stays have to be counted, which gives the same.
 */
export async function readKeptHistory(
  tx: Tx,
  workspace_id: string,
  { plans, as_of, sizing: { sizeOf } }: Asked,
): Promise<History | undefined> {
  const past = await readKeptPast(tx, workspace_id, { pasts: plans, as_of, sizeOf })
  return past && gently(countingKept(past, plans, dayNumber(as_of)), breathe)
}

/**
 * The counts of a history and the model that they give: from what is kept, or from all stays.
 *
 * @param whole true for who sees every deal, as it is at the moment of asking
 * @param stays reads them; called only where they are needed, by counting or by a method that is none of counts
 */
export async function learnWins(
  tx: Tx,
  workspace_id: string,
  { whole, stays: read, ...asked }: Asked & { whole: boolean; stays: () => readonly Stay[] | Promise<readonly Stay[]> },
): Promise<{ history: History; model: MotionModel }> {
  const { plans, as_of } = asked
  const kept = whole ? await readKeptHistory(tx, workspace_id, asked) : undefined
  const stays = kept && plans.every(goesByModel) ? [] : await read()
  const history = kept ?? (await gently(countingWins(stays, plans, as_of), breathe))
  return { history, model: await gently(fittingFrom(history, stays, plans), breathe) }
}
