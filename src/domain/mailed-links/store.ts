import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'

/** The tables whose rows are mailed as a link; each has `hash`, `send_at`, `send_attempts`, `send_error` and `sent_at`. */
export type LinkTable = 'invitation' | 'confirmation_request'

type Row = { workspace_id: string; id: string }
export type Attempt = { hash: string; send_at: Instant | null; send_attempts: number }

export async function saveAttempt(owner: Tx, table: LinkTable, { workspace_id, id }: Row, attempt: Attempt) {
  const { hash, send_at, send_attempts } = attempt
  await sql`update ${sql.table(table)} set hash = ${hash}, send_at = ${send_at}, send_attempts = ${send_attempts}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(owner)
}

/** How an attempt ended; unless another one was made meanwhile, which has a link of its own. Answers whether it counts. */
export async function saveOutcome(
  owner: Tx,
  table: LinkTable,
  { workspace_id, id }: Row,
  hash: string,
  outcome: { sent_at: Instant } | { send_error: string },
): Promise<boolean> {
  const change =
    'sent_at' in outcome
      ? sql`sent_at = ${outcome.sent_at}, send_at = null, send_error = null`
      : sql`send_error = ${outcome.send_error}`
  const { rows } = await sql`update ${sql.table(table)} set ${change}
    where workspace_id = ${workspace_id} and id = ${id} and hash = ${hash} returning id`.execute(owner)
  return rows.length > 0
}
