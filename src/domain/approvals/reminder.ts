import type { Instant } from '../../values/instant.ts'
import type { ApprovalRow } from './store.ts'

/** After so many days without a decision whoever may decide is reminded, each time once. */
export const firstPatience = 2
const patience = [firstPatience, 5, 10]
const day = 86_400_000

/** Which reminder of a question is due: none yet, one by how long it has waited, or the one before its own date. */
export function reminderOf({ requested_at, due_at }: Pick<ApprovalRow, 'requested_at' | 'due_at'>, now: Instant) {
  const waited = (Date.parse(now) - Date.parse(requested_at)) / day
  const left = due_at === null ? Number.POSITIVE_INFINITY : (Date.parse(due_at) - Date.parse(now)) / day
  if (left > 0 && left <= 1) return { nth: 'due', days: Math.floor(waited) }
  const nth = patience.filter((days) => waited >= days).length
  return nth === 0 ? null : { nth: String(nth), days: Math.floor(waited) }
}
