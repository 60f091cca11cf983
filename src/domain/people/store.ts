import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Database, Tx } from '../../platform/database/open.ts'
import type { Access } from '../../platform/operation.ts'
import type { Extent, PipelineRight } from '../../platform/rights.ts'
import type { Instant } from '../../values/instant.ts'
import type { Role } from './access.ts'
import type { Person } from './person.ts'

/** What the grants of a workspace have to do with one of its people; null where no pipeline has any. */
export type Standing = {
  /** Pipelines that have grants, so that they are open to nobody else. */
  closed: string[]
  /** The grants that are theirs: by their role, their name or a team. */
  grants: { pipeline_id: string; rights: PipelineRight[]; deals: Extent }[]
  /** Everybody in the teams they are in. */
  team: string[]
  /** Deals in those pipelines on whose team they are: id and pipeline. */
  deals: [string, string][]
} | null

export type Membership = {
  id: string
  name: string
  role: Role
  workspace_id: string
  workspace_slug: string
  workspace_name: string
  standing: Standing
}
/** Whose a key is, and what it is limited to. */
export type KeyMembership = Membership & { key_id: string; scopes: Access[] | null; expires_at: Instant | null }

/** A moment as it stands in a statement: a parameter, or a literal whose form was checked. */
type At = string

const membership = (
  at: At,
) => `select p.id, p.name, p.role, p.workspace_id, w.slug as workspace_slug, w.name as workspace_name,
  ${standing(at)} as standing`

/** Of `p`, a person: asked with every request, so it costs nothing where no pipeline has grants. */
function standing(at: At): string {
  const current = `g.workspace_id = p.workspace_id and g.valid_until = 'infinity'`
  const mine = `m.workspace_id = p.workspace_id and m.person_id = p.id and m.valid_from <= ${at} and m.valid_until > ${at}`
  return `case when p.role <> 'owner' and exists (select from pipeline_grant g where ${current})
    then jsonb_build_object(
      'closed', (select jsonb_agg(distinct g.pipeline_id) from pipeline_grant g where ${current}),
      'grants', (select coalesce(jsonb_agg(jsonb_build_object('pipeline_id', g.pipeline_id, 'rights', g.rights,
          'deals', g.deals)), '[]') from pipeline_grant g where ${current} and (g.role = p.role or g.person_id = p.id
            or g.team_id in (select m.team_id from team_member m where ${mine}))),
      'team', (select coalesce(jsonb_agg(distinct o.person_id), '[]') from team_member m
        join team_member o on o.workspace_id = m.workspace_id and o.team_id = m.team_id
          and o.valid_from <= ${at} and o.valid_until > ${at}
        where ${mine}),
      'deals', (select coalesce(jsonb_agg(jsonb_build_array(d.id, d.pipeline_id)), '[]') from deal_member m
        join deal d on d.workspace_id = m.workspace_id and d.id = m.deal_id
        where m.workspace_id = p.workspace_id and m.person_id = p.id and d.pipeline_id in (
          select g.pipeline_id from pipeline_grant g where ${current}))) end`
}

/**
 * Reads outside of any workspace, under the sign-in role: who is behind a key or a signed-in user. Every request asks,
 * so that a revoked key ends at once; hence one trip to the database for the whole transaction, and a statement that is
 * planned once a connection, since planning it takes ten times as long as running it.
 */
async function asSignIn<Row>(database: Database, statement: string, values: readonly string[]): Promise<Row[]> {
  const client = await database.pool.connect()
  try {
    const begin = 'begin read only; set local role tributary_auth'
    const ask = () => client.query(statement, [...values])
    if (database.embedded) {
      // There is no way to travel that could be shared: one after the other.
      await client.query(begin)
      const { rows } = await ask().finally(() => client.query('rollback'))
      return rows as Row[]
    }
    const begun = client.query(begin)
    const asked = ask()
    const ended = client.query('rollback')
    // All three, whatever became of one: the connection goes back when nothing of this is left on it.
    await Promise.allSettled([begun, asked, ended])
    await Promise.all([begun, ended])
    return (await asked).rows as Row[]
  } finally {
    client.release()
  }
}

const byKey = `${membership('$2::timestamptz')}, k.id as key_id, k.scopes, k.expires_at from api_key k
  join person p on p.workspace_id = k.workspace_id and p.id = k.person_id and p.active
  join workspace w on w.id = k.workspace_id
  where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2::timestamptz)`

export async function memberByKey(database: Database, hash: string, now: Instant): Promise<KeyMembership | undefined> {
  const [member] = await asSignIn<KeyMembership>(database, byKey, [hash, now])
  return member
}

const held = `select k.id from api_key k where k.workspace_id = $1 and k.id = $2 and k.revoked_at is null`

/** Whether nobody has revoked a key; for work that goes on after the request that it came in by. */
export async function isKeyHeld(database: Database, workspace_id: string, key_id: string): Promise<boolean> {
  return (await asSignIn(database, held, [workspace_id, key_id])).length > 0
}

const byUser = `${membership('$2::timestamptz')} from person p join workspace w on w.id = p.workspace_id
  where p.sign_in_id = $1 and p.active order by p.created_at, p.workspace_id`

