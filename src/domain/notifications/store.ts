import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { NotificationKind, Wanted } from './kinds.ts'
import type { Pieces } from './sentences.ts'

export type Row = {
  id: string
  kind: NotificationKind
  pieces: Pieces
  link: string
  created_at: Instant
  read_at: Instant | null
}

const columns = sql.raw('n.id, n.kind, n.pieces, n.link, n.created_at, n.read_at')

/** What somebody was told in the app, the newest first, one more than asked for. */
export async function readNotifications(
  tx: Tx,
  workspace_id: string,
  person_id: string,
  { unread, limit, cursor }: { unread?: boolean | undefined; limit: number; cursor?: [string] | undefined },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select ${columns} from notification n
    where n.workspace_id = ${workspace_id} and n.person_id = ${person_id} and n.in_app
      ${unread === undefined ? sql`` : unread ? sql`and n.read_at is null` : sql`and n.read_at is not null`}
      ${cursor === undefined ? sql`` : sql`and n.id < ${cursor[0]}`}
    order by n.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

export async function countUnread(tx: Tx, workspace_id: string, person_id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from notification n
    where n.workspace_id = ${workspace_id} and n.person_id = ${person_id} and n.in_app and n.read_at is null`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

export async function lockNotification(
  tx: Tx,
  workspace_id: string,
  person_id: string,
  id: string,
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from notification n
    where n.workspace_id = ${workspace_id} and n.person_id = ${person_id} and n.id = ${id} and n.in_app
    for update`.execute(tx)
  return rows[0]
}

export async function markRead(tx: Tx, workspace_id: string, id: string, read_at: Instant | null): Promise<void> {
  await sql`update notification set read_at = ${read_at}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

/** Answers how many were unread. */
export async function markAllRead(tx: Tx, workspace_id: string, person_id: string, now: Instant): Promise<number> {
  const { rows } = await sql`
    update notification set read_at = ${now}
    where workspace_id = ${workspace_id} and person_id = ${person_id} and in_app and read_at is null
    returning id`.execute(tx)
  return rows.length
}

export async function readWanted(tx: Tx, workspace_id: string, person_id: string): Promise<Map<string, Wanted>> {
  const all = await readWantedOf(tx, workspace_id, [person_id])
  return all.get(person_id) ?? new Map()
}

async function readWantedOf(
  tx: Tx,
  workspace_id: string,
  ids: readonly string[],
): Promise<Map<string, Map<string, Wanted>>> {
  const { rows } = await sql<Wanted & { person_id: string; kind: string }>`
    select person_id, kind, app, mail, chat from notification_preference
    where workspace_id = ${workspace_id} and person_id = any(${ids}::text[])`.execute(tx)
  const all = new Map<string, Map<string, Wanted>>()
  for (const { person_id, kind, ...wanted } of rows)
    all.set(person_id, (all.get(person_id) ?? new Map()).set(kind, wanted))
  return all
}

export async function saveWanted(
  tx: Tx,
  workspace_id: string,
  person_id: string,
  wanted: readonly (Wanted & { kind: string })[],
): Promise<void> {
  const given = wanted.map(({ kind }) => kind)
  await sql`delete from notification_preference
    where workspace_id = ${workspace_id} and person_id = ${person_id} and kind = any(${given}::text[])`.execute(tx)
  await insertRows(
    tx,
    'notification_preference',
    wanted.map((one) => ({ workspace_id, person_id, ...one })),
  )
}

export async function readShownAddress(tx: Tx, workspace_id: string, person_id: string): Promise<string | null> {
  const { rows } = await sql<{ shown: string }>`
    select shown from notification_address where workspace_id = ${workspace_id} and person_id = ${person_id}`.execute(
    tx,
  )
  return rows[0]?.shown ?? null
}

export async function saveAddress(
  tx: Tx,
  workspace_id: string,
  person_id: string,
  address: { secret: string; shown: string } | null,
): Promise<void> {
  await sql`delete from notification_address
    where workspace_id = ${workspace_id} and person_id = ${person_id}`.execute(tx)
  if (address) await insertRows(tx, 'notification_address', [{ workspace_id, person_id, ...address }])
}

/** How some people want to hear, and whether they work here. As the owner of the database. */
export async function readRecipients(owner: Tx, workspace_id: string, ids: readonly string[]) {
  const wanted = await readWantedOf(owner, workspace_id, ids)
  const { rows } = await sql<{ id: string; active: boolean; has_chat: boolean }>`
    select p.id, p.active, a.person_id is not null as has_chat from person p
    left join notification_address a on a.workspace_id = p.workspace_id and a.person_id = p.id
    where p.workspace_id = ${workspace_id} and p.id = any(${ids}::text[])`.execute(owner)
  return rows.map((row) => ({ ...row, wanted: wanted.get(row.id) ?? new Map<string, Wanted>() }))
}

export type NewRow = Row & {
  person_id: string
  key: string
  deal_id: string | null
  pipeline_id: string | null
  in_app: boolean
}

/** Writes what is new of these, and answers the ids of those: an occasion that was told of is not told again. */
export async function insertNotifications(
  owner: Tx,
  workspace_id: string,
  rows: readonly NewRow[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const { rows: written } = await sql<{ id: string }>`
    insert into notification (workspace_id, id, person_id, kind, key, deal_id, pipeline_id, pieces, link, in_app, created_at)
    select ${workspace_id}, id, person_id, kind, key, deal_id, pipeline_id, pieces, link, in_app, created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id text, person_id text, kind text, key text,
      deal_id text, pipeline_id text, pieces jsonb, link text, in_app boolean, created_at timestamptz)
    on conflict (workspace_id, person_id, kind, key) do nothing returning id`.execute(owner)
  return new Set(written.map(({ id }) => id))
}

export async function insertDeliveries(
  owner: Tx,
  workspace_id: string,
  rows: readonly { notification_id: string; channel: 'mail' | 'chat'; next_attempt_at: Instant }[],
): Promise<void> {
  await insertRows(
    owner,
    'notification_delivery',
    rows.map((row) => ({ workspace_id, ...row, state: 'pending' })),
  )
}

/** A message that is to go out, with all that it takes. */
export type Due = Row & {
  workspace_id: string
  notification_id: string
  channel: 'mail' | 'chat'
  attempts: number
  person_id: string
  person_name: string
  email: string
  url: string | null
  /** Where the deal or the pipeline that it is about stands now. */
  place: { pipeline_id: string; id?: string; owner_id?: string | null } | null
}

/** The message that is due the longest, locked until the transaction ends; others pass it by. */
export async function takeDue(owner: Tx, now: Instant): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select v.workspace_id, v.notification_id, v.channel, v.attempts, n.person_id, ${columns}, p.name as person_name,
      p.email, a.secret as url,
      case when d.id is not null then jsonb_build_object('pipeline_id', d.pipeline_id, 'id', d.id, 'owner_id', d.owner_id)
        when n.pipeline_id is not null then jsonb_build_object('pipeline_id', n.pipeline_id) end as place
    from notification_delivery v
    join notification n on n.workspace_id = v.workspace_id and n.id = v.notification_id
    join person p on p.workspace_id = n.workspace_id and p.id = n.person_id
    left join deal d on d.workspace_id = n.workspace_id and d.id = n.deal_id
    left join notification_address a on a.workspace_id = n.workspace_id and a.person_id = n.person_id
    where v.next_attempt_at <= ${now} order by v.next_attempt_at limit 1 for update of v skip locked`.execute(owner)
  return rows[0]
}

export async function saveOutcome(
  owner: Tx,
  { workspace_id, notification_id, channel }: Pick<Due, 'workspace_id' | 'notification_id' | 'channel'>,
  outcome: {
    state: 'pending' | 'sent' | 'failed' | 'dropped'
    attempts: number
    next_attempt_at: Instant | null
    error: string | null
    sent_at: Instant | null
  },
): Promise<void> {
  const { state, attempts, next_attempt_at, error, sent_at } = outcome
  await sql`update notification_delivery set state = ${state}, attempts = ${attempts},
      next_attempt_at = ${next_attempt_at}, error = ${error}, sent_at = ${sent_at}
    where workspace_id = ${workspace_id} and notification_id = ${notification_id} and channel = ${channel}`.execute(
    owner,
  )
}
