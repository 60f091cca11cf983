import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'
import type { ActivityKind, ActivityOrder, ActivityState } from './activity.ts'

export type ActivityRow = ActivityState & {
  id: string
  owner_name: string | null
  version: number
  created_by: string | null
  created_by_name: string | null
  created_at: Instant
}

const columns = sql.raw(`t.id, t.kind, t.subject, t.body, t.deal_id, t.account_id, t.owner_id, o.name as owner_name,
  t.due_on, t.done_at, t.held_at, t.criterion, t.version, t.created_by, c.name as created_by_name, t.created_at
  from activity t
  left join person o on o.workspace_id = t.workspace_id and o.id = t.owner_id
  left join person c on c.workspace_id = t.workspace_id and c.id = t.created_by`)

/** Not done yet; the words of the partial indexes. */
const open = sql.raw(`t.done_at is null and t.kind <> 'note'`)

export type ActivityFilter = {
  deal_id?: string | undefined
  account_id?: string | undefined
  kind?: ActivityKind | undefined
  owner_id?: string | undefined
  open?: boolean | undefined
  due_before?: Day | undefined
  order: ActivityOrder
  limit: number
  after?: { value: string | null; id: string } | undefined
}

/** Activities in the order asked for, one more than asked for. */
export async function readActivities(tx: Tx, workspace_id: string, filter: ActivityFilter): Promise<ActivityRow[]> {
  const { deal_id, account_id, kind, owner_id, due_before, order, limit } = filter
  const { rows } = await sql<ActivityRow>`
    select ${columns} where t.workspace_id = ${workspace_id}
      ${deal_id === undefined ? sql`` : sql`and t.deal_id = ${deal_id}`}
      ${account_id === undefined ? sql`` : sql`and t.account_id = ${account_id}`}
      ${kind === undefined ? sql`` : sql`and t.kind = ${kind}`}
      ${owner_id === undefined ? sql`` : sql`and t.owner_id = ${owner_id}`}
      ${filter.open === undefined ? sql`` : filter.open ? sql`and ${open}` : sql`and not (${open})`}
      ${due_before === undefined ? sql`` : sql`and t.due_on < ${due_before}::date`}
      ${beyond(filter)}
    order by ${sql.raw(order === 'due' ? 't.due_on nulls last, t.id' : 't.created_at desc, t.id desc')}
    limit ${limit + 1}`.execute(tx)
  return rows
}

/** Behind the last row seen; what has no day comes last. */
function beyond({ order, after }: ActivityFilter) {
  if (after === undefined) return sql``
  if (order === 'newest') return sql`and (t.created_at, t.id) < (${after.value}::timestamptz, ${after.id})`
  if (after.value === null) return sql`and t.due_on is null and t.id > ${after.id}`
  return sql`and ((t.due_on, t.id) > (${after.value}::date, ${after.id}) or t.due_on is null)`
}

/** Reads an activity and keeps others from changing it until this transaction ends. */
export async function lockActivity(tx: Tx, workspace_id: string, id: string): Promise<ActivityRow | undefined> {
  await sql`select from activity where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  const { rows } = await sql<ActivityRow>`
    select ${columns} where t.workspace_id = ${workspace_id} and t.id = ${id}`.execute(tx)
  return rows[0]
}

export async function insertActivity(tx: Tx, workspace_id: string, activity: ActivityRow): Promise<void> {
  const { owner_name, created_by_name, ...row } = activity
  await insertRows(tx, 'activity', [{ workspace_id, ...row }])
}

export async function updateActivity(tx: Tx, workspace_id: string, activity: ActivityRow): Promise<void> {
  const { id, subject, body, owner_id, due_on, done_at, held_at, version } = activity
  await sql`update activity set subject = ${subject}, body = ${body}, owner_id = ${owner_id}, due_on = ${due_on},
      done_at = ${done_at}, held_at = ${held_at}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export async function readTimeZone(tx: Tx, workspace_id: string): Promise<string> {
  const { rows } = await sql<{ time_zone: string }>`
    select time_zone from workspace where id = ${workspace_id}`.execute(tx)
  return rows[0]?.time_zone ?? 'UTC'
}

/** Meetings that are planned for criteria that go away. */
export const activityReferences: ReferenceSource = {
  tables: ['activity'],
  async find(tx, workspace_id, { pipeline_id, criteria }) {
    if (criteria.length === 0) return []
    const { rows } = await sql<{ id: string; subject: string; criterion: string }>`
      select t.id, t.subject, t.criterion from activity t
      join deal d on d.workspace_id = t.workspace_id and d.id = t.deal_id
      where t.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id} and t.done_at is null
        and t.criterion = any(${criteria}::text[])
      order by t.id limit ${mostReferences}`.execute(tx)
    return rows.map(({ id, subject, criterion }) => ({
      kind: 'activity',
      id,
      name: subject,
      refers_to: { kind: 'criterion', key: criterion },
    }))
  },
}

export type DueActivity = {
  workspace_id: string
  id: string
  subject: string
  owner_id: string
  due_on: Day
  deal: { id: string; key: string; name: string; pipeline_id: string; owner_id: string | null } | null
}

/**
 * What is due today, by the clock of each workspace, or was since a day, is not done and was not told of. In every
 * workspace, as the owner of the database.
 */
export async function readDue(owner: Tx, { from, now }: { from: Day; now: Instant }): Promise<DueActivity[]> {
  const { rows } = await sql<DueActivity>`
    select t.workspace_id, t.id, t.subject, t.owner_id, t.due_on,
      case when d.id is not null then jsonb_build_object('id', d.id, 'key', 'D-' || d.number, 'name', d.name,
        'pipeline_id', d.pipeline_id, 'owner_id', d.owner_id) end as deal
    from workspace w
    join activity t on t.workspace_id = w.id
    left join deal d on d.workspace_id = t.workspace_id and d.id = t.deal_id
    where ${open} and t.owner_id is not null and t.due_on >= ${from}::date
      and t.due_on <= (${now}::timestamptz at time zone w.time_zone)::date
      and not exists (
        select from notification n where n.workspace_id = t.workspace_id and n.person_id = t.owner_id
          and n.kind = 'activity.due' and n.key = t.id || ' ' || t.due_on::text)
    order by t.workspace_id, t.due_on, t.id limit 2000`.execute(owner)
  return rows
}

type Rehome = { from: string; to: string; only?: readonly string[] }

/** Where an account went into another one: its name, and the id of that one. Accounts lie above, and tell nothing here. */
export async function readHeir(
  tx: Tx,
  workspace_id: string,
  account_id: string,
): Promise<{ name: string; id: string } | undefined> {
  const { rows } = await sql<{ name: string; id: string }>`
    select name, merged_into as id from account
    where workspace_id = ${workspace_id} and id = ${account_id} and merged_into is not null`.execute(tx)
  return rows[0]
}

/** Gives the activities of one account to another, all or some of them; answers which. */
export async function rehomeActivities(tx: Tx, workspace_id: string, { from, to, only }: Rehome): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update activity set account_id = ${to} where workspace_id = ${workspace_id} and account_id = ${from}
      ${only === undefined ? sql`` : sql`and id = any(${[...only]}::text[])`}
    returning id`.execute(tx)
  return rows.map(({ id }) => id)
}
