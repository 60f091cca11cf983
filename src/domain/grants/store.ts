import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Extent, PipelineRight } from '../../platform/rights.ts'
import { forever, type Instant } from '../../values/instant.ts'
import type { Role } from '../people/index.ts'
import type { Owned } from './decide-handover.ts'

export type GrantRow = {
  id: string
  pipeline_id: string
  role: Role | null
  team_id: string | null
  team_name: string | null
  person_id: string | null
  person_name: string | null
  rights: PipelineRight[]
  deals: Extent
  valid_from: Instant
}

/** The grants in force, of one pipeline or of all. */
export async function readGrants(tx: Tx, workspace_id: string, pipeline_id?: string): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select g.id, g.pipeline_id, g.role, g.team_id, t.name as team_name, g.person_id, p.name as person_name, g.rights,
      g.deals, g.valid_from
    from pipeline_grant g
    left join team t on t.workspace_id = g.workspace_id and t.id = g.team_id
    left join person p on p.workspace_id = g.workspace_id and p.id = g.person_id
    where g.workspace_id = ${workspace_id} and g.valid_until = 'infinity'
      ${pipeline_id === undefined ? sql`` : sql`and g.pipeline_id = ${pipeline_id}`}
    order by g.id`.execute(tx)
  return rows
}

/** Keeps others from changing the rights of a pipeline until this transaction ends. */
export async function lockRights(tx: Tx, workspace_id: string, pipeline_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rights ' || ${workspace_id} || ${pipeline_id}, 0))`.execute(
    tx,
  )
}

export async function endGrants(tx: Tx, workspace_id: string, ids: readonly string[], now: Instant): Promise<void> {
  await sql`update pipeline_grant set valid_until = ${now}
    where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(tx)
}

export type NewGrantRow = Pick<GrantRow, 'id' | 'pipeline_id' | 'role' | 'team_id' | 'person_id' | 'deals'> & {
  rights: string[]
  valid_from: Instant
}

export async function insertGrants(tx: Tx, workspace_id: string, grants: readonly NewGrantRow[]): Promise<void> {
  await insertRows(
    tx,
    'pipeline_grant',
    grants.map((grant) => ({ workspace_id, ...grant, valid_until: forever })),
  )
}

/** Who owns how many open deals, in one pipeline or everywhere, or one person's alone. */
export async function readOwned(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, owner_id }: { pipeline_id?: string; owner_id?: string },
): Promise<Owned[]> {
  const { rows } = await sql<Omit<Owned, 'deals'> & { deals: bigint }>`
    select pipeline_id, owner_id, count(*) as deals from deal
    where workspace_id = ${workspace_id} and outcome is null and owner_id is not null
      ${pipeline_id === undefined ? sql`` : sql`and pipeline_id = ${pipeline_id}`}
      ${owner_id === undefined ? sql`` : sql`and owner_id = ${owner_id}`}
    group by pipeline_id, owner_id order by pipeline_id, owner_id`.execute(tx)
  return rows.map((row) => ({ ...row, deals: Number(row.deals) }))
}

export async function readOpenIds(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, from }: { pipeline_id: string; from: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and owner_id = ${from}
      and outcome is null order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** The teams in which somebody is. */
export async function readTeamIds(tx: Tx, workspace_id: string, person_id: string, at: Instant): Promise<Set<string>> {
  const { rows } = await sql<{ team_id: string }>`
    select team_id from team_member where workspace_id = ${workspace_id} and person_id = ${person_id}
      and valid_from <= ${at} and valid_until > ${at}`.execute(tx)
  return new Set(rows.map(({ team_id }) => team_id))
}

export async function readTeams(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from team where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** When somebody last began to look through another's eyes; as the owner, before any request of theirs. */
export async function readViewBegan(
  owner: Tx,
  workspace_id: string,
  { by, person_id, after }: { by: string; person_id: string; after: Instant },
): Promise<Instant | undefined> {
  const { rows } = await sql<{ recorded_at: Instant }>`
    select recorded_at from event where workspace_id = ${workspace_id} and subject = ${person_id}
      and type = 'person.viewed_as' and actor_id = ${by} and recorded_at > ${after}
    order by recorded_at desc limit 1`.execute(owner)
  return rows[0]?.recorded_at
}
