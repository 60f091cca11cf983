import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'

export type NewRow = {
  id: string
  deal_id: string
  criterion: string
  approval_id: string
  note: string | null
  asked_by: string
  asked_at: Instant
  remind_at: Instant | null
}

export type Row = NewRow & {
  deal_number: bigint
  deal_name: string
  definition_id: string
  asked_by_name: string
  state: 'open' | 'approved' | 'rejected' | 'cancelled'
}

export async function insertGateApproval(tx: Tx, workspace_id: string, row: NewRow): Promise<void> {
  await insertRows(tx, 'gate_approval', [{ workspace_id, ...row }])
}

export type Filter = {
  deal_id?: string | undefined
  id?: string | undefined
  state?: Row['state'] | undefined
  asked_by?: string | undefined
  after?: string | undefined
  limit: number
}

/** The newest first, one more than `limit` where there are more. */
export async function readGateApprovals(tx: Tx, workspace_id: string, filter: Filter): Promise<Row[]> {
  const { deal_id, id, state, asked_by, after, limit } = filter
  const when = (asked: boolean, condition: ReturnType<typeof sql>) => (asked ? condition : sql``)
  const { rows } = await sql<Row>`
    select g.id, g.deal_id, g.criterion, g.approval_id, g.note, g.asked_by, g.asked_at, g.remind_at,
      d.number as deal_number, d.name as deal_name, d.definition_id, p.name as asked_by_name, a.state
    from gate_approval g
    join approval a on a.workspace_id = g.workspace_id and a.id = g.approval_id
    join deal d on d.workspace_id = g.workspace_id and d.id = g.deal_id
    join person p on p.workspace_id = g.workspace_id and p.id = g.asked_by
    where g.workspace_id = ${workspace_id}
      ${when(deal_id !== undefined, sql`and g.deal_id = ${deal_id ?? ''}`)}
      ${when(id !== undefined, sql`and g.id = ${id ?? ''}`)}
      ${when(state !== undefined, sql`and a.state = ${state ?? ''}`)}
      ${when(asked_by !== undefined, sql`and g.asked_by = ${asked_by ?? ''}`)}
      ${when(after !== undefined, sql`and g.id < ${after ?? ''}`)}
    order by g.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

export type Due = {
  workspace_id: string
  workspace_name: string
  id: string
  approval_id: string
  deal_number: bigint
  asked_by: string
  asked_by_name: string
  note: string | null
  reminders: number
}

/** One question of which people are to be told by now, held until the end of the transaction. */
export async function takeDue(owner: Tx, now: Instant): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select g.workspace_id, w.name as workspace_name, g.id, g.approval_id, d.number as deal_number, g.asked_by,
      p.name as asked_by_name, g.note, g.reminders
    from gate_approval g
    join workspace w on w.id = g.workspace_id
    join deal d on d.workspace_id = g.workspace_id and d.id = g.deal_id
    join person p on p.workspace_id = g.workspace_id and p.id = g.asked_by
    where g.remind_at <= ${now} order by g.remind_at limit 1 for update of g skip locked`.execute(owner)
  return rows[0]
}

export async function saveReminder(
  owner: Tx,
  { workspace_id, id }: Pick<Due, 'workspace_id' | 'id'>,
  { remind_at, reminders }: { remind_at: Instant | null; reminders: number },
): Promise<void> {
  await sql`update gate_approval set remind_at = ${remind_at}, reminders = ${reminders}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(owner)
}
