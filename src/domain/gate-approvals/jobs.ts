import type { Tx } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { type ApprovalRow, cancelApprovals, readApproval, remindersDue, whoMayVote } from '../approvals/index.ts'
import { type Note, type Subscription, tell } from '../notifications/index.ts'
import { systemFor } from '../people/index.ts'
import { readAsking, readOfClosedDeals } from './store.ts'

/** Tells those who decide that a gate asks for their approval. */
export const tellApprovers: Subscription = {
  types: ['approval.requested'],
  async notes(tx, workspace_id, { id: key, subject, recorded_at }) {
    const approval = await readApproval(tx, workspace_id, subject)
    // Decided while the news was on its way.
    if (approval?.subject_kind !== 'gate' || approval.state !== 'open') return []
    const note = await askingNote(tx, workspace_id, approval, recorded_at)
    return note ? [{ ...note, kind: 'gate.asked', key }] : []
  },
}

/** Reminds those who may still decide of gates that wait for them. */
export const tellOfWaitingGates: Tick = {
  name: 'waiting gates',
  every_seconds: 600,
  async run({ database: { owner }, now }) {
    for (const { workspace_id, id, nth, days } of await remindersDue(owner, ['gate'], now))
      await owner.transaction().execute(async (tx) => {
        const approval = await readApproval(tx, workspace_id, id)
        const note = approval && (await askingNote(tx, workspace_id, approval, now))
        if (!note) return
        const pieces = { ...note.pieces, days: String(days) }
        await tell(tx, workspace_id, [{ ...note, kind: 'gate.waiting', key: `${id} ${nth}`, pieces }], now)
      })
  },
}

/** Takes back what is still asked about deals that are closed: no gate is before them any more. */
export const endClosedGates: Tick = {
  name: 'gates of closed deals',
  every_seconds: 60,
  async run({ database, now }) {
    for (const { workspace_id, id, asked_by } of await readOfClosedDeals(database.owner)) {
      const asked = { actor: systemFor(workspace_id, asked_by), effect: 'write', name: 'gates.end', now } as const
      await inTransaction(database, asked, async (context) => {
        if (!(await cancelApprovals(context, 'gate', id))) context.unchanged()
      })
    }
  },
}

/** A question of a gate, to everybody who may vote on it now. */
async function askingNote(
  tx: Tx,
  workspace_id: string,
  approval: ApprovalRow,
  now: string,
): Promise<Omit<Note, 'kind' | 'key'> | undefined> {
  const asking = await readAsking(tx, workspace_id, approval.subject_id)
  if (!asking) return undefined
  const { deal_id: id, pipeline_id, owner_id, deal_number, asked_by_name: by } = asking
  const voters = await whoMayVote({ tx, workspace_id, now }, approval)
  const due = approval.due_at === null ? {} : { due_on: approval.due_at.slice(0, 10) }
  return {
    to: voters,
    about: { deal: { id, pipeline_id, owner_id } },
    pieces: { title: approval.title, by, ...due },
    link: `/deals/D-${deal_number}`,
  }
}
