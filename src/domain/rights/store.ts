import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Place } from '../../platform/rights.ts'

export async function readPlaceOf(tx: Tx, workspace_id: string, deal_id: string): Promise<Required<Place> | undefined> {
  const { rows } = await sql<Required<Place>>`
    select id, pipeline_id, owner_id from deal where workspace_id = ${workspace_id} and id = ${deal_id}`.execute(tx)
  return rows[0]
}
