import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { PersonRef, Role } from '../people/index.ts'
import type { Reporting } from './decide-manager.ts'
import type { MemberPlan, Membership } from './plan-members.ts'

export type TeamRow = { id: string; name: string; active: boolean; version: number; created_at: Instant }

export async function readTeamRows(tx: Tx, workspace_id: string): Promise<TeamRow[]> {
  const { rows } = await sql<TeamRow>`
    select id, name, active, version, created_at from team where workspace_id = ${workspace_id}
    order by name, id`.execute(tx)
  return rows
}

/** One team, held until the end of the transaction, so that two who change it come one after the other. */
export async function lockTeam(tx: Tx, workspace_id: string, id: string): Promise<TeamRow | undefined> {
  const { rows } = await sql<TeamRow>`
    select id, name, active, version, created_at from team
    where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function insertTeam(tx: Tx, workspace_id: string, team: TeamRow): Promise<void> {
  await insertRows(tx, 'team', [{ workspace_id, ...team }])
}

export async function updateTeam(tx: Tx, workspace_id: string, { id, name, active, version }: TeamRow): Promise<void> {
  await sql`update team set name = ${name}, active = ${active}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type TeamMember = { team_id: string; person: PersonRef }

/** Who was in which team at a moment, by name. */
export async function readMembers(tx: Tx, workspace_id: string, at: Instant): Promise<TeamMember[]> {
  type Row = { team_id: string; id: string; name: string }
  const { rows } = await sql<Row>`
    select m.team_id, p.id, p.name from team_member m
    join person p on p.workspace_id = m.workspace_id and p.id = m.person_id
    where m.workspace_id = ${workspace_id} and m.valid_from <= ${at} and m.valid_until > ${at}
    order by p.name, p.id`.execute(tx)
  return rows.map(({ team_id, id, name }) => ({ team_id, person: { id, name } }))
}

/** The teams that a person is in at a moment, without those that are no more. */
export async function readTeamsOfPerson(
  tx: Tx,
  workspace_id: string,
  person_id: string,
  at: Instant,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select t.id, t.name from team_member m
    join team t on t.workspace_id = m.workspace_id and t.id = m.team_id and t.active
    where m.workspace_id = ${workspace_id} and m.person_id = ${person_id}
      and m.valid_from <= ${at} and m.valid_until > ${at}
    order by t.name, t.id`.execute(tx)
  return rows
}

export async function readStays(tx: Tx, workspace_id: string, team_id: string): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select person_id, valid_from, valid_until from team_member
    where workspace_id = ${workspace_id} and team_id = ${team_id} order by valid_from, person_id`.execute(tx)
  return rows
}

export async function saveMembers(tx: Tx, workspace_id: string, team_id: string, plan: MemberPlan): Promise<void> {
  for (const { person_id, valid_from } of plan.remove)
    await sql`delete from team_member where workspace_id = ${workspace_id} and team_id = ${team_id}
      and person_id = ${person_id} and valid_from = ${valid_from}`.execute(tx)
  for (const { person_id, valid_from, valid_until } of plan.until)
    await sql`update team_member set valid_until = ${valid_until} where workspace_id = ${workspace_id}
      and team_id = ${team_id} and person_id = ${person_id} and valid_from = ${valid_from}`.execute(tx)
  await insertRows(
    tx,
    'team_member',
    plan.add.map((stay) => ({ workspace_id, team_id, ...stay })),
  )
}

/** Who reports to whom, from when on; every line there is, the oldest first. */
export async function readReporting(tx: Tx, workspace_id: string): Promise<Reporting[]> {
  const { rows } = await sql<Reporting>`
    select person_id, manager_id, valid_from from person_manager where workspace_id = ${workspace_id}
    order by valid_from, person_id`.execute(tx)
  return rows
}

export async function saveReporting(tx: Tx, workspace_id: string, line: Reporting): Promise<void> {
  const { person_id, manager_id, valid_from } = line
  await sql`insert into person_manager (workspace_id, person_id, valid_from, manager_id)
    values (${workspace_id}, ${person_id}, ${valid_from}, ${manager_id})
    on conflict (workspace_id, person_id, valid_from) do update set manager_id = excluded.manager_id`.execute(tx)
}

export type Placed = { person: PersonRef; role: Role; active: boolean; manager_id: string | null }

/** Everybody with their manager at a moment. */
export async function readPlaces(tx: Tx, workspace_id: string, at: Instant): Promise<Placed[]> {
  type Row = { id: string; name: string; role: Role; active: boolean; manager_id: string | null }
  const { rows } = await sql<Row>`
    select p.id, p.name, p.role, p.active, m.manager_id from person p
    left join (
      select distinct on (person_id) person_id, manager_id from person_manager
      where workspace_id = ${workspace_id} and valid_from <= ${at}
      order by person_id, valid_from desc) m on m.person_id = p.id
    where p.workspace_id = ${workspace_id} order by p.name, p.id`.execute(tx)
  return rows.map(({ id, name, ...rest }) => ({ person: { id, name }, ...rest }))
}
