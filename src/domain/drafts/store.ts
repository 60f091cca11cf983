import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { ReferenceSource } from '../pipelines/index.ts'

export type DraftRow = {
  pipeline_id: string
  version: number
  based_on: string
  based_on_version: number
  source: string
  stage_map: Record<string, string>
  updated_by: string
  updated_by_name: string
  updated_at: Instant
}

export async function readDraft(tx: Tx, workspace_id: string, pipeline_id: string): Promise<DraftRow | undefined> {
  const { rows } = await sql<DraftRow>`
    select t.pipeline_id, t.version, t.based_on, d.version as based_on_version, t.source, t.stage_map, t.updated_by,
      p.name as updated_by_name, t.updated_at
    from definition_draft t
    join definition d on d.workspace_id = t.workspace_id and d.id = t.based_on
    join person p on p.workspace_id = t.workspace_id and p.id = t.updated_by
    where t.workspace_id = ${workspace_id} and t.pipeline_id = ${pipeline_id}`.execute(tx)
  return rows[0]
}

export type NewDraft = Omit<DraftRow, 'based_on_version' | 'updated_by_name'>

export async function insertDraft(tx: Tx, workspace_id: string, draft: NewDraft): Promise<void> {
  await insertRows(tx, 'definition_draft', [{ workspace_id, ...draft }])
}

export async function updateDraft(tx: Tx, workspace_id: string, draft: NewDraft): Promise<void> {
  const { pipeline_id, version, based_on, source, stage_map, updated_by, updated_at } = draft
  await sql`update definition_draft set version = ${version}, based_on = ${based_on}, source = ${source},
      stage_map = ${JSON.stringify(stage_map)}, updated_by = ${updated_by}, updated_at = ${updated_at}
    where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id}`.execute(tx)
}

export async function deleteDraft(tx: Tx, workspace_id: string, pipeline_id: string): Promise<void> {
  await sql`delete from definition_draft where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id}`.execute(
    tx,
  )
}

/** What somebody is writing on the version that is about to be followed by another. */
export const draftReferences: ReferenceSource = {
  tables: ['definition_draft'],
  async find(tx, workspace_id, { pipeline_id, pipeline }) {
    const draft = await readDraft(tx, workspace_id, pipeline_id)
    if (!draft) return []
    const name = `A draft by ${draft.updated_by_name} on version ${draft.based_on_version}`
    return [{ kind: 'draft', id: pipeline_id, name, refers_to: { kind: 'pipeline', key: pipeline } }]
  },
}
