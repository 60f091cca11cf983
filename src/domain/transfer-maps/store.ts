import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { forever, type Instant } from '../../values/instant.ts'

export type TransferMapRow = {
  id: string
  pipeline_id: string
  to_pipeline_id: string
  stages: Record<string, string>
  fields: Record<string, string>
  valid_from: Instant
}

/** The maps that hold at a moment. */
export async function readTransferMaps(tx: Tx, workspace_id: string, at: Instant): Promise<TransferMapRow[]> {
  const { rows } = await sql<TransferMapRow>`
    select id, pipeline_id, to_pipeline_id, stages, fields, valid_from from transfer_map
    where workspace_id = ${workspace_id} and valid_from <= ${at} and valid_until > ${at}
    order by id`.execute(tx)
  return rows
}

/** Keeps others from changing maps of a workspace until this transaction ends. */
export async function lockMaps(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('transfer maps ' || ${workspace_id}, 0))`.execute(tx)
}

export async function endMap(tx: Tx, workspace_id: string, id: string, now: Instant): Promise<void> {
  await sql`update transfer_map set valid_until = ${now} where workspace_id = ${workspace_id} and id = ${id}`.execute(
    tx,
  )
}

export async function insertMap(
  tx: Tx,
  workspace_id: string,
  map: TransferMapRow & { created_by: string },
): Promise<void> {
  await insertRows(tx, 'transfer_map', [{ workspace_id, ...map, valid_until: forever }])
}
