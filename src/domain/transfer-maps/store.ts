import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { forever, type Instant } from '../../values/instant.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'

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

/** Maps that lead out of, or into, stages and fields that go away; deals would land by key or phase instead. */
export const transferMapReferences: ReferenceSource = {
  tables: ['transfer_map'],
  async find(tx, workspace_id, { pipeline_id, stages, fields }) {
    if (stages.length === 0 && fields.length === 0) return []
    const { rows } = await sql<{ id: string; name: string; kind: 'stage' | 'field'; key: string }>`
      select m.id, p.name || ' → ' || q.name as name, named.kind, named.key
      from transfer_map m
      join pipeline p on p.workspace_id = m.workspace_id and p.id = m.pipeline_id
      join pipeline q on q.workspace_id = m.workspace_id and q.id = m.to_pipeline_id
      cross join lateral (
        select 'stage' as kind, case when m.pipeline_id = ${pipeline_id} then s.key else s.value end as key
        from jsonb_each_text(m.stages) s
        union
        select 'field', case when m.pipeline_id = ${pipeline_id} then f.key else f.value end
        from jsonb_each_text(m.fields) f) named
      where m.workspace_id = ${workspace_id} and m.valid_until = 'infinity'
        and (m.pipeline_id = ${pipeline_id} or m.to_pipeline_id = ${pipeline_id})
        and ((named.kind = 'stage' and named.key = any(${stages}::text[]))
          or (named.kind = 'field' and named.key = any(${fields}::text[])))
      order by m.id, named.kind, named.key limit ${mostReferences}`.execute(tx)
    return rows.map(({ id, name, kind, key }) => ({ kind: 'transfer_map', id, name, refers_to: { kind, key } }))
  },
}
