import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Fingerprint, Impact } from '../impact/index.ts'
import type { MigrationInput } from '../migrations/index.ts'
import type { Definition, Migrate, ReferenceSource } from '../pipelines/index.ts'
import type { ChangeState } from './change-request.ts'

export type StoredPlan = Impact & { fingerprint: Fingerprint }

export type ChangeRow = {
  id: string
  number: bigint
  version: number
  pipeline_id: string
  pipeline_key: string
  pipeline_name: string
  title: string
  reason: string | null
  state: ChangeState
  based_on: string
  based_on_version: number
  source: string
  body: Definition
  stage_map: Record<string, string>
  migrate: Migrate
  effective_at: Instant | null
  plan: StoredPlan
  plan_token: string
  definition_id: string | null
  definition_version: number | null
  job_id: string | null
  published_at: Instant | null
  rollback_of: string | null
  created_by: string
  created_by_name: string
  created_at: Instant
}

const select = sql`
  select c.id, c.number, c.version, c.pipeline_id, p.key as pipeline_key, p.name as pipeline_name, c.title, c.reason,
    c.state, c.based_on, b.version as based_on_version, c.source, c.body, c.stage_map, c.migrate, c.effective_at, c.plan,
    c.plan_token, c.definition_id, d.version as definition_version, c.job_id, c.published_at, c.rollback_of, c.created_by,
    w.name as created_by_name, c.created_at
  from change_request c
  join pipeline p on p.workspace_id = c.workspace_id and p.id = c.pipeline_id
  join definition b on b.workspace_id = c.workspace_id and b.id = c.based_on
  left join definition d on d.workspace_id = c.workspace_id and d.id = c.definition_id
  join person w on w.workspace_id = c.workspace_id and w.id = c.created_by`

export async function readChange(tx: Tx, workspace_id: string, id: string): Promise<ChangeRow | undefined> {
  const { rows } = await sql<ChangeRow>`${select} where c.workspace_id = ${workspace_id} and c.id = ${id}`.execute(tx)
  return rows[0]
}

/** As above, kept from others until the transaction ends. */
export async function lockChange(tx: Tx, workspace_id: string, id: string): Promise<ChangeRow | undefined> {
  await sql`select from change_request where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readChange(tx, workspace_id, id)
}

export type ChangeFilter = {
  pipeline_id?: string | undefined
  state?: ChangeState | undefined
  after?: string | undefined
  limit: number
}

/** Newest first, one more than asked for. */
export async function readChanges(tx: Tx, workspace_id: string, filter: ChangeFilter): Promise<ChangeRow[]> {
  const { pipeline_id, state, after, limit } = filter
  const { rows } = await sql<ChangeRow>`${select}
    where c.workspace_id = ${workspace_id} ${pipeline_id ? sql`and c.pipeline_id = ${pipeline_id}` : sql``}
      ${state ? sql`and c.state = ${state}` : sql``} ${after ? sql`and c.id < ${after}` : sql``}
    order by c.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

/** Requests of a pipeline that are not decided, or decided and not published. */
export async function readPending(tx: Tx, workspace_id: string, pipeline_id: string): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`${select}
    where c.workspace_id = ${workspace_id} and c.pipeline_id = ${pipeline_id} and c.state in ('open', 'approved')
    order by c.id`.execute(tx)
  return rows
}

export type NewChangeRow = Pick<
  ChangeRow,
  | 'id'
  | 'pipeline_id'
  | 'title'
  | 'reason'
  | 'based_on'
  | 'source'
  | 'body'
  | 'stage_map'
  | 'migrate'
  | 'effective_at'
  | 'plan'
  | 'plan_token'
  | 'created_by'
  | 'created_at'
> & { state: ChangeState; rollback_of?: string | null }

