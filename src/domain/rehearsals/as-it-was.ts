import type { Instant } from '../../values/instant.ts'
import type { ActivitySummary, Evidence, Situation } from '../moves/index.ts'
import type { ContactRole } from '../pipelines/index.ts'

/** All that was ever recorded around a deal, each with its moment. */
export type Around = {
  evidence: (Evidence & { given_at: string })[]
  activities: {
    kind: 'task' | 'call' | 'meeting' | 'note'
    created_at: string
    held_at: string | null
    done_at: string | null
    criterion: string | null
  }[]
  /** Contacts by role as they are now, and what was added and taken off when. */
  contacts: Partial<Record<ContactRole, number>>
  contact_changes: { at: string; role: ContactRole; by: 1 | -1 }[]
}

/** What of it was there at a moment: nothing that came later counts for a move that was made before. */
export function asItWas(
  { evidence, activities, contacts, contact_changes }: Around,
  at: Instant,
): Pick<Situation, 'evidence' | 'activities' | 'contacts'> {
  const moment = Date.parse(at)
  const before = (text: string | null) => text !== null && Date.parse(text) <= moment
  const known = activities.filter(({ created_at, held_at }) => before(held_at) || before(created_at))
  const held = known.filter(({ held_at }) => before(held_at))
  const then = { ...contacts }
  for (const { at, role, by } of contact_changes) if (!before(at)) then[role] = Math.max(0, (then[role] ?? 0) - by)
  return {
    evidence: evidence.filter(({ given_at }) => before(given_at)),
    activities: {
      meetings: held.filter(({ kind }) => kind === 'meeting').length,
      calls: held.filter(({ kind }) => kind === 'call').length,
      notes: known.filter(({ kind }) => kind === 'note').length,
      open_tasks: known.filter(({ kind, done_at }) => kind === 'task' && !before(done_at)).length,
      met_for: held.flatMap(({ kind, criterion }) => (kind === 'meeting' && criterion !== null ? [criterion] : [])),
    } satisfies ActivitySummary,
    contacts: then,
  }
}
