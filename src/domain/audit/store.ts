import { type RawBuilder, sql } from 'kysely'
import type { Channel } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { AuditFilter } from './audit.ts'

export type EventOfAudit = {
  position: bigint
  id: string
  type: string
  subject: string
  actor_id: string | null
  actor_name: string | null
  channel: Channel
  request_id: string | null
  data: Record<string, unknown>
  recorded_at: Instant
  erased: boolean
}

/** Sealed events that fit, the newest first, below a position where one is given. */
export async function readEvents(
  tx: Tx,
  workspace_id: string,
  { actor_id, type, subject, channel, from, before }: AuditFilter,
  { below, limit }: { below?: number | undefined; limit: number },
): Promise<EventOfAudit[]> {
  const when = (given: unknown, condition: RawBuilder<unknown>) => (given === undefined ? sql`` : condition)
  const { rows } = await sql<EventOfAudit>`
    select s.position, e.id, e.type, e.subject, e.actor_id, p.name as actor_name, e.channel, e.request_id, e.data,
      e.recorded_at, e.erased_by is not null as erased
    from event_seal s
    join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
    left join person p on p.workspace_id = e.workspace_id and p.id = e.actor_id
    where s.workspace_id = ${workspace_id}
      ${when(below, sql`and s.position < ${below}`)}
      ${when(actor_id, sql`and e.actor_id = ${actor_id}`)}
      ${when(type, sql`and starts_with(e.type, ${type})`)}
      ${when(subject, sql`and e.subject = ${subject}`)}
      ${when(channel, sql`and e.channel = ${channel}`)}
      ${when(from, sql`and e.recorded_at >= ${from}`)}
      ${when(before, sql`and e.recorded_at < ${before}`)}
    order by s.position desc limit ${limit}`.execute(tx)
  return rows
}

export type Called = { id: string; name: string; key: string | null }

/** What the subjects of events are called now. */
export async function readNames(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Map<string, Called>> {
  if (ids.length === 0) return new Map()
  const plain = [...new Set(ids)]
  const named = (table: string, name: string, key = 'null') => sql`
    select id, ${sql.raw(name)} as name, ${sql.raw(key)} as key from ${sql.table(table)}
    where workspace_id = ${workspace_id} and id = any(${plain}::text[])`
  const { rows } = await sql<Called>`${sql.join(
    [
      named('deal', 'name', `'D-' || number`),
      named('account', 'name'),
      named('contact', 'name'),
      named('person', 'name'),
      named('product', 'name'),
      named('pipeline', 'name'),
      named('activity', 'subject'),
      named('api_key', 'name'),
      named('team', 'name'),
      named('webhook_endpoint', 'description'),
      named('invitation', 'email'),
      named('import', 'file_name'),
      named('job', 'kind'),
    ],
    sql` union all `,
  )}`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function readDealId(tx: Tx, workspace_id: string, number: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and number = ${number}`.execute(tx)
  return rows[0]?.id
}

/** The definitions that say who reads the fields of deals: those each was ever in, and the newest of its pipeline. */
export async function readDefinitionIds(
  tx: Tx,
  workspace_id: string,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; then_ids: string[]; now_id: string }>`
    select d.id, p.definition_id as now_id, (
      select jsonb_agg(distinct l.definition_id) from deal_ledger l
      where l.workspace_id = d.workspace_id and l.deal_id = d.id) as then_ids
    from deal d join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    where d.workspace_id = ${workspace_id} and d.id = any(${[...new Set(ids)]}::text[])`.execute(tx)
  return new Map(rows.map(({ id, then_ids, now_id }) => [id, [...new Set([...(then_ids ?? []), now_id])]]))
}

export type HeadRow = { position: bigint; hash: string }

export async function readHead(tx: Tx, workspace_id: string): Promise<HeadRow | undefined> {
  const { rows } = await sql<HeadRow>`
    select position, hash from event_seal where workspace_id = ${workspace_id}
    order by position desc limit 1`.execute(tx)
  return rows[0]
}

export async function readExported(
  tx: Tx,
  workspace_id: string,
  { below, limit }: { below?: number | undefined; limit: number },
): Promise<(HeadRow & { exported_at: Instant })[]> {
  const { rows } = await sql<HeadRow & { exported_at: Instant }>`
    select position, hash, exported_at from audit_head where workspace_id = ${workspace_id}
      ${below === undefined ? sql`` : sql`and position < ${below}`}
    order by position desc limit ${limit}`.execute(tx)
  return rows
}

export type NewHead = HeadRow & { workspace_id: string; slug: string }

/** The heads of all workspaces that have moved on since they were last exported. */
export async function readNewHeads(owner: Tx): Promise<NewHead[]> {
  const { rows } = await sql<NewHead>`
    select w.id as workspace_id, w.slug, s.position, s.hash from workspace w
    cross join lateral (select position, hash from event_seal s
      where s.workspace_id = w.id order by position desc limit 1) s
    where not exists (select from audit_head h where h.workspace_id = w.id and h.position >= s.position)`.execute(owner)
  return rows
}

export async function insertHead(owner: Tx, { workspace_id, position, hash }: NewHead, now: Instant): Promise<void> {
  await sql`insert into audit_head (workspace_id, position, hash, exported_at)
    values (${workspace_id}, ${String(position)}, ${hash}, ${now})
    on conflict (workspace_id, position) do nothing`.execute(owner)
}
