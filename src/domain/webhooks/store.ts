import { sql } from 'kysely'
import { insertRows, updateRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Place as RightPlace } from '../../platform/rights.ts'
import type { Instant } from '../../values/instant.ts'
import type { Role } from '../people/index.ts'
import { readableEvent, readDefinitionOf, unreadable } from '../pipelines/index.ts'
import type { Attempt, Delivery } from './delivery.ts'
import type { DisabledReason, WebhookEndpoint } from './endpoint.ts'
import { bodyOf, headersOf, type SentEvent } from './message.ts'

type EndpointRow = Omit<WebhookEndpoint, 'owner'> & { owner_id: string; owner_name: string }

const endpoint = sql.raw(`
  select e.id, e.url, e.description, e.event_types, e.owner_id, p.name as owner_name, e.enabled, e.disabled_reason,
    e.failing_since, e.version, e.created_at
  from webhook_endpoint e join person p on p.workspace_id = e.workspace_id and p.id = e.owner_id`)

const endpointOf = ({ owner_id, owner_name, ...row }: EndpointRow): WebhookEndpoint => ({
  ...row,
  owner: { id: owner_id, name: owner_name },
})

export async function readEndpoints(
  tx: Tx,
  workspace_id: string,
  { limit, cursor }: { limit: number; cursor?: [string] | undefined },
): Promise<WebhookEndpoint[]> {
  const { rows } = await sql<EndpointRow>`${endpoint} where e.workspace_id = ${workspace_id}
    ${cursor === undefined ? sql`` : sql`and e.id > ${cursor[0]}`} order by e.id limit ${limit + 1}`.execute(tx)
  return rows.map(endpointOf)
}

