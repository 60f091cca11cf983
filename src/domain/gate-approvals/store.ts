import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'

export type NewRow = {
  id: string
  deal_id: string
  criterion: string
  approval_id: string
  note: string | null
  asked_by: string
  asked_at: Instant
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
    select g.id, g.deal_id, g.criterion, g.approval_id, g.note, g.asked_by, g.asked_at,
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

/** What those who decide are told of a question. */
export type Asking = {
  id: string
  deal_id: string
  pipeline_id: string
  owner_id: string | null
  deal_number: bigint
  asked_by_name: string
}

export async function readAsking(owner: Tx, workspace_id: string, id: string): Promise<Asking | undefined> {
  const { rows } = await sql<Asking>`
    select g.id, g.deal_id, d.pipeline_id, d.owner_id, d.number as deal_number, p.name as asked_by_name
    from gate_approval g
    join deal d on d.workspace_id = g.workspace_id and d.id = g.deal_id
    join person p on p.workspace_id = g.workspace_id and p.id = g.asked_by
    where g.workspace_id = ${workspace_id} and g.id = ${id}`.execute(owner)
  return rows[0]
}

/** Open questions about deals that are closed, in every workspace. */
export async function readOfClosedDeals(owner: Tx) {
  const { rows } = await sql<{ workspace_id: string; id: string; asked_by: string }>`
    select g.workspace_id, g.id, g.asked_by from approval a
    join gate_approval g on g.workspace_id = a.workspace_id and g.approval_id = a.id
    join deal d on d.workspace_id = g.workspace_id and d.id = g.deal_id and d.outcome is not null
    where a.state = 'open' and a.subject_kind = 'gate' order by g.workspace_id, g.id limit 1000`.execute(owner)
  return rows
}

/** Questions that wait about a criterion of open deals: whoever takes it away leaves them without a point. */
export const gateApprovalReferences: ReferenceSource = {
  tables: ['gate_approval'],
  async find(tx, workspace_id, { pipeline_id, criteria }) {
    if (criteria.length === 0) return []
    const { rows } = await sql<{ criterion: string; questions: number; id: string }>`
      select g.criterion, count(*)::int as questions, min(g.id) as id from gate_approval g
      join approval a on a.workspace_id = g.workspace_id and a.id = g.approval_id
      join deal d on d.workspace_id = g.workspace_id and d.id = g.deal_id
      where g.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id} and d.outcome is null
        and a.state = 'open' and g.criterion = any(${criteria}::text[])
      group by g.criterion order by g.criterion limit ${mostReferences}`.execute(tx)
    return rows.map(({ criterion, questions, id }) => ({
      kind: 'gate_approval',
      id,
      name:
        questions === 1
          ? 'One approval that an open deal waits for'
          : `${questions} approvals that open deals wait for`,
      refers_to: { kind: 'criterion', key: criterion },
    }))
  },
}
