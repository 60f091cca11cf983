import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { piece } from '../../stats/gently.ts'
import type { EndState } from './bridge.ts'
import { type Lineages, type Restatement, restatedOnce } from './lineage.ts'
import type { History, StandingDeal } from './standing.ts'
import { dayNumber, type StayRow } from './stays.ts'
import type { Day, Instant } from '../../values/instant.ts'
import type { ChangeKind, DealState } from '../ledger/index.ts'

export type LedgerRow = Omit<DealState, 'number' | 'created_at'> & {
  ledger_id: string
  kind: ChangeKind
  reason: string | null
  administrative: boolean
  reversal_of: string | null
  occurred_at: string
  recorded_at: string
  until: string
  actor_id: string | null
  actor_name: string | null
  channel: string
  owner_name: string | null
  account_name: string | null
  account_domain: string | null
  partner_name: string | null
  partner_domain: string | null
  pipeline_key: string
}

/** Every row of a deal's ledger in its order, with who made it and through what. */
export async function readLedger(tx: Tx, workspace_id: string, deal_id: string): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select l.deal_id as id, l.id as ledger_id, l.version, l.kind, l.name, l.account_id, l.partner_account_id, l.source,
      l.pipeline_id, l.definition_id, l.stage, l.entered_stage_at, l.outcome, l.outcome_reason, l.closed_at,
      l.amount_minor, l.currency, l.close_date, l.category, l.owner_id, l.fields, l.owed, l.carried, l.revenue_kind,
      l.amount_measure, l.frozen_rate, l.counted, l.next_step, l.wait_until, l.reason, l.administrative, l.reversal_of,
      l.occurred_at, l.recorded_at, l.until, e.actor_id, b.name as actor_name, e.channel, o.name as owner_name,
      a.name as account_name, a.domain as account_domain, c.name as partner_name, c.domain as partner_domain,
      p.key as pipeline_key
    from deal_ledger l
    join event e on e.workspace_id = l.workspace_id and e.id = l.event_id
    join pipeline p on p.workspace_id = l.workspace_id and p.id = l.pipeline_id
    left join person b on b.workspace_id = e.workspace_id and b.id = e.actor_id
    left join person o on o.workspace_id = l.workspace_id and o.id = l.owner_id
    left join account a on a.workspace_id = l.workspace_id and a.id = l.account_id
    left join account c on c.workspace_id = l.workspace_id and c.id = l.partner_account_id
    where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id} order by l.version`.execute(tx)
  return rows
}

/**
 * What the ledger knew of where deals stood at a moment: the rows that changed a place, in each deal's order, without
 * moves that were reversed and their reversals, and without deals that were never opportunities of their own.
 *
 * @param deal_ids of these deals alone
 */
export async function readStayRows(
  tx: Tx,
  workspace_id: string,
  as_of: string,
  deal_ids?: readonly string[],
): Promise<StayRow[]> {
  const of = (column: string) =>
    deal_ids === undefined ? sql`` : sql`and ${sql.ref(column)} = any(${deal_ids}::text[])`
  type Row = Omit<StayRow, 'entered' | 'closed' | 'occurred'> & {
    entered: string
    closed: string | null
    occurred: string
  }
  const { rows } = await sql<Row>`
    select l.deal_id, l.version, l.pipeline_id, l.stage, l.entered_stage_at::text as entered, l.outcome,
      l.closed_at::text as closed, l.occurred_at::text as occurred, l.administrative, l.currency,
      case when l.counted and l.amount_minor > 0 then l.amount_minor::float8 end as amount_minor
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.occurred_at <= ${as_of} and l.kind not in ('edited', 'reversed')
      ${of('l.deal_id')}
      and l.id not in (
        select r.reversal_of from deal_ledger r
        where r.workspace_id = ${workspace_id} and r.reversal_of is not null and r.occurred_at <= ${as_of}
          ${of('r.deal_id')})
      and l.deal_id not in (
        select v.deal_id from deal_ledger v
        where v.workspace_id = ${workspace_id} and v.until > ${as_of} and v.occurred_at <= ${as_of} and v.outcome = 'void'
          ${of('v.deal_id')})`.execute(tx)
  const once = keptOnce()
  const read: StayRow[] = []
  for (const { entered, closed, occurred, ...row } of rows) {
    if (read.length % piece === 0) await breathe()
    read.push({
      ...row,
      pipeline_id: once(row.pipeline_id),
      stage: once(row.stage),
      outcome: row.outcome && once(row.outcome),
      currency: once(row.currency),
      entered: dayNumber(entered),
      closed: closed === null ? null : dayNumber(closed),
      occurred: dayNumber(occurred),
    })
  }
  return inOrder(read)
}

/** Written in about this order, rows are sorted faster here than by a database that has to go to its disk for it. */
const inOrder = (rows: StayRow[]): StayRow[] => rows.sort((a, b) => byId(a.deal_id, b.deal_id) || a.version - b.version)

const inOrderOfDeals = (deals: StandingDeal[]): StandingDeal[] => deals.sort((a, b) => byId(a.deal_id, b.deal_id))

const byId = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const standingColumns = sql`l.deal_id, l.pipeline_id, l.stage, l.entered_stage_at, l.outcome, l.closed_at,
  l.amount_minor, l.currency, l.close_date, l.frozen_rate::text as frozen_rate, l.counted, l.revenue_kind`

/** The deals that stood open at a moment, in the state of that moment; those of these pipelines, or these, alone. */
async function readOpen(
  tx: Tx,
  workspace_id: string,
  as_of: string,
  {
    pipeline_ids,
    deal_ids,
  }: { pipeline_ids?: readonly string[] | undefined; deal_ids?: readonly string[] | undefined },
): Promise<StandingDeal[]> {
  const { rows } = await sql<StandingDeal>`
    select ${standingColumns}, null as half_way_amount_minor, null as half_way_currency from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.until > ${as_of} and l.occurred_at <= ${as_of} and l.outcome is null
      ${pipeline_ids === undefined ? sql`` : sql`and l.pipeline_id = any(${pipeline_ids}::text[])`}
      ${deal_ids === undefined ? sql`` : sql`and l.deal_id = any(${deal_ids}::text[])`}`.execute(tx)
  const once = keptOnce()
  return inOrderOfDeals(
    rows.map((deal) => ({
      ...deal,
      pipeline_id: once(deal.pipeline_id),
      stage: once(deal.stage),
      currency: once(deal.currency),
      revenue_kind: once(deal.revenue_kind) as StandingDeal['revenue_kind'],
      close_date: deal.close_date && once(deal.close_date),
    })),
  )
}

/** Of few texts there are many: kept once, they take a third of the room. */
function keptOnce(): (text: string) => string {
  const texts = new Map<string, string>()
  return (text) => texts.getOrInsert(text, text)
}

/** The deals that were won by a moment, with what they were said to be worth half way there. */
async function readWon(
  tx: Tx,
  workspace_id: string,
  as_of: string,
  deal_ids: readonly string[] | undefined,
): Promise<StandingDeal[]> {
  const among = sql`l.workspace_id = ${workspace_id}
    ${deal_ids === undefined ? sql`` : sql`and l.deal_id = any(${deal_ids}::text[])`}`
  const won = sql`l.until > ${as_of} and l.occurred_at <= ${as_of} and l.outcome = 'won'`
  const [deals, halves] = await Promise.all([
    sql<StandingDeal>`select ${standingColumns} from deal_ledger l where ${among} and ${won}`.execute(tx),
    // In one pass and without a join of the ledger with itself, which is planned badly while nobody knows its size.
    sql<Pick<StandingDeal, 'deal_id' | 'half_way_amount_minor' | 'half_way_currency'>>`
      select distinct on (h.deal_id) h.deal_id, h.amount_minor as half_way_amount_minor, h.currency as half_way_currency
      from (
        select l.deal_id, l.version, l.amount_minor, l.currency, l.occurred_at,
          min(l.occurred_at) filter (where l.version = 1) over deals as began,
          max(l.closed_at) filter (where ${won}) over deals as won_at
        from deal_ledger l where ${among} window deals as (partition by l.deal_id)) h
      where h.occurred_at <= h.began + (h.won_at - h.began) / 2
      order by h.deal_id, h.version desc`.execute(tx),
  ])
  const half = new Map(halves.rows.map((row) => [row.deal_id, row]))
  const unknown = { half_way_amount_minor: null, half_way_currency: null }
  return inOrderOfDeals(deals.rows.map((deal) => ({ ...deal, ...(half.get(deal.deal_id) ?? unknown) })))
}

const holding = (workspace_id: string, as_of: string) => sql`l.workspace_id = ${workspace_id}
  and l.created_at <= ${as_of} and (l.undone_at is null or l.undone_at > ${as_of})`

/** The splits and merges that held at a moment, in words that are the same as long as what they mean is; '' for none. */
export async function readHeldLineages(tx: Tx, workspace_id: string, as_of: string): Promise<string> {
  const { rows } = await sql<{ id: string; version: number }>`
    select l.id, l.version from lineage l where ${holding(workspace_id, as_of)} order by l.id`.execute(tx)
  return rows.map(({ id, version }) => `${id} ${version}`).join()
}

/** The last that was read of each workspace, by the lineages that held: of a hundred thousand deals it is read once. */
const knownLineages = new Map<string, { of: string; lineages: Lineages }>()

/**
 * What splits and merges of pipelines made of the past, as it was at a moment: what was undone by then is none. Whoever
 * sees only some of the deals reads `anew`; others are given the very same answer while no lineage changes.
 */
export async function readLineages(
  tx: Tx,
  workspace_id: string,
  as_of: string,
  { anew }: { anew: boolean },
): Promise<Lineages> {
  const of = await readHeldLineages(tx, workspace_id, as_of)
  if (of === '') return new Map()
  const last = knownLineages.get(workspace_id)
  if (!anew && last?.of === of) return last.lineages
  const { rows } = await sql<Omit<Restatement, 'until'> & { deal_id: string; settled_at: string }>`
    select d.deal_id, d.from_pipeline_id as "from", d.to_pipeline_id as "to", part -> 'stages' as stages,
      part -> 'fields' as fields, d.settled_at
    from lineage l
    join lineage_deal d on d.workspace_id = l.workspace_id and d.lineage_id = l.id
    cross join lateral jsonb_array_elements(l.parts) part
    where ${holding(workspace_id, as_of)} and (d.state in ('moved', 'past', 'back') or (d.state = 'stayed' and d.moved_version is not null))
      and part ->> 'from' = d.from_pipeline_id::text and part ->> 'to' = d.to_pipeline_id::text
    order by l.created_at, l.id`.execute(tx)
  // What its move waits for counts where it stands; what came back, or could not, did count elsewhere until then.
  const told = rows.map(({ settled_at, ...row }) => ({ ...row, until: dayNumber(settled_at) }))
  const lineages = Map.groupBy(told, ({ deal_id }) => deal_id)
  if (!anew) knownLineages.set(workspace_id, { of, lineages })
  return lineages
}

/** What was read last of each workspace; of 150,000 deals about 100 MB. */
const kept = new Map<string, History & { as_of: string }>()
const mostKept = 1_000_000
/** What was recorded so long before the last reading may have been committed after it. */
const lateMinutes = 10
const mostReadAgain = 20_000

/**
 * The history of a workspace as it is at a moment. Reading 300,000 rows of the ledger takes a second or two, so they are
 * kept: of deals that changed since, or just before, everything is read again. For readers who see every deal, and
 * moments that are now; whoever sees some of them, or looks at the past, reads it all (`anew`), and of what was open as
 * much as they want (`open_of`, pipelines). As long as nothing changes the answer is the very same one. Restated by what
 * became of pipelines that were split or merged.
 */
export async function readHistory(
  tx: Tx,
  workspace_id: string,
  as_of: string,
  { anew = false, open_of }: { anew?: boolean; open_of?: readonly string[] } = {},
): Promise<History> {
  const lineages = await readLineages(tx, workspace_id, as_of, { anew })
  const known = anew ? undefined : kept.get(workspace_id)
  const changed = known && known.as_of <= as_of ? await readChanged(tx, workspace_id, known.as_of) : undefined
  const again = changed && changed.length <= mostReadAgain ? changed : undefined
  // A statement that asks for none of the deals would be answered all the same.
  if (known && again?.length === 0) return restatedOnce(known, lineages)
  const read: History = {
    rows: await readStayRows(tx, workspace_id, as_of, again),
    won: await readWon(tx, workspace_id, as_of, again),
    open: await readOpen(tx, workspace_id, as_of, { deal_ids: again, pipeline_ids: anew ? open_of : undefined }),
  }
  const history = known && again ? await merged(known, read, new Set(again)) : read
  if (!anew) keep(workspace_id, { ...history, as_of })
  return restatedOnce(history, lineages)
}

async function readChanged(tx: Tx, workspace_id: string, since: string): Promise<string[]> {
  const { rows } = await sql<{ deal_id: string }>`
    select distinct deal_id from deal_ledger
    where workspace_id = ${workspace_id}
      and recorded_at > ${since}::timestamptz - make_interval(mins => ${lateMinutes})`.execute(tx)
  return rows.map(({ deal_id }) => deal_id)
}

async function merged(before: History, now: History, changed: ReadonlySet<string>): Promise<History> {
  return {
    rows: await woven(before.rows, now.rows, changed),
    won: await woven(before.won, now.won, changed),
    open: await woven(before.open, now.open, changed),
  }
}

/** What was read of all deals and what is read anew of some, both in order: one list in order, made in pieces. */
async function woven<Of extends { deal_id: string }>(
  before: readonly Of[],
  now: readonly Of[],
  changed: ReadonlySet<string>,
): Promise<Of[]> {
  const all: Of[] = []
  let next = 0
  for (const [i, one] of before.entries()) {
    if (i % piece === 0) await breathe()
    if (changed.has(one.deal_id)) continue
    for (let first = now[next]; first && byId(first.deal_id, one.deal_id) < 0; first = now[next]) {
      all.push(first)
      next++
    }
    all.push(one)
  }
  for (; next < now.length; next++) all.push(now[next] as Of)
  return all
}

/** The workspaces that were asked about last, as many as there is room for. */
function keep(workspace_id: string, history: History & { as_of: string }): void {
  // Somebody whose request began later may have been faster.
  if ((kept.get(workspace_id)?.as_of ?? '') > history.as_of) return
  kept.delete(workspace_id)
  kept.set(workspace_id, history)
  let size = 0
  for (const [id, { rows, open }] of [...kept].reverse()) {
    size += rows.length + open.length
    if (size > mostKept) kept.delete(id)
  }
}

/** Which deals a bridge is about, and its two moments. */
export type Span = {
  from: Instant
  to: Instant
  pipeline_ids: readonly string[]
  /** People whose deals these are at the one moment and at the other; null for everybody's, and nobody's. */
  owners: { from: readonly string[]; to: readonly string[] } | null
  deal_ids: readonly string[] | null
  /** Open deals that are to close on these days alone. */
  closing: { starts: Day; ends: Day } | null
  /** Beside the open deals, those that were won from the one moment on and before the other. */
  won: { from: Instant; until: Instant } | null
}

/** What a span counts at one moment or the other; `l` is a row of the ledger. */
function counted({ from, to, pipeline_ids, owners, deal_ids, closing, won }: Span) {
  const open = closing === null ? sql`` : sql`and l.close_date >= ${closing.starts} and l.close_date < ${closing.ends}`
  const closed =
    won === null ? sql`` : sql`or (l.outcome = 'won' and l.closed_at >= ${won.from} and l.closed_at < ${won.until})`
  const whose =
    owners === null
      ? sql``
      : sql`and ((l.occurred_at <= ${from} and l.owner_id = any(${owners.from}::text[]))
          or (l.until > ${to} and l.owner_id = any(${owners.to}::text[])))`
  return sql`l.pipeline_id = any(${pipeline_ids}::text[]) and l.until > ${from} and l.occurred_at <= ${to}
    and ((l.outcome is null ${open}) ${closed}) ${whose}
    ${deal_ids === null ? sql`` : sql`and l.deal_id = any(${deal_ids}::text[])`}`
}

/** A deal at both ends of a span; the same state where nothing happened to it in between. */
export type Between = {
  deal_id: string
  number: bigint
  created_at: Instant
  from: EndState | null
  to: EndState | null
}

/**
 * The deals that a span counts at either of its moments, as they were at both, whatever they were at the other.
 *
 * @param touched only those to which something happened in between
 */
export async function readBetween(
  tx: Tx,
  workspace_id: string,
  span: Span,
  { touched }: { touched: boolean },
): Promise<Between[]> {
  const { from, to } = span
  type Row = EndState & Pick<Between, 'deal_id' | 'number' | 'created_at'> & { at_from: boolean; at_to: boolean }
  const { rows } = await sql<Row>`
    with found as materialized (
      select distinct l.deal_id from deal_ledger l
      where l.workspace_id = ${workspace_id} and ${counted(span)}
        and ((l.occurred_at <= ${from}) ${touched ? sql`<>` : sql`or`} (l.until > ${to})))
    select o.deal_id, d.number, d.created_at, o.occurred_at <= ${from} as at_from, o.until > ${to} as at_to, o.version,
      o.name, o.pipeline_id, o.definition_id, o.stage, o.outcome, o.closed_at, o.amount_minor, o.currency, o.counted,
      o.frozen_rate::text as frozen_rate, o.close_date, o.category, o.owner_id
    from found f
    -- By the deal, whatever is thought of how many there are: the ledger as a whole is a hundred times as long.
    cross join lateral (
      select d.number, d.created_at from deal d where d.workspace_id = ${workspace_id} and d.id = f.deal_id offset 0) d
    cross join lateral (
      select * from deal_ledger o where o.workspace_id = ${workspace_id} and o.deal_id = f.deal_id
        and o.until > ${from} and o.occurred_at <= ${to} and (o.occurred_at <= ${from} or o.until > ${to})
      offset 0) o`.execute(tx)
  const deals = new Map<string, Between>()
  for (const { deal_id, number, created_at, at_from, at_to, ...state } of rows) {
    const deal = deals.getOrInsertComputed(deal_id, () => ({ deal_id, number, created_at, from: null, to: null }))
    if (at_from) deal.from = state
    if (at_to) deal.to = state
  }
  return [...deals.values()]
}

/** Deals to which nothing happened, of one currency; in all but `home` of one amount, so that each can be converted. */
export type Untouched = { currency: string; each_minor: bigint | null; deals: number; sum_minor: bigint }

/** The others: those that a span counts at both ends and that were the same all the while, without their names. */
export async function readUntouched(tx: Tx, workspace_id: string, span: Span, home: string): Promise<Untouched[]> {
  const amount = sql`case when l.counted then coalesce(l.amount_minor, 0) else 0 end`
  const { rows } = await sql<{ currency: string; each_minor: bigint | null; deals: bigint; sum_minor: string }>`
    select l.currency, case when l.currency <> ${home} then ${amount} end as each_minor, count(*) as deals,
      sum(${amount})::text as sum_minor
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and ${counted(span)} and l.occurred_at <= ${span.from} and l.until > ${span.to}
    group by 1, 2`.execute(tx)
  return rows.map(({ deals, sum_minor, ...row }) => ({ ...row, deals: Number(deals), sum_minor: BigInt(sum_minor) }))
}
