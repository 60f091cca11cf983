import type { Tick } from '../../platform/jobs.ts'
import { foldDeltas } from './store.ts'

/** Keeps what a board adds up at reading short: waiting changes are folded into the totals every other second. */
export const foldTotals: Tick = {
  name: 'fold board totals',
  every_seconds: 2,
  run: ({ database }) => database.owner.transaction().execute(foldDeltas),
}
