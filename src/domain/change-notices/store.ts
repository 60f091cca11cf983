import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { ToldChange } from './notes.ts'

const told = sql`
  select c.workspace_id, c.id, c.number, c.title, c.pipeline_id, p.name as pipeline_name, c.created_by,
    w.name as created_by_name, c.effective_at, d.version
  from change_request c
  join pipeline p on p.workspace_id = c.workspace_id and p.id = c.pipeline_id
  join person w on w.workspace_id = c.workspace_id and w.id = c.created_by
  left join definition d on d.workspace_id = c.workspace_id and d.id = c.definition_id`

export async function readTold(owner: Tx, workspace_id: string, id: string): Promise<ToldChange | undefined> {
  const { rows } = await sql<ToldChange>`${told} where c.workspace_id = ${workspace_id} and c.id = ${id}`.execute(owner)
  return rows[0]
}

export type EndedMigration = ToldChange & {
  workspace_id: string
  job_id: string
  migrated: string | null
  error: string | null
}

/** Migrations that came to their end since a moment, in every workspace, and that nobody was told of. */
export async function readEnded(owner: Tx, since: Instant): Promise<EndedMigration[]> {
  const { rows } = await sql<EndedMigration>`
    select t.*, j.id as job_id, j.result ->> 'migrated' as migrated, j.error
    from (${told}) t
    join change_request r on r.workspace_id = t.workspace_id and r.id = t.id
    join job j on j.workspace_id = r.workspace_id and j.id = r.job_id
    where j.finished_at >= ${since} and not exists (
      select from notification n where n.workspace_id = j.workspace_id and n.kind = 'migration.ended' and n.key = j.id)
    order by j.finished_at, j.id limit 500`.execute(owner)
  return rows
}
