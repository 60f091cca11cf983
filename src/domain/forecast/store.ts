import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { placesNow, readDefinitionOf, readVersions } from '../pipelines/index.ts'
import { methodInUse, readMethods } from '../forecast-methods/index.ts'
import { readRates } from '../rates/index.ts'
import type { Plan } from './situation.ts'
import { type Sizing, sizingOn } from './worth.ts'

/**
 * The pipelines there were at a moment, each as it was defined then; also younger ones into which history was brought
 * that is older, and those that are asked for by key or id. Their order is today's.
 */
export async function readPlans(
  tx: Tx,
  workspace_id: string,
  as_of: Instant,
  asked: readonly string[] = [],
): Promise<Plan[]> {
  const { rows } = await sql<{ id: string; key: string; name: string; definition_id: string }>`
    select p.id, p.key, p.name, d.id as definition_id
    from pipeline p
    cross join lateral (
      select d.id from definition d where d.workspace_id = p.workspace_id and d.pipeline_id = p.id
      order by (d.published_at <= ${as_of}) desc, case when d.published_at <= ${as_of} then -d.version else d.version end
      limit 1) d
    where p.workspace_id = ${workspace_id} and (p.created_at <= ${as_of} or p.key = any(${asked}::text[]) or p.id = any(${asked}::text[]) or exists (
      select from deal_ledger l where l.workspace_id = p.workspace_id and l.pipeline_id = p.id and l.occurred_at <= ${as_of}))
    order by p.position, p.id`.execute(tx)
  const versions = Map.groupBy(
    await readVersions(
      tx,
      workspace_id,
      rows.map(({ id }) => id),
    ),
    ({ pipeline_id }) => pipeline_id,
  )
  const methods = await readMethods(tx, workspace_id, as_of)
  return Promise.all(
    rows.map(async ({ id, key, name, definition_id }) => {
      const { amount_measure, revenue_kind, stages: all } = await readDefinitionOf(tx, workspace_id, definition_id)
      const stages = all.map(({ key, name, phase, chance }) => ({ key, name, phase, chance }))
      const known = versions.get(id) ?? []
      const until = known.slice(0, known.findIndex((version) => version.id === definition_id) + 1)
      const places = placesNow(until.map(({ definition }) => definition))
      const method = methodInUse(methods.get(id) ?? {})
      return { id, key, name, measure: amount_measure, revenue_kind, stages, places, method }
    }),
  )
}

/**
 * How far the ledger of a workspace has come: when something was last recorded, and how much just before. The count
 * tells a change that was recorded earlier and committed later. Undefined for an empty ledger.
 */
export async function readHead(tx: Tx, workspace_id: string): Promise<{ at: Instant; recent: bigint } | undefined> {
  const { rows } = await sql<{ at: Instant | null; recent: bigint }>`
    with newest as (select max(recorded_at) as at from deal_ledger where workspace_id = ${workspace_id})
    select newest.at, (
      select count(*) from deal_ledger l
      where l.workspace_id = ${workspace_id} and l.recorded_at > newest.at - interval '1 minute') as recent
    from newest`.execute(tx)
  const [head] = rows
  return head && head.at !== null ? { at: head.at, recent: head.recent } : undefined
}

/** The time zone by whose clocks the periods of a workspace begin and end. */
export async function readTimeZone(tx: Tx, workspace_id: string): Promise<string> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from workspace where id = ${workspace_id}`.execute(tx)
  return rows[0]?.time_zone ?? 'UTC'
}

/** The currencies that a workspace has had, oldest first. */
export async function readHomes(tx: Tx, workspace_id: string): Promise<{ currency: string; valid_from: Instant }[]> {
  const { rows } = await sql<{ currency: string; valid_from: Instant }>`
    select value #>> '{}' as currency, valid_from from workspace_setting
    where workspace_id = ${workspace_id} and key = 'currency' order by valid_from`.execute(tx)
  return rows
}

/** How deals of a workspace are compared by size at a moment. */
export async function readSizing(tx: Tx, workspace_id: string, as_of: Instant): Promise<Sizing> {
  const [rates, homes] = [await readRates(tx, workspace_id, as_of), await readHomes(tx, workspace_id)]
  return sizingOn({ day: dayOf(as_of), rates, homes })
}

/**
 * Workspaces whose ledger may know more than their statistics do, whose deals have aged for a day since, or of which a
 * pipeline has gone over to another method. A change
 * that was recorded just before the last computation may have been committed after it, so it counts as newer.
 */
export async function readDueWorkspaces(owner: Tx, now: Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from workspace w
    cross join lateral (select max(recorded_at) as at from deal_ledger l where l.workspace_id = w.id) changed
    cross join lateral (select max(computed_at) as at from stage_statistic s where s.workspace_id = w.id) computed
    where changed.at >= coalesce(computed.at - interval '30 seconds', '-infinity')
      or (changed.at is not null and computed.at < ${now}::timestamptz - interval '1 day')
      or exists (select from forecast_method m where m.workspace_id = w.id and m.valid_from >= computed.at)`.execute(
    owner,
  )
  return rows.map(({ id }) => id)
}