/** Writes a request under the next number; one after the other, since numbers have no gaps. */
export async function insertChange(tx: Tx, workspace_id: string, row: NewChangeRow): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('change requests ' || ${workspace_id}, 0))`.execute(tx)
  const { rows } = await sql<{ next: string }>`
    select (coalesce(max(number), 0) + 1)::text as next from change_request where workspace_id = ${workspace_id}`.execute(
    tx,
  )
  await insertRows(tx, 'change_request', [{ workspace_id, number: rows[0]?.next ?? '1', ...row }])
}

export type ChangeChange = Partial<
  Pick<
    ChangeRow,
    'state' | 'effective_at' | 'based_on' | 'plan' | 'plan_token' | 'definition_id' | 'job_id' | 'published_at'
  >
>

export async function updateChange(
  tx: Tx,
  workspace_id: string,
  { id, version }: Pick<ChangeRow, 'id' | 'version'>,
  change: ChangeChange,
): Promise<void> {
  const set = sql.join(
    Object.entries({ ...change, version }).map(
      ([column, value]) =>
        sql`${sql.ref(column)} = ${typeof value === 'object' && value !== null ? JSON.stringify(value) : value}`,
    ),
  )
  await sql`update change_request set ${set} where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type DueRow = { workspace_id: string; id: string; created_by: string }

/** Approved requests of every workspace whose date has come, oldest date first. */
export async function readDue(owner: Tx, now: Instant): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select workspace_id, id, created_by from change_request
    where state = 'approved' and effective_at <= ${now} order by effective_at, id`.execute(owner)
  return rows
}

/** Whether deals of a pipeline are still being brought along by an earlier change. */
export async function isMigrating(tx: Tx, workspace_id: string, pipeline_id: string): Promise<boolean> {
  const { rows } = await sql`
    select from job j
    where j.workspace_id = ${workspace_id} and j.kind = 'migration' and j.status in ('queued', 'running')
      and j.input ->> 'pipeline_id' = ${pipeline_id} limit 1`.execute(tx)
  return rows.length > 0
}

export type Straggling = { workspace_id: string; created_by: string; input: MigrationInput }

/** Pipelines of every workspace whose last change brought its deals along, and that have open deals in older versions. */
export async function readStragglers(owner: Tx): Promise<Straggling[]> {
  const { rows } = await sql<Straggling>`
    select c.workspace_id, c.created_by, j.input from change_request c
    join pipeline p on p.workspace_id = c.workspace_id and p.id = c.pipeline_id and p.definition_id = c.definition_id
    join job j on j.workspace_id = c.workspace_id and j.id = c.job_id and j.status = 'done'
    where p.lifecycle <> 'archived' and exists (
      select from definition v
      cross join lateral (
        select from deal d where d.workspace_id = v.workspace_id and d.definition_id = v.id
          and d.pipeline_id = p.id and d.outcome is null limit 1) left_behind
      where v.workspace_id = p.workspace_id and v.pipeline_id = p.id and v.id <> p.definition_id
        and (not (j.input ->> 'only_back')::boolean or v.id = j.input ->> 'back_from'))
    order by c.workspace_id, c.pipeline_id`.execute(owner)
  return rows
}

/** Whether any deal was ever in a pipeline. */
export async function hasDeals(tx: Tx, workspace_id: string, pipeline_id: string): Promise<boolean> {
  const { rows } = await sql`
    select from deal where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} limit 1`.execute(tx)
  return rows.length > 0
}

export type CommentRow = { id: string; person_id: string; person_name: string; body: string; commented_at: Instant }

export async function readComments(tx: Tx, workspace_id: string, change_request_id: string): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    select m.id, m.person_id, p.name as person_name, m.body, m.commented_at
    from change_comment m join person p on p.workspace_id = m.workspace_id and p.id = m.person_id
    where m.workspace_id = ${workspace_id} and m.change_request_id = ${change_request_id}
    order by m.commented_at, m.id`.execute(tx)
  return rows
}

export async function insertComment(
  tx: Tx,
  workspace_id: string,
  comment: Omit<CommentRow, 'person_name'> & { change_request_id: string },
): Promise<void> {
  await insertRows(tx, 'change_comment', [{ workspace_id, ...comment }])
}

/** Requests on a version that is about to be followed by another: they must be planned anew. */
export const changeReferences: ReferenceSource = {
  tables: ['change_request'],
  async find(tx, workspace_id, { pipeline_id, pipeline }) {
    const pending = await readPending(tx, workspace_id, pipeline_id)
    return pending.map(({ id, number, title }) => ({
      kind: 'change_request',
      id,
      name: `CR-${number}: ${title}`,
      refers_to: { kind: 'pipeline', key: pipeline },
    }))
  },
}
