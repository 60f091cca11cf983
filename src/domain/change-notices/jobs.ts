import type { Tx } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import { plusDays } from '../../values/instant.ts'
import { type ApprovalRow, readApproval, readApprovalsOf, remindersDue, whoMayVote } from '../approvals/index.ts'
import { type Note, type Subscription, tell } from '../notifications/index.ts'
import { readPeople } from '../people/index.ts'
import { concernedBy, noteOn, noteOnLife } from './notes.ts'
import { readEnded, readTold } from './store.ts'

/** Asks those who decide on a change, whoever of them may vote on it. */
const tellWhoDecides: Subscription = {
  types: ['approval.requested'],
  async notes(tx, workspace_id, { id: key, subject, actor_id, recorded_at }) {
    const approval = await readApproval(tx, workspace_id, subject)
    // Decided while the news was on its way.
    if (approval === undefined || approval.subject_kind === 'gate' || approval.state !== 'open') return []
    const note = await askingNote(tx, workspace_id, approval, recorded_at)
    return note ? [{ ...note, kind: 'approval.requested', to: note.to.filter((id) => id !== actor_id), key }] : []
  },
}

const tellOfApproval: Subscription = {
  types: ['change_request.approved'],
  async notes(tx, workspace_id, { id: key, subject, actor_id }) {
    const change = await readTold(tx, workspace_id, subject)
    if (!change || change.created_by === actor_id) return []
    const { pieces, ...note } = noteOn(change)
    const when = change.effective_at === null ? {} : { due_on: change.effective_at.slice(0, 10) }
    return [{ ...note, kind: 'change.approved', to: [change.created_by], key, pieces: { ...pieces, ...when } }]
  },
}

const tellOfRejection: Subscription = {
  types: ['change_request.rejected'],
  async notes(tx, workspace_id, { id: key, subject, actor_id }) {
    const change = await readTold(tx, workspace_id, subject)
    if (!change) return []
    const votes = await votesOn(tx, workspace_id, subject)
    const no = votes.findLast(({ vote }) => vote === 'reject')
    const { pieces, ...note } = noteOn(change)
    const why = no ? { by: no.person_name, reason: no.reason ?? '' } : {}
    return [
      {
        ...note,
        kind: 'change.rejected',
        to: concernedBy(change, votes, actor_id),
        key,
        pieces: { ...pieces, ...why },
      },
    ]
  },
}

const tellOfPublishing: Subscription = {
  types: ['change_request.published'],
  async notes(tx, workspace_id, { id: key, subject, actor_id }) {
    const change = await readTold(tx, workspace_id, subject)
    if (!change) return []
    // At its date nobody published it: whoever asked stands beside it as the one for whom it was done.
    const doer = change.effective_at === null ? actor_id : null
    const { pieces, ...note } = noteOn(change)
    const to = concernedBy(change, await votesOn(tx, workspace_id, subject), doer)
    return [
      { ...note, kind: 'change.published', to, key, pieces: { ...pieces, version: String(change.version ?? '') } },
    ]
  },
}

const tellOfStale: Subscription = {
  types: ['change_request.stale'],
  async notes(tx, workspace_id, { id: key, subject, data }) {
    const change = await readTold(tx, workspace_id, subject)
    if (!change) return []
    const { why } = data['after'] as { why?: string }
    const { pieces, ...note } = noteOn(change)
    return [{ ...note, kind: 'change.stale', to: [change.created_by], key, pieces: { ...pieces, reason: why ?? '' } }]
  },
}

/** Whoever approved a change hears that it was taken back: nobody was asked about that (decision 0012). */
const tellOfRollback: Subscription = {
  types: ['change_request.rolled_back'],
  async notes(tx, workspace_id, { id: key, subject, actor_id, data }) {
    const change = await readTold(tx, workspace_id, subject)
    if (!change) return []
    const [votes, people] = await Promise.all([votesOn(tx, workspace_id, subject), readPeople(tx, workspace_id)])
    const { pieces, ...note } = noteOn(change)
    const why = typeof data['reason'] === 'string' ? { reason: data['reason'] } : {}
    const said = { ...pieces, ...why, by: people.find(({ id }) => id === actor_id)?.name ?? '' }
    return [{ ...note, kind: 'change.rolled_back', to: concernedBy(change, votes, actor_id), key, pieces: said }]
  },
}

/** What is told of proposed changes as it happens. */
export const changeSubscriptions: readonly Subscription[] = [
  tellWhoDecides,
  tellOfApproval,
  tellOfRejection,
  tellOfPublishing,
  tellOfStale,
  tellOfRollback,
]

/** Reminds those who may decide of what waits for them. */
export const tellOfWaitingChanges: Tick = {
  name: 'waiting changes',
  every_seconds: 600,
  async run({ database: { owner }, now }) {
    for (const { workspace_id, id, nth, days } of await remindersDue(
      owner,
      ['change_request', 'sunset', 'archive'],
      now,
    ))
      await owner.transaction().execute(async (tx) => {
        const approval = await readApproval(tx, workspace_id, id)
        const note = approval && (await askingNote(tx, workspace_id, approval, now))
        if (!note) return
        const pieces = { ...note.pieces, days: String(days) }
        await tell(tx, workspace_id, [{ ...note, kind: 'approval.waiting', key: `${id} ${nth}`, pieces }], now)
      })
  },
}

/** Tells whoever asked for a change that its deals have come along, or that they have not. */
export const tellOfEndedMigrations: Tick = {
  name: 'ended migrations',
  every_seconds: 60,
  async run({ database: { owner }, now }) {
    for (const ended of await readEnded(owner, plusDays(now, -2))) {
      const { pieces, ...note } = noteOn(ended)
      const said = ended.error === null ? { deals: ended.migrated ?? '0' } : { fault: ended.error }
      const told = { ...note, kind: 'migration.ended' as const, to: [ended.created_by], key: ended.job_id }
      await owner
        .transaction()
        .execute((tx) => tell(tx, ended.workspace_id, [{ ...told, pieces: { ...pieces, ...said } }], now))
    }
  },
}

/** A question about a change, to everybody who may vote on it now. */
async function askingNote(
  tx: Tx,
  workspace_id: string,
  approval: ApprovalRow,
  now: string,
): Promise<Omit<Note, 'kind' | 'key'> | undefined> {
  const to = await whoMayVote({ tx, workspace_id, now }, approval)
  if (approval.subject_kind !== 'change_request') return { ...noteOnLife(approval), to }
  const change = await readTold(tx, workspace_id, approval.subject_id)
  if (!change) return undefined
  const { pieces, ...note } = noteOn(change)
  return { ...note, to, pieces: { ...pieces, by: approval.requested_by_name } }
}

async function votesOn(tx: Tx, workspace_id: string, change_id: string): Promise<ApprovalRow['votes']> {
  const rows = await readApprovalsOf(tx, workspace_id, 'change_request', [change_id])
  return rows.flatMap(({ votes }) => votes)
}
