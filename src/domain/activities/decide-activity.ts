import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Day, Instant } from '../../values/instant.ts'
import { type Patch, patched } from '../../values/merge-patch.ts'
import type { ActivityState, NewActivity } from './activity.ts'

/** A new activity: a task to do, a call or meeting planned or already held, or a note. */
export function decideActivity(given: NewActivity, by: { actor_id: string; now: Instant }): Decision<ActivityState> {
  const held_at = given.held_at ?? null
  const state: ActivityState = {
    kind: given.kind,
    subject: given.subject,
    body: given.body ?? null,
    deal_id: given.deal_id ?? null,
    account_id: given.account_id ?? null,
    owner_id: given.owner === undefined ? by.actor_id : given.owner,
    due_on: given.due_on ?? null,
    done_at: held_at === null ? null : by.now,
    held_at,
    criterion: given.criterion ?? null,
  }
  return checked(state, by.now)
}

export type ActivityPatch = Patch<Pick<ActivityState, 'subject' | 'body' | 'owner_id' | 'due_on' | 'held_at'>> & {
  done?: boolean | undefined
}

/** A change: done or open again, held, put off, handed to somebody else. What is held is done, and the reverse. */
export function decideChange(
  before: ActivityState,
  { done, held_at, ...patch }: ActivityPatch,
  now: Instant,
): Decision<ActivityState> {
  if (done !== undefined && held_at !== undefined && done !== (held_at !== null))
    return refuse('done-and-held', 'A call or meeting that was held is done, and one that is done was held; say one.')
  if (before.kind === 'note' && done !== undefined) return noteIsNotPlanned
  const state = patched<ActivityState>(before, patch)
  const over = done ?? (held_at === undefined ? undefined : held_at !== null)
  if (over === undefined) return checked(state, now)
  if (!over) return checked({ ...state, done_at: null, held_at: null }, now)
  const meets = before.kind === 'call' || before.kind === 'meeting'
  return checked(
    { ...state, done_at: before.done_at ?? now, held_at: held_at ?? (meets ? (before.held_at ?? now) : null) },
    now,
  )
}

/** Whether it should have happened by now: its day is over and it is not done. */
export const isOverdue = ({ due_on, done_at, kind }: Overdue, today: Day): boolean =>
  kind !== 'note' && done_at === null && due_on !== null && due_on < today

type Overdue = Pick<ActivityState, 'kind' | 'due_on' | 'done_at'>

function checked(state: ActivityState, now: Instant): Decision<ActivityState> {
  const { kind, due_on, held_at, criterion, deal_id } = state
  if (kind === 'note' && (due_on !== null || held_at !== null || criterion !== null)) return noteIsNotPlanned
  if (kind === 'task' && held_at !== null)
    return refuse('task-not-held', 'A task is done, not held; leave held_at out, or make it a call or a meeting.')
  if (held_at !== null && held_at > now)
    return refuse('held-in-future', 'held_at is still to come; a call or meeting that is planned has due_on.')
  if (criterion !== null && deal_id === null)
    return refuse('criterion-without-deal', 'A criterion is one of a deal; name the deal as well.')
  return accept(state)
}

const noteIsNotPlanned = refuse('note-not-planned', 'A note is neither due, held nor done; make it a task instead.')