export async function countEndpoints(tx: Tx, workspace_id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhook_endpoint where workspace_id = ${workspace_id}`.execute(tx)
  return rows[0]?.count ?? 0
}

export async function readEndpoint(tx: Tx, workspace_id: string, id: string): Promise<WebhookEndpoint | undefined> {
  const { rows } = await sql<EndpointRow>`${endpoint} where e.workspace_id = ${workspace_id} and e.id = ${id}`.execute(
    tx,
  )
  return rows.map(endpointOf)[0]
}

/** Reads an endpoint and keeps others from changing it until this transaction ends. */
export async function lockEndpoint(tx: Tx, workspace_id: string, id: string): Promise<WebhookEndpoint | undefined> {
  const { rows } =
    await sql<EndpointRow>`${endpoint} where e.workspace_id = ${workspace_id} and e.id = ${id} for update of e`.execute(
      tx,
    )
  return rows.map(endpointOf)[0]
}

export async function insertEndpoint(tx: Tx, workspace_id: string, { owner, ...row }: WebhookEndpoint): Promise<void> {
  await insertRows(tx, 'webhook_endpoint', [{ workspace_id, ...row, owner_id: owner.id }])
}

export async function updateEndpoint(tx: Tx, workspace_id: string, changed: WebhookEndpoint): Promise<void> {
  const { id, url, description, event_types, owner, enabled, disabled_reason, failing_since, version } = changed
  await sql`update webhook_endpoint set url = ${url}, description = ${description},
      event_types = ${JSON.stringify(event_types)}, owner_id = ${owner.id}, enabled = ${enabled},
      disabled_reason = ${disabled_reason}, failing_since = ${failing_since}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export async function deleteEndpoint(tx: Tx, workspace_id: string, id: string): Promise<void> {
  await sql`delete from webhook_endpoint where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type NewSecret = { endpoint_id: string; version: number; secret: string; created_at: Instant }

export async function insertSecret(tx: Tx, workspace_id: string, secret: NewSecret): Promise<void> {
  await insertRows(tx, 'webhook_secret', [{ workspace_id, ...secret }])
}

/** What waits for a disabled endpoint is given up; it can be sent again by hand. */
export async function cancelWaiting(tx: Tx, workspace_id: string, endpoint_id: string): Promise<void> {
  await sql`update webhook_delivery set state = 'cancelled', next_attempt_at = null, leased_until = null
    where workspace_id = ${workspace_id} and endpoint_id = ${endpoint_id} and state = 'pending'`.execute(tx)
}

type Place = { workspace_id: string; id: string }

/** Ends an endpoint by itself, as the database's owner; answers its new version, or null where it was ended before. */
export async function disableEndpoint(
  tx: Tx,
  { workspace_id, id }: Place,
  reason: DisabledReason,
): Promise<{ version: number; owner_id: string } | null> {
  const { rows } = await sql<{ version: number; owner_id: string }>`
    update webhook_endpoint set enabled = false, disabled_reason = ${reason}, version = version + 1
    where workspace_id = ${workspace_id} and id = ${id} and enabled returning version, owner_id`.execute(tx)
  if (rows[0]) await cancelWaiting(tx, workspace_id, id)
  return rows[0] ?? null
}

/** Where an event is about a deal: the definitions that say who reads its fields, every one it was in and the newest. */
const definitionIds = `coalesce((
      select jsonb_build_array(i.definition_id) || (select jsonb_agg(distinct g.definition_id) from deal_ledger g
        where g.workspace_id = l.workspace_id and g.deal_id = l.id)
      from deal l join pipeline i on i.workspace_id = l.workspace_id and i.id = l.pipeline_id
      where l.workspace_id = v.workspace_id and l.id = v.subject), '[]') as definition_ids`

/** The data of an event, without the values of fields that a role may not read. */
export async function readableData(
  tx: Tx,
  workspace_id: string,
  role: string,
  { data, definition_ids }: { data: Record<string, unknown>; definition_ids: string[] },
): Promise<Record<string, unknown>> {
  if (role === 'owner') return data
  const definitions = await Promise.all(definition_ids.map((id) => readDefinitionOf(tx, workspace_id, id)))
  return readableEvent(new Set(definitions.flatMap((one) => [...unreadable(one, role)])), data)
}

type DeliveryRow = SentEvent & {
  definition_ids: string[]
  delivery_id: string
  endpoint_id: string
  position: bigint
  state: Delivery['state']
  next_attempt_at: Instant | null
  created_at: Instant
  attempts: Attempt[]
}

const delivery = sql.raw(`
  select d.id as delivery_id, d.endpoint_id, d.position, d.state, d.next_attempt_at, d.created_at,
    v.id, v.type, v.subject, v.version, v.actor_id, v.data, v.recorded_at, ${definitionIds},
    coalesce((
      select jsonb_agg(jsonb_build_object('number', a.number, 'url', a.url, 'started_at', a.started_at,
        'duration_ms', a.duration_ms, 'status', a.status, 'error', a.error, 'body', a.body) order by a.number)
      from webhook_attempt a where a.workspace_id = d.workspace_id and a.delivery_id = d.id), '[]') as attempts
  from webhook_delivery d join event v on v.workspace_id = d.workspace_id and v.id = d.event_id`)

export type LoggedDelivery = Delivery & { position: bigint }

const deliveryOf = (workspace_id: string, row: DeliveryRow): LoggedDelivery => ({
  id: row.delivery_id,
  endpoint_id: row.endpoint_id,
  event: { id: row.id, type: row.type, subject: row.subject, sequence: row.version },
  state: row.state,
  next_attempt_at: row.next_attempt_at,
  created_at: row.created_at,
  request: { headers: headersOf(row), body: bodyOf(workspace_id, row) },
  attempts: row.attempts,
  position: row.position,
})

export type DeliveryFilter = {
  endpoint_id: string
  state?: string | undefined
  limit: number
  cursor?: [string, string] | undefined
}

/** The log of an endpoint, the newest event first, one row more than asked for. */
export async function readDeliveries(
  tx: Tx,
  workspace_id: string,
  role: string,
  filter: DeliveryFilter,
): Promise<LoggedDelivery[]> {
  const { endpoint_id, state, limit, cursor } = filter
  const { rows } = await sql<DeliveryRow>`${delivery}
    where d.workspace_id = ${workspace_id} and d.endpoint_id = ${endpoint_id}
      ${state === undefined ? sql`` : sql`and d.state = ${state}`}
      ${cursor === undefined ? sql`` : sql`and (d.position, d.id) < (${cursor[0]}::bigint, ${cursor[1]})`}
    order by d.position desc, d.id desc limit ${limit + 1}`.execute(tx)
  return shown(tx, workspace_id, role, rows)
}

/** As whoever looks may read it: the log tells nobody more than the deals themselves do. */
const shown = (tx: Tx, workspace_id: string, role: string, rows: readonly DeliveryRow[]) =>
  Promise.all(
    rows.map(async (row) =>
      deliveryOf(workspace_id, { ...row, data: await readableData(tx, workspace_id, role, row) }),
    ),
  )

export async function readDelivery(
  tx: Tx,
  workspace_id: string,
  role: string,
  { endpoint_id, id }: { endpoint_id: string; id: string },
): Promise<LoggedDelivery | undefined> {
  const { rows } = await sql<DeliveryRow>`${delivery}
    where d.workspace_id = ${workspace_id} and d.endpoint_id = ${endpoint_id} and d.id = ${id}`.execute(tx)
  return (await shown(tx, workspace_id, role, rows))[0]
}

/** Sends it again now, and from the beginning of the schedule where that fails. */
export async function restartDelivery(tx: Tx, workspace_id: string, id: string, now: Instant): Promise<void> {
  await sql`update webhook_delivery set state = 'pending', step = 0, next_attempt_at = ${now}, leased_until = null
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type ListenerRow = {
  id: string
  event_types: string[]
  enabled: boolean
  from_position: bigint | null
  role: Role
  active: boolean
  owner_id: string
}

/** Where deals are, by their id. */
export async function readPlaces(
  tx: Tx,
  workspace_id: string,
  ids: readonly string[],
): Promise<Map<string, Required<RightPlace>>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Required<RightPlace>>`
    select id, pipeline_id, owner_id from deal
    where workspace_id = ${workspace_id} and id = any(${[...ids]}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function readListeners(tx: Tx, workspace_id: string): Promise<ListenerRow[]> {
  const { rows } = await sql<ListenerRow>`
    select e.id, e.event_types, e.enabled, e.from_position, p.role, p.active, e.owner_id
    from webhook_endpoint e join person p on p.workspace_id = e.workspace_id and p.id = e.owner_id
    where e.workspace_id = ${workspace_id} order by e.id`.execute(tx)
  return rows
}

export async function setFromPosition(tx: Tx, workspace_id: string, id: string, position: bigint): Promise<void> {
  await sql`update webhook_endpoint set from_position = ${String(position)}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type NewDelivery = { id: string; endpoint_id: string; event_id: string; position: bigint; created_at: Instant }

export async function insertDeliveries(
  tx: Tx,
  workspace_id: string,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  const rows = deliveries.map((one) => ({
    workspace_id,
    ...one,
    state: 'pending',
    next_attempt_at: one.created_at,
    attempts: 0,
    step: 0,
  }))
  await insertRows(tx, 'webhook_delivery', rows)
}

export type Work = Place & { firsts: boolean; retries: boolean }

/** Endpoints that something is due for and that no living server is busy with; leases count by the database's clock. */
export async function readWork(owner: Tx, now: Instant): Promise<Work[]> {
  const { rows } = await sql<Work>`
    select e.workspace_id, e.id,
      (e.lane_until is null or e.lane_until < clock_timestamp()) and exists (
        select from webhook_delivery d where d.workspace_id = e.workspace_id and d.endpoint_id = e.id
          and d.attempts = 0 and d.next_attempt_at is not null) as firsts,
      exists (
        select from webhook_delivery d where d.workspace_id = e.workspace_id and d.endpoint_id = e.id
          and d.attempts > 0 and d.next_attempt_at <= ${now}
          and (d.leased_until is null or d.leased_until < clock_timestamp())) as retries
    from webhook_endpoint e where e.enabled`.execute(owner)
  return rows.filter(({ firsts, retries }) => firsts || retries)
}

const lane = sql.raw(`clock_timestamp() + interval '6 seconds'`)

/** First attempts of an endpoint are this server's from here on, if they are nobody's. */
export async function takeLane(owner: Tx, { workspace_id, id }: Place, holder: string): Promise<boolean> {
  const { rows } = await sql`update webhook_endpoint set lane_holder = ${holder}, lane_until = ${lane}
    where workspace_id = ${workspace_id} and id = ${id} and enabled
      and (lane_until is null or lane_until < clock_timestamp()) returning id`.execute(owner)
  return rows.length > 0
}

/** Says that this server lives; to be said more often than a lane is lent for. */
export async function renewLanes(owner: Tx, holder: string): Promise<void> {
  await sql`update webhook_endpoint set lane_until = ${lane}
    where lane_holder = ${holder} and lane_until is not null`.execute(owner)
}

export async function leaveLane(owner: Tx, { workspace_id, id }: Place, holder: string): Promise<void> {
  await sql`update webhook_endpoint set lane_until = null
    where workspace_id = ${workspace_id} and id = ${id} and lane_holder = ${holder}`.execute(owner)
}

/** Where one process owns the data, whatever is lent belongs to one that died. */
export async function forgetLeases(owner: Tx): Promise<void> {
  await sql`update webhook_endpoint set lane_until = null where lane_until is not null`.execute(owner)
  await sql`update webhook_delivery set leased_until = null where leased_until is not null`.execute(owner)
}

/** Everything that an attempt needs. */
export type Due = SentEvent & {
  workspace_id: string
  delivery_id: string
  endpoint_id: string
  position: bigint
  url: string
  role: Role
  active: boolean
  secrets: { secret: string; created_at: Instant }[]
  definition_ids: string[]
}

const due = sql.raw(`
  select d.workspace_id, d.id as delivery_id, d.endpoint_id, d.position, e.url, p.role, p.active,
    v.id, v.type, v.subject, v.version, v.actor_id, v.data, v.recorded_at, ${definitionIds},
    (select jsonb_agg(jsonb_build_object('secret', s.secret, 'created_at', s.created_at) order by s.version desc)
      from webhook_secret s where s.workspace_id = d.workspace_id and s.endpoint_id = d.endpoint_id) as secrets
  from webhook_delivery d
  join webhook_endpoint e on e.workspace_id = d.workspace_id and e.id = d.endpoint_id
  join person p on p.workspace_id = e.workspace_id and p.id = e.owner_id
  join event v on v.workspace_id = d.workspace_id and v.id = d.event_id`)

/** The next first attempts of an endpoint whose lane this server holds, behind those that it has made. */
export async function readFirsts(
  owner: Tx,
  { workspace_id, id }: Place,
  holder: string,
  behind: bigint,
  most: number,
): Promise<Due[]> {
  const { rows } = await sql<Due>`${due}
    where d.workspace_id = ${workspace_id} and d.endpoint_id = ${id} and d.attempts = 0
      and d.next_attempt_at is not null and d.position > ${String(behind)}::bigint
      and e.enabled and e.lane_holder = ${holder} and e.lane_until is not null
    order by d.position limit ${most}`.execute(owner)
  return rows
}

/** Lends due attempts after the first to this server, for longer than one may take; of several servers, each its own. */
export async function leaseRetries(owner: Tx, { workspace_id, id }: Place, most: number, now: Instant): Promise<Due[]> {
  return owner.transaction().execute(async (tx) => {
    const leased = await sql<{ id: string }>`
      update webhook_delivery d set leased_until = clock_timestamp() + interval '25 seconds'
      where d.workspace_id = ${workspace_id} and d.id in (
        select w.id from webhook_delivery w
        where w.workspace_id = ${workspace_id} and w.endpoint_id = ${id} and w.attempts > 0
          and w.next_attempt_at <= ${now} and (w.leased_until is null or w.leased_until < clock_timestamp())
        order by w.next_attempt_at limit ${most} for update skip locked)
      returning d.id`.execute(tx)
    if (leased.rows.length === 0) return []
    const ids = leased.rows.map((row) => row.id)
    const { rows } = await sql<Due>`${due}
      where d.workspace_id = ${workspace_id} and d.id = any(${ids}::text[]) and e.enabled order by d.position`.execute(
      tx,
    )
    return rows
  })
}

export type Stand = {
  id: string
  attempts: number
  step: number
  state: Delivery['state']
  failing_since: Instant | null
}

/** How far deliveries are, kept until this transaction ends; those that went with their endpoint are left out. */
export async function lockDeliveries(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Stand[]> {
  const { rows } = await sql<Stand>`
    select d.id, d.attempts, d.step, d.state, e.failing_since
    from webhook_delivery d join webhook_endpoint e on e.workspace_id = d.workspace_id and e.id = d.endpoint_id
    where d.workspace_id = ${workspace_id} and d.id = any(${[...ids]}::text[]) order by d.id for update of d`.execute(
    tx,
  )
  return rows
}

export type Noted = Omit<Stand, 'failing_since'> & { next_attempt_at: Instant | null; attempt: Attempt }

export async function saveAttempts(tx: Tx, workspace_id: string, noted: readonly Noted[]): Promise<void> {
  const attempts = noted.map(({ id, attempt }) => ({ workspace_id, delivery_id: id, ...attempt }))
  const deliveries = noted.map(({ attempt: _, ...one }) => ({ workspace_id, ...one, leased_until: null }))
  await insertRows(tx, 'webhook_attempt', attempts)
  await updateRows(tx, 'webhook_delivery', ['workspace_id', 'id'], deliveries)
}

/** Notes since when an endpoint fails, or that it does not any more. */
export async function setFailingSince(tx: Tx, workspace_id: string, id: string, since: Instant | null): Promise<void> {
  await sql`update webhook_endpoint set failing_since = ${since}
    where workspace_id = ${workspace_id} and id = ${id} and failing_since is distinct from ${since}`.execute(tx)
}

/** Takes ended deliveries out of the log, and secrets that no longer sign. */
export async function clearOld(owner: Tx, deliveries_before: Instant, secrets_before: Instant): Promise<void> {
  await sql`delete from webhook_delivery where next_attempt_at is null and created_at < ${deliveries_before}`.execute(
    owner,
  )
  await sql`delete from webhook_secret s using webhook_secret n
    where n.workspace_id = s.workspace_id and n.endpoint_id = s.endpoint_id and n.version = s.version + 1
      and n.created_at < ${secrets_before}`.execute(owner)
}