export async function membersByUser(database: Database, sign_in_id: string, now: Instant): Promise<Membership[]> {
  return asSignIn(database, byUser, [sign_in_id, now])
}

const byId = `${membership('$3::timestamptz')} from person p join workspace w on w.id = p.workspace_id
  where p.workspace_id = $1 and p.id = $2 and p.active`

/** Somebody by their id, as sign-in would find them; undefined for who has left. */
export async function memberById(
  database: Database,
  workspace_id: string,
  id: string,
  now: Instant,
): Promise<Membership | undefined> {
  const [member] = await asSignIn<Membership>(database, byId, [workspace_id, id, now])
  return member
}

const moment = /^[\d:.TZ-]+$/

const checked = (text: string, form: RegExp): string => {
  if (!form.test(text)) throw new Error('malformed moment')
  return `'${text}'`
}

/** What grants have to do with people of this workspace, be they active or not; by their id. */
export async function readStandings(
  tx: Tx,
  workspace_id: string,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, { id: string; name: string; role: Role; standing: Standing }>> {
  const { rows } = await sql<{ id: string; name: string; role: Role; standing: Standing }>`
    select p.id, p.name, p.role, ${sql.raw(standing(`${checked(now, moment)}::timestamptz`))} as standing
    from person p where p.workspace_id = ${workspace_id} and p.id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function readPeople(tx: Tx, workspace_id: string): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select id, name, email, role, active, sign_in_id is not null as signs_in, created_at
    from person where workspace_id = ${workspace_id} order by name, id`.execute(tx)
  return rows
}

export async function readPerson(tx: Tx, workspace_id: string, id: string): Promise<Person | undefined> {
  return (await readPeople(tx, workspace_id)).find((person) => person.id === id)
}

export async function readPersonByEmail(tx: Tx, workspace_id: string, email: string): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select id, name, email, role, active, sign_in_id is not null as signs_in, created_at
    from person where workspace_id = ${workspace_id} and lower(email) = ${email.toLowerCase()}`.execute(tx)
  return rows[0]
}

export async function insertPerson(tx: Tx, workspace_id: string, person: Person): Promise<void> {
  await sql`insert into person (workspace_id, id, email, name, role, active, created_at)
    values (${workspace_id}, ${person.id}, ${person.email}, ${person.name}, ${person.role}, ${person.active}, ${person.created_at})`.execute(
    tx,
  )
}

/** Held until the end of the transaction by whoever changes what all people of a workspace must agree in. */
export async function lockPeople(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('people ' || ${workspace_id}, 0))`.execute(tx)
}

export async function updatePerson(
  tx: Tx,
  workspace_id: string,
  id: string,
  { name, role, active }: Pick<Person, 'name' | 'role' | 'active'>,
): Promise<void> {
  await sql`update person set name = ${name}, role = ${role}, active = ${active}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

/** Ends every key of a person; answers the ids of those that still held. */
export async function revokeKeysOf(tx: Tx, workspace_id: string, person_id: string, now: Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update api_key set revoked_at = ${now}
    where workspace_id = ${workspace_id} and person_id = ${person_id} and revoked_at is null
    returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

export type WorkspaceRow = { id: string; slug: string; name: string; time_zone: string }

export async function readWorkspace(tx: Tx, workspace_id: string): Promise<WorkspaceRow | undefined> {
  const { rows } =
    await sql<WorkspaceRow>`select id, slug, name, time_zone from workspace where id = ${workspace_id}`.execute(tx)
  return rows[0]
}

export async function updateWorkspace(
  tx: Tx,
  workspace_id: string,
  { name, time_zone }: Pick<WorkspaceRow, 'name' | 'time_zone'>,
): Promise<void> {
  await sql`update workspace set name = ${name}, time_zone = ${time_zone} where id = ${workspace_id}`.execute(tx)
}

export type KeyRow = {
  id: string
  name: string
  person_id: string
  person_name: string
  prefix: string
  scopes: Access[] | null
  created_at: Instant
  expires_at: Instant | null
  revoked_at: Instant | null
}

export async function readKeys(tx: Tx, workspace_id: string): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select k.id, k.name, k.person_id, p.name as person_name, k.prefix, k.scopes, k.created_at, k.expires_at, k.revoked_at
    from api_key k join person p on p.workspace_id = k.workspace_id and p.id = k.person_id
    where k.workspace_id = ${workspace_id} order by k.created_at desc, k.id`.execute(tx)
  return rows
}

export type NewKeyRow = {
  id: string
  person_id: string
  name: string
  prefix: string
  hash: string
  scopes: readonly Access[] | null
  created_at: Instant
  expires_at: Instant | null
}

export async function insertKey(tx: Tx, workspace_id: string, key: NewKeyRow): Promise<void> {
  await insertRows(tx, 'api_key', [{ workspace_id, ...key }])
}

export async function revokeKey(tx: Tx, workspace_id: string, id: string, now: Instant): Promise<void> {
  await sql`update api_key set revoked_at = ${now} where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}
