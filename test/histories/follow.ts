import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { fireDue } from '../../src/domain/handoff-triggers/index.ts'
import { suspectDue } from '../../src/domain/overlaps/index.ts'
import type { Database } from '../../src/platform/database/open.ts'

/**
 * Waits until everything is done that follows from what was asked so far, as the timers of a server would do it some time:
 * the ticks that a history is about, at once; the others have nothing to do with it, and would take most of the time.
 */
export async function follow(database: Database): Promise<void> {
  for (let asked = 0; ; asked++) {
    const { followed, due, jobs } = await leftOf(database)
    if (followed && !due && !jobs) return
    if (asked > 20_000) throw new Error('what was asked is not followed')
    if (due) {
      const now = new Date().toISOString()
      await fireDue.run({ database, now })
      await suspectDue.run({ database, now })
    } else await pause(2)
  }
}

type Left = { followed: boolean; due: boolean; jobs: boolean }

async function leftOf({ owner }: Database): Promise<Left> {
  const { rows } = await sql<Left>`select
    not exists (select from outbox) and not exists (
      select from follower f where f.name in ('handoffs', 'overlaps', 'jobs') and f.position < (
        select max(position) from event_seal s where s.workspace_id = f.workspace_id)) as followed,
    exists (select from handoff_due) or exists (select from overlap_due) as due,
    exists (select from job where status in ('queued', 'running')) as jobs`.execute(owner)
  const [row] = rows
  if (!row) throw new Error('a question without an answer')
  return row
}
