import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Owed } from '../ledger/index.ts'

/** Which version a pipeline has, kept from changing until this transaction ends; others may ask the same meanwhile. */
export async function holdVersion(tx: Tx, workspace_id: string, pipeline_id: string): Promise<string | undefined> {
  const { rows } = await sql<{ definition_id: string }>`
    select definition_id from pipeline where workspace_id = ${workspace_id} and id = ${pipeline_id} for share`.execute(
    tx,
  )
  return rows[0]?.definition_id
}

/** The next open deals of these versions, of one version at a time so that an index finds them. */
export async function readNext(
  tx: Tx,
  workspace_id: string,
  pipeline_id: string,
  definition_ids: readonly string[],
  limit: number,
): Promise<string[]> {
  for (const definition_id of definition_ids) {
    const { rows } = await sql<{ id: string }>`
      select id from deal where workspace_id = ${workspace_id} and definition_id = ${definition_id}
        and pipeline_id = ${pipeline_id} and outcome is null order by id limit ${limit}`.execute(tx)
    if (rows.length > 0) return rows.map(({ id }) => id)
  }
  return []
}

export async function countOpenIn(tx: Tx, workspace_id: string, definition_ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ deals: number }>`
    select count(*)::int as deals from deal
    where workspace_id = ${workspace_id} and definition_id = any(${definition_ids}::text[]) and outcome is null`.execute(
    tx,
  )
  return rows[0]?.deals ?? 0
}

export type OriginRow = { deal_id: string; stage: string; owed: Owed[] }

/** Where deals stood before they were brought to a version, of those that nobody has moved since. */
export async function readOrigins(
  tx: Tx,
  workspace_id: string,
  definition_id: string,
  deal_ids: readonly string[],
): Promise<Map<string, OriginRow>> {
  const { rows } = await sql<OriginRow>`
    select m.deal_id, b.stage, b.owed from deal_ledger m
    join deal_ledger b on b.workspace_id = m.workspace_id and b.deal_id = m.deal_id and b.version = m.version - 1
    where m.workspace_id = ${workspace_id} and m.deal_id = any(${deal_ids}::text[])
      and m.definition_id = ${definition_id} and m.administrative and b.definition_id <> ${definition_id}
      and not exists (select from deal_ledger s
        where s.workspace_id = m.workspace_id and s.deal_id = m.deal_id and s.version > m.version
          and s.kind <> 'edited')`.execute(tx)
  return new Map(rows.map((row) => [row.deal_id, row]))
}
