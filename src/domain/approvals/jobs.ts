import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import { Problem } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import { systemFor } from '../people/index.ts'
import type { SubjectKind } from './approval.ts'
import { isSettled } from './decide-vote.ts'
import { type Subject, votersIn } from './operations.ts'
import { firstPatience, reminderOf } from './reminder.ts'
import { type ApprovalRow, lockApproval, readApproval, readPartlyVoted, readWaiting, updateApproval } from './store.ts'

export type DueReminder = { workspace_id: string; id: string; nth: string; days: number }

/**
 * Decides what has enough votes since somebody who might have voted left or lost the right: whoever did vote is not
 * asked again. What is not any more what was asked about stays open, for whoever asked to look at.
 */
export const settleApprovals = (subjects: Partial<Record<SubjectKind, Subject>>): Tick => ({
  name: 'approvals that have enough votes',
  every_seconds: 60,
  async run({ database, now }) {
    for (const { workspace_id, id, last_voter } of await readPartlyVoted(database.owner)) {
      const actor = systemFor(workspace_id, last_voter)
      const asked = { actor, effect: 'write', name: 'approvals.settle', now } as const
      await inTransaction(database, asked, async (context) => {
        const before = await lockApproval(context.tx, workspace_id, id)
        const people = before && (await votersIn(context, before.pipeline_id))
        if (before?.state !== 'open' || !isSettled(before, people ?? [])) return context.unchanged()
        try {
          await context.attempt(() => settle(context, before, subjects[before.subject_kind]))
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          context.unchanged()
        }
      })
    }
  },
})

async function settle(context: Context, before: ApprovalRow, subject: Subject | undefined): Promise<void> {
  const { tx, workspace_id, now, record } = context
  await subject?.beforeApproval?.(context, before)
  const { id, state, votes, title } = before
  const version = before.version + 1
  const self_approved = votes.some(({ own }) => own)
  await updateApproval(tx, workspace_id, { id, state: 'approved', self_approved, decided_at: now, version })
  const after = { vote: null, reason: null, state: 'approved', self_approved }
  const data = { title, before: { state, votes: votes.length }, after }
  record({ type: 'approval.approved', subject: id, version, data })
  const decided = await readApproval(tx, workspace_id, id)
  if (decided) await subject?.decided(context, decided)
}

/** Questions of some kinds, in every workspace, of which whoever may decide is to be reminded by now. */
export async function remindersDue(owner: Tx, kinds: readonly SubjectKind[], now: Instant): Promise<DueReminder[]> {
  const waiting = await readWaiting(owner, kinds, { since: plusDays(now, -firstPatience), due_by: plusDays(now, 1) })
  return waiting.flatMap(({ workspace_id, id, ...times }) => {
    const reminder = reminderOf(times, now)
    return reminder ? [{ workspace_id, id, ...reminder }] : []
  })
}
