import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Facts } from './decide-merge.ts'

type Ref = { id: string; name: string; domain: string | null }

export type MergeRow = {
  id: string
  kept: Ref
  gone: Ref
  deal_ids: string[]
  partner_deal_ids: string[]
  contact_ids: string[]
  activity_ids: string[]
  kept_before: Facts
  kept_after: Facts
  gone_domain: string | null
  by: { id: string; name: string }
  merged_at: string
  undone_at: string | null
}

const columns =
  sql.raw(`m.id, m.deal_ids, m.partner_deal_ids, m.contact_ids, m.activity_ids, m.kept_before, m.kept_after,
  m.gone_domain, m.merged_at, m.undone_at, jsonb_build_object('id', p.id, 'name', p.name) as by,
  jsonb_build_object('id', k.id, 'name', k.name, 'domain', k.domain) as kept,
  jsonb_build_object('id', g.id, 'name', g.name, 'domain', g.domain) as gone
  from account_merge m
  join account k on k.workspace_id = m.workspace_id and k.id = m.kept_id
  join account g on g.workspace_id = m.workspace_id and g.id = m.gone_id
  join person p on p.workspace_id = m.workspace_id and p.id = m.merged_by`)

/** Merges, the newest first; one more than asked for. */
export async function readMerges(
  tx: Tx,
  workspace_id: string,
  { account_id, limit, cursor }: { account_id?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<MergeRow[]> {
  const { rows } = await sql<MergeRow>`
    select ${columns} where m.workspace_id = ${workspace_id}
      ${account_id === undefined ? sql`` : sql`and (m.kept_id = ${account_id} or m.gone_id = ${account_id})`}
      ${cursor === undefined ? sql`` : sql`and m.id < ${cursor}`}
    order by m.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

export async function lockMerge(tx: Tx, workspace_id: string, id: string): Promise<MergeRow | undefined> {
  await sql`select from account_merge where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  const { rows } = await sql<MergeRow>`
    select ${columns} where m.workspace_id = ${workspace_id} and m.id = ${id}`.execute(tx)
  return rows[0]
}

export type NewMergeRow = Pick<
  MergeRow,
  | 'id'
  | 'deal_ids'
  | 'partner_deal_ids'
  | 'contact_ids'
  | 'activity_ids'
  | 'kept_before'
  | 'kept_after'
  | 'gone_domain'
  | 'merged_at'
> & { kept_id: string; gone_id: string; merged_by: string }

export const insertMerge = (tx: Tx, workspace_id: string, merge: NewMergeRow): Promise<void> =>
  insertRows(tx, 'account_merge', [{ workspace_id, ...merge }])

export async function markUndone(tx: Tx, workspace_id: string, id: string, at: string): Promise<void> {
  await sql`update account_merge set undone_at = ${at} where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

/** The deals of an account, as its customer or through it as a partner. */
export async function readDealIds(tx: Tx, workspace_id: string, account_id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and account_id = ${account_id}
    union select id from deal where workspace_id = ${workspace_id} and partner_account_id = ${account_id}
    order by id`.execute(tx)
  return rows.map(({ id }) => id)
}
