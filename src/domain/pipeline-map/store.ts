import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { HandoffState } from '../handoffs/index.ts'
import type { Outcome } from '../ledger/index.ts'
import type { RuleSet } from '../routing/index.ts'
import type { Flow, FlowSum, Standing } from './flows.ts'
import type { EdgeKind } from './pipeline-map.ts'

export type Window = { from: Instant | null; to: Instant | null; as_of: Instant }

/** Open deals as they stood at a moment. */
export async function readStanding(tx: Tx, workspace_id: string, as_of: Instant): Promise<Standing[]> {
  const { rows } = await sql<Omit<Standing, 'amount_minor'> & { amount_minor: string }>`
    select l.pipeline_id, l.stage, l.currency, count(*)::int as deals,
      coalesce(sum(l.amount_minor) filter (where l.counted), 0)::text as amount_minor
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.occurred_at <= ${as_of} and l.until > ${as_of} and l.outcome is null
    group by l.pipeline_id, l.stage, l.currency`.execute(tx)
  // Sums may be wider than a bigint, so they come as text.
  return rows.map((row) => ({ ...row, amount_minor: BigInt(row.amount_minor) }))
}

/** What went each way, and how long it took. */
export async function readFlows(tx: Tx, workspace_id: string, window: Window): Promise<Flow[]> {
  const { rows } = await sql<Flow>`
    select kind, from_id, to_id, count(*) filter (where counts and within)::int as deals,
      count(*) filter (where within and state = 'accepted')::int as accepted,
      count(*) filter (where within and state in ('accepted', 'rejected', 'returned'))::int as decided,
      count(*) filter (where state in ('proposed', 'blocked', 'waiting'))::int as waiting,
      percentile_cont(0.5) within group (order by days) filter (where within) as days,
      count(days) filter (where within)::int as days_n
    from (${passages(workspace_id, window)}) p
    group by kind, from_id, to_id`.execute(tx)
  return rows
}

/** What that was worth when it arrived. */
export async function readFlowSums(tx: Tx, workspace_id: string, window: Window): Promise<FlowSum[]> {
  const { rows } = await sql<Omit<FlowSum, 'amount_minor'> & { amount_minor: string }>`
    select kind, from_id, to_id, currency, sum(amount_minor)::text as amount_minor
    from (${passages(workspace_id, window)}) p
    where counts and within and counted and amount_minor is not null
    group by kind, from_id, to_id, currency`.execute(tx)
  return rows.map((row) => ({ ...row, amount_minor: BigInt(row.amount_minor) }))
}

type Named = { id: string; name: string }
export type PassageRow = {
  id: string
  at: Instant
  deal: (Named & { key: string }) | null
  from_deal: (Named & { key: string }) | null
  handoff_id: string | null
  state: HandoffState | null
  outcome: Outcome | null
  owner: Named | null
  amount_minor: bigint | null
  currency: string | null
  days: number | null
}

type Listed = Window & {
  kind: EdgeKind
  from_id: string
  to_id: string
  before: [Instant, string] | undefined
  limit: number
}

/** What one edge counts, the newest first: what went in the period, and what waits. */
export async function readPassages(
  tx: Tx,
  workspace_id: string,
  { kind, from_id, to_id, before, limit, ...window }: Listed,
): Promise<PassageRow[]> {
  const deal = (table: string) =>
    sql.raw(`case when ${table}.id is not null then
      jsonb_build_object('id', ${table}.id, 'key', 'D-' || ${table}.number, 'name', ${table}.name) end`)
  const { rows } = await sql<PassageRow>`
    select p.id, p.at, ${deal('d')} as deal, ${deal('f')} as from_deal, p.handoff_id, p.state, d.outcome,
      case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as owner,
      p.amount_minor, p.currency, p.days
    from (${passages(workspace_id, window)}) p
    left join deal d on d.workspace_id = ${workspace_id} and d.id = p.deal_id
    left join deal f on f.workspace_id = ${workspace_id} and f.id = p.from_deal_id
    left join person o on o.workspace_id = ${workspace_id} and o.id = coalesce(d.owner_id, f.owner_id)
    where p.kind = ${kind} and p.from_id = ${from_id} and p.to_id = ${to_id}
      and ((p.counts and p.within) or p.state in ('proposed', 'blocked', 'waiting'))
      ${before === undefined ? sql`` : sql`and (p.at, p.id) < (${before[0]}::timestamptz, ${before[1]})`}
    order by p.at desc, p.id desc limit ${limit}`.execute(tx)
  return rows
}

