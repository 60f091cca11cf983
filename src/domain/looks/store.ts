import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'

export type LookRow = { position: bigint; looked_at: Instant }

export async function readLook(tx: Tx, workspace_id: string, person_id: string): Promise<LookRow | undefined> {
  const { rows } = await sql<LookRow>`
    select position, looked_at from look where workspace_id = ${workspace_id} and person_id = ${person_id}`.execute(tx)
  return rows[0]
}

export async function saveLook(tx: Tx, workspace_id: string, person_id: string, look: LookRow): Promise<void> {
  await sql`
    insert into look (workspace_id, person_id, position, looked_at)
    values (${workspace_id}, ${person_id}, ${String(look.position)}, ${look.looked_at})
    on conflict (workspace_id, person_id) do update set position = excluded.position, looked_at = excluded.looked_at`.execute(
    tx,
  )
}

export async function readHead(tx: Tx, workspace_id: string): Promise<bigint> {
  const { rows } = await sql<{ position: bigint }>`
    select position from event_seal where workspace_id = ${workspace_id} order by position desc limit 1`.execute(tx)
  return rows[0]?.position ?? 0n
}

export type ChangeRow = {
  position: bigint
  type: string
  recorded_at: Instant
  actor_id: string | null
  actor_name: string | null
  deal_id: string
  number: bigint
  name: string
  pipeline_key: string
  definition_id: string
  from_stage: string | null
  to_stage: string | null
}

/** What others did to deals after a position, the newest first; what came by import was nobody's doing of the day. */
export async function readChanges(
  tx: Tx,
  workspace_id: string,
  { person_id, after, limit }: { person_id: string; after: bigint; limit: number },
): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select s.position, e.type, e.recorded_at, e.actor_id, p.name as actor_name, d.id as deal_id, d.number, d.name,
      l.key as pipeline_key, d.definition_id, e.data ->> 'from_stage' as from_stage, e.data ->> 'to_stage' as to_stage
    from event_seal s
    join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
    join deal d on d.workspace_id = e.workspace_id and d.id = e.subject
    join pipeline l on l.workspace_id = d.workspace_id and l.id = d.pipeline_id
    left join person p on p.workspace_id = e.workspace_id and p.id = e.actor_id
    where s.workspace_id = ${workspace_id} and s.position > ${String(after)}
      and e.channel <> 'import' and e.actor_id is distinct from ${person_id}
    order by s.position desc limit ${limit}`.execute(tx)
  return rows
}
