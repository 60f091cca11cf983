import type { Instant } from '../../values/instant.ts'
import type { ActivitySummary, Evidence, Situation } from '../moves/index.ts'

type ContactInRole = Situation['contacts'][number]
type ContactOfDeal = ContactInRole & { contact_id: string }

/** All that was ever recorded around a deal, each with its moment. */
export type Around = {
  evidence: (Evidence & { given_at: string })[]
  activities: {
    kind: 'task' | 'call' | 'meeting' | 'note'
    created_at: string
    due_on: string | null
    held_at: string | null
    done_at: string | null
    criterion: string | null
  }[]
  /** Contacts in their roles as they are now; what was added and taken off when, and the contacts that were taken off. */
  contacts: ContactOfDeal[]
  contact_changes: { at: string; change: 'added' | 'removed'; contact: ContactOfDeal }[]
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
  const planned = known.filter(({ kind, held_at, done_at }) =>
    kind === 'task' ? !before(done_at) : kind !== 'note' && !before(held_at),
  )
  return {
    evidence: evidence.filter(({ given_at }) => before(given_at)),
    activities: {
      meetings: held.filter(({ kind }) => kind === 'meeting').length,
      calls: held.filter(({ kind }) => kind === 'call').length,
      notes: known.filter(({ kind }) => kind === 'note').length,
      open_tasks: known.filter(({ kind, done_at }) => kind === 'task' && !before(done_at)).length,
      met_for: held.flatMap(({ kind, criterion }) => (kind === 'meeting' && criterion !== null ? [criterion] : [])),
      last_contact: held.flatMap(({ held_at }) => held_at ?? []).reduce(latest, null),
      next_activity: planned.flatMap(({ due_on }) => due_on ?? []).reduce(earliest, null),
    } satisfies ActivitySummary,
    contacts: contactsBefore(
      contacts,
      contact_changes.filter(({ at }) => !before(at)),
    ),
  }
}

const latest = (a: string | null, b: string): string => (a === null || Date.parse(b) > Date.parse(a) ? b : a)
const earliest = (a: string | null, b: string): string => (a === null || b < a ? b : a)

/** Contacts as they were before these changes, which are taken back from the newest on. */
function contactsBefore(now: readonly ContactOfDeal[], changes: Around['contact_changes']): ContactInRole[] {
  const place = ({ contact_id, role }: ContactOfDeal) => `${contact_id} ${role}`
  const then = new Map(now.map((one) => [place(one), one]))
  for (const { change, contact } of changes.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))) {
    if (change === 'added') then.delete(place(contact))
    else then.set(place(contact), contact)
  }
  return [...then.values()].map(({ contact_id: _, ...contact }) => contact)
}