/** The routing rules as they were at a moment. */
export async function readRoutingAt(tx: Tx, workspace_id: string, at: Instant): Promise<RuleSetOf | undefined> {
  const { rows } = await sql<RuleSetOf>`
    select rules, fallback from routing_version where workspace_id = ${workspace_id} and published_at <= ${at}
    order by number desc limit 1`.execute(tx)
  return rows[0]
}
type RuleSetOf = { rules: Pick<RuleSet['rules'][number], 'key' | 'name' | 'pipeline'>[]; fallback: RuleSet['fallback'] }

/** How many deals waited at a moment for somebody to say which pipeline they belong to. */
export async function countUnplaced(tx: Tx, workspace_id: string, at: Instant): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from incoming_deal
    where workspace_id = ${workspace_id} and received_at <= ${at}
      and (state = 'waiting' or decided_at > ${at})`.execute(tx)
  return rows[0]?.waiting ?? 0
}

/**
 * Everything that led a deal into a pipeline, one row each, from the ledger and the hand-offs, as they were known at a
 * moment. `counts` is false where a row only says what somebody decided, or that something waits.
 */
function passages(workspace_id: string, window: Window): RawBuilder<unknown> {
  const parts = [routes, transfers, ofLineages, waitingInLineages, handoffs, askedTransfers]
  return sql.join(
    parts.map((part) => part(workspace_id, window)),
    sql` union all `,
  )
}

const within = (column: string, { from, to }: Window) => {
  const moment = sql.raw(column)
  return sql`(${from === null ? sql`true` : sql`${moment} >= ${from}`} and ${to === null ? sql`true` : sql`${moment} < ${to}`})`
}

/** Where deals began. What was never a deal of its own, at that moment, is no flow of deals. */
const routes = (workspace_id: string, window: Window) => sql`
  select 'route' as kind, '@' || coalesce(r.decided_by, 'named') as from_id, l.pipeline_id::text as to_id, l.id::text as id,
    l.occurred_at as at, true as counts, true as within, null::text as state, l.deal_id::text as deal_id,
    null::text as from_deal_id, null::text as handoff_id, l.amount_minor, l.currency, l.counted,
    null::float8 as days
  from deal_ledger l
  left join deal_routing r on r.workspace_id = l.workspace_id and r.deal_id = l.deal_id
  where l.workspace_id = ${workspace_id} and l.version = 1 and l.occurred_at <= ${window.as_of}
    and ${within('l.occurred_at', window)} and (r.decided_by is null or r.decided_by <> 'handoff')
    and ${standsApart(window)}`

const transfers = (workspace_id: string, window: Window) => sql`
  select 'transfer', p.pipeline_id, l.pipeline_id, l.id, l.occurred_at, true, true, null, l.deal_id, null, null,
    l.amount_minor, l.currency, l.counted, extract(epoch from l.occurred_at - c.came_at)::float8 / 86400
  from deal_ledger l
  join deal_ledger p on p.workspace_id = l.workspace_id and p.deal_id = l.deal_id and p.version = l.version - 1
  cross join lateral (
    select max(e.occurred_at) as came_at from deal_ledger e
    where e.workspace_id = l.workspace_id and e.deal_id = l.deal_id and e.version < l.version
      and e.pipeline_id = p.pipeline_id and e.kind in ('created', 'transferred')) c
  where l.workspace_id = ${workspace_id} and l.kind = 'transferred' and not l.administrative
    and p.pipeline_id <> l.pipeline_id and l.occurred_at <= ${window.as_of} and ${within('l.occurred_at', window)}
    and not exists (select from deal_ledger r where r.workspace_id = l.workspace_id and r.reversal_of = l.id
      and r.occurred_at <= ${window.as_of})
    and ${standsApart(window)}`

/** Those that were moved back are no flow; they stand where they stood. */
const ofLineages = (workspace_id: string, window: Window) => sql`
  select 'lineage', d.from_pipeline_id, d.to_pipeline_id, l.id, l.occurred_at, true, true, null, d.deal_id, null, null,
    l.amount_minor, l.currency, l.counted, null
  from lineage_deal d
  join deal_ledger l on l.workspace_id = d.workspace_id and l.deal_id = d.deal_id and l.version = d.moved_version
  where d.workspace_id = ${workspace_id} and d.state in ('moved', 'stayed') and l.occurred_at <= ${window.as_of}
    and ${within('l.occurred_at', window)} and ${standsApart(window)}`

const waitingInLineages = (workspace_id: string, window: Window) => sql`
  select 'lineage', d.from_pipeline_id, d.to_pipeline_id, d.lineage_id || d.deal_id, n.created_at, false, false, 'waiting',
    d.deal_id, null, null, null, null, true, null
  from lineage_deal d join lineage n on n.workspace_id = d.workspace_id and n.id = d.lineage_id
  join deal w on w.workspace_id = d.workspace_id and w.id = d.deal_id
  where d.workspace_id = ${workspace_id} and d.state = 'waiting' and n.created_at <= ${window.as_of}`

/** What was decided after the moment was still open at it. */
const stateAt = (as_of: Instant) => sql`case when h.decided_at > ${as_of} then 'waiting' else h.state end`

/** A hand-off, from where its deal was when it was asked for; with what the new one was worth when it was accepted. */
const handoffs = (workspace_id: string, window: Window) => sql`
  select 'handoff', coalesce(s.pipeline_id, '@account'), h.pipeline_id, h.id, h.created_at, true,
    ${within('h.created_at', window)}, ${stateAt(window.as_of)}, h.to_deal_id, h.deal_id, h.id,
    o.amount_minor, o.currency, o.counted,
    case when h.state = 'accepted' and h.decided_at <= ${window.as_of}
      then extract(epoch from h.decided_at - h.created_at)::float8 / 86400 end
  from handoff h
  left join lateral (
    select l.pipeline_id from deal_ledger l
    where l.workspace_id = h.workspace_id and l.deal_id = h.deal_id and l.occurred_at <= h.created_at
    order by l.version desc limit 1) s on true
  left join lateral (
    select l.amount_minor, l.currency, l.counted from deal_ledger l
    where l.workspace_id = h.workspace_id and l.deal_id = h.to_deal_id and h.state = 'accepted'
      and coalesce(h.decided_at, h.created_at) <= ${window.as_of} and l.occurred_at <= coalesce(h.decided_at, h.created_at)
    order by l.version desc limit 1) o on true
  where h.workspace_id = ${workspace_id} and h.kind = 'handoff' and h.created_at <= ${window.as_of}
    and (h.deal_id is null or s.pipeline_id is not null)`

/** A transfer that a rule proposed: the move itself stands in the ledger, so that this only says what was decided. */
const askedTransfers = (workspace_id: string, window: Window) => sql`
  select 'transfer', s.pipeline_id, h.pipeline_id, h.id, h.created_at, false, ${within('h.created_at', window)},
    ${stateAt(window.as_of)}, h.deal_id, null, h.id, null, null, true, null
  from handoff h
  cross join lateral (
    select coalesce(
      (select p.pipeline_id from deal_ledger l
        join deal_ledger p on p.workspace_id = l.workspace_id and p.deal_id = l.deal_id and p.version = l.version - 1
        where l.workspace_id = h.workspace_id and l.deal_id = h.to_deal_id and l.kind = 'transferred'
          and l.pipeline_id = h.pipeline_id and l.occurred_at >= h.created_at
        order by l.version limit 1),
      (select l.pipeline_id from deal_ledger l
        where l.workspace_id = h.workspace_id and l.deal_id = h.deal_id and l.occurred_at <= h.created_at
        order by l.version desc limit 1)) as pipeline_id) s
  where h.workspace_id = ${workspace_id} and h.kind = 'transfer' and h.created_at <= ${window.as_of}
    and s.pipeline_id is not null`

const standsApart = ({ as_of }: Window) => sql`exists (
  select from deal_ledger v where v.workspace_id = l.workspace_id and v.deal_id = l.deal_id
    and v.occurred_at <= ${as_of} and v.until > ${as_of} and v.outcome is distinct from 'void')`
