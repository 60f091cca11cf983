import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { settingsAt } from '../../platform/settings.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { readLibrary } from '../fields/index.ts'
import type { Category, ChangeKind, DealState } from '../ledger/index.ts'
import { type Definition, readDefinitionOf } from '../pipelines/index.ts'
import { rateBetween, readDayRates } from '../rates/index.ts'
import { type Line, summaryOf } from './line-item-summary.ts'
import {
  type ActivitySummary,
  type AskedApproval,
  type AskedBuyer,
  type Evidence,
  noActivities,
  type Party,
  type Situation,
  type Surrounding,
  surroundings,
} from './situation.ts'

type Surroundings = {
  id: string
  evidence: Evidence[]
  asked: AskedBuyer[]
  approvals: AskedApproval[]
  activities: ActivitySummary
  contacts: Situation['contacts']
  lines: Line[]
  account: Party | null
  partner: Party | null
  owner: string | null
  chances: Chances
}

/** The chance that each stage of the deal's pipeline gives on entering it; null where history is too short. */
export type Chances = Record<string, number | null>

export type Placed<Deal extends DealState> = Situation & { deal: Deal; chances: Chances }

/**
 * What a decision about these deals may look at, by the deal's id; one statement for all that hangs on them. Who knows
 * what will be looked at names it, and the rest is as if there were none of it.
 */
export async function readSituations<Deal extends DealState>(
  tx: Tx,
  workspace_id: string,
  deals: readonly Deal[],
  now: Instant,
  looked: readonly Surrounding[] = surroundings,
): Promise<Map<string, Placed<Deal>>> {
  const ids = deals.map(({ id }) => id)
  const [found, library, rates] = await Promise.all([
    looked.length === 0 ? undefined : readSurroundings(tx, workspace_id, ids, looked),
    readLibrary(tx, workspace_id),
    readRatesFor(tx, workspace_id, deals, now),
  ])
  const situations = new Map<string, Placed<Deal>>()
  const definitions = new Map<string, Definition>()
  for (const deal of deals) {
    const around = found ? found.get(deal.id) : nothing
    if (!around) continue
    const { lines, ...rest } = around
    const definition =
      definitions.get(deal.definition_id) ?? (await readDefinitionOf(tx, workspace_id, deal.definition_id))
    definitions.set(deal.definition_id, definition)
    situations.set(deal.id, { deal, definition, library, line_items: summaryOf(lines), rates, ...rest })
  }
  return situations
}

const nothing: Omit<Surroundings, 'id'> = {
  evidence: [],
  asked: [],
  approvals: [],
  activities: noActivities,
  contacts: [],
  lines: [],
  account: null,
  partner: null,
  owner: null,
  chances: {},
}

async function readSurroundings(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
  looked: readonly Surrounding[],
): Promise<Map<string, Omit<Surroundings, 'id'>>> {
  const parts = sql.join(looked.map((part) => sql`${ways[part].select} as ${sql.ref(part)}`))
  const joins = sql.join(
    looked.map((part) => ways[part].join ?? sql``),
    sql` `,
  )
  const { rows } = await sql<Partial<Surroundings> & { id: string }>`
    select d.id, ${parts} from deal d ${joins}
    where d.workspace_id = ${workspace_id} and d.id = any(${deal_ids}::text[])`.execute(tx)
  return new Map(rows.map(({ id, ...row }) => [id, { ...nothing, ...row }]))
}

const party = (alias: string) =>
  sql.raw(`case when ${alias}.id is null then null else jsonb_build_object('name', ${alias}.name, 'domain',
    ${alias}.domain, 'country', ${alias}.country, 'kind', ${alias}.kind, 'fields', ${alias}.fields) end`)

/** How each part is read, beside `deal d`. */
const ways: Record<Surrounding, { select: RawBuilder<unknown>; join?: RawBuilder<unknown> }> = {
  evidence: {
    select: sql`(select coalesce(jsonb_agg(jsonb_build_object('criterion', e.criterion, 'kind', e.kind, 'url', e.url,
        'held_on', e.held_on)), '[]')
      from evidence e where e.workspace_id = d.workspace_id and e.deal_id = d.id)`,
  },
  asked: {
    select: sql`(select coalesce(jsonb_agg(jsonb_build_object('criterion', r.criterion, 'name', r.name, 'answer', r.answer,
        'answered_by', r.answered_by, 'remark', r.remark, 'expires_at', r.expires_at) order by r.created_at, r.id), '[]')
      from confirmation_request r
      where r.workspace_id = d.workspace_id and r.deal_id = d.id and r.revoked_at is null)`,
  },
  approvals: {
    select: sql`(select coalesce(jsonb_agg(jsonb_build_object('criterion', g.criterion, 'state', q.state,
        'asked_by', n.name, 'needed', q.needed, 'approved', v.approved, 'rejected_by', v.rejected_by,
        'reason', v.reason) order by g.id), '[]')
      from gate_approval g
      join approval q on q.workspace_id = g.workspace_id and q.id = g.approval_id
      join person n on n.workspace_id = g.workspace_id and n.id = g.asked_by
      cross join lateral (
        select count(*) filter (where vote = 'approve') as approved,
          max(w.name) filter (where vote = 'reject') as rejected_by, max(c.reason) filter (where vote = 'reject') as reason
        from approval_vote c join person w on w.workspace_id = c.workspace_id and w.id = c.person_id
        where c.workspace_id = g.workspace_id and c.approval_id = g.approval_id) v
      where g.workspace_id = d.workspace_id and g.deal_id = d.id)`,
  },
  activities: {
    select: sql`(select jsonb_build_object(
        'meetings', count(*) filter (where t.kind = 'meeting' and t.held_at is not null),
        'calls', count(*) filter (where t.kind = 'call' and t.held_at is not null),
        'notes', count(*) filter (where t.kind = 'note'),
        'open_tasks', count(*) filter (where t.kind = 'task' and t.done_at is null),
        'met_for', coalesce(jsonb_agg(t.criterion) filter (where t.kind = 'meeting' and t.held_at is not null
          and t.criterion is not null), '[]'),
        'last_contact', max(t.held_at), 'next_activity', min(t.due_on) filter (where t.done_at is null
          and t.kind <> 'note' and (t.kind = 'task' or t.held_at is null)))
      from activity t where t.workspace_id = d.workspace_id and t.deal_id = d.id)`,
  },
  contacts: {
    select: sql`(select coalesce(jsonb_agg(jsonb_build_object('role', c.role, 'name', k.name, 'title', k.title,
        'email', k.email, 'fields', k.fields)), '[]')
      from deal_contact c join contact k on k.workspace_id = c.workspace_id and k.id = c.contact_id
      where c.workspace_id = d.workspace_id and c.deal_id = d.id)`,
  },
  lines: {
    select: sql`(select coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'quantity', i.quantity, 'product', p.key,
        'unit_price_minor', i.unit_price_minor::text, 'period', i.period, 'term', i.term,
        'rounding_minor', i.rounding_minor::text)), '[]')
      from line_item i join product p on p.workspace_id = i.workspace_id and p.id = i.product_id
      where i.workspace_id = d.workspace_id and i.deal_id = d.id)`,
  },
  account: {
    select: party('a'),
    join: sql`left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id`,
  },
  partner: {
    select: party('b'),
    join: sql`left join account b on b.workspace_id = d.workspace_id and b.id = d.partner_account_id`,
  },
  owner: {
    select: sql`o.email`,
    join: sql`left join person o on o.workspace_id = d.workspace_id and o.id = d.owner_id`,
  },
  chances: {
    select: sql`(select coalesce(jsonb_object_agg(stage, chance), '{}') from stage_statistic s
      where s.workspace_id = d.workspace_id and s.pipeline_id = d.pipeline_id)`,
  },
}

/** Units of the workspace's currency for one of each currency that these deals are in or hold in a field. */
export async function readRatesFor(
  tx: Tx,
  workspace_id: string,
  deals: readonly Pick<DealState, 'currency' | 'fields'>[],
  now: Instant,
): Promise<Record<string, number>> {
  const { currency: home } = await settingsAt(tx, workspace_id, now)
  const used = new Set(deals.flatMap(({ currency, fields }) => [currency, ...currenciesIn(fields)]))
  const foreign = [...used].filter((currency) => currency !== home)
  if (foreign.length === 0) return { [home]: 1 }
  const day = dayOf(now)
  const rates = await readDayRates(tx, workspace_id, [...foreign, home], day)
  const known = [...used].flatMap((currency) => {
    const rate = rateBetween(rates, currency, home, day)
    return rate === null ? [] : [[currency, Number(rate)] as const]
  })
  return { [home]: 1, ...Object.fromEntries(known) }
}

const currenciesIn = (fields: Record<string, unknown>): string[] =>
  Object.values(fields).flatMap((value) => {
    const currency = (value as { currency?: unknown } | null)?.currency
    return typeof currency === 'string' ? [currency] : []
  })

/** The rate at which a win is kept: of the deal's currency into the workspace's on a day; null between the same two. */
export async function readFrozenRate(
  tx: Tx,
  workspace_id: string,
  currency: string,
  now: Instant,
): Promise<string | null> {
  const { currency: home } = await settingsAt(tx, workspace_id, now)
  if (currency === home) return null
  const day = dayOf(now)
  return rateBetween(await readDayRates(tx, workspace_id, [currency, home], day), currency, home, day)
}

export type Step = { id: string; version: number; kind: ChangeKind; by: string | null; recorded_at: Instant }

/** A row of a deal's ledger by its id, with who made it. */
export async function readStep(tx: Tx, workspace_id: string, deal_id: string, id: string): Promise<Step | undefined> {
  const { rows } = await sql<Step>`
    select l.id, l.version, l.kind, l.recorded_at, e.actor_id as by
    from deal_ledger l join event e on e.workspace_id = l.workspace_id and e.id = l.event_id
    where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id} and l.id = ${id}`.execute(tx)
  return rows[0]
}

/** Where a deal stood at one of its versions. */
export type Place = Pick<
  DealState,
  'stage' | 'entered_stage_at' | 'outcome' | 'outcome_reason' | 'closed_at' | 'frozen_rate' | 'category' | 'owed'
>

export async function readPlace(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  version: number,
): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select stage, entered_stage_at, outcome, outcome_reason, closed_at, frozen_rate, category, owed from deal_ledger
    where workspace_id = ${workspace_id} and deal_id = ${deal_id} and version = ${version}`.execute(tx)
  return rows[0]
}

/** The category that was called before the deal was closed. */
export async function readCategoryBefore(tx: Tx, workspace_id: string, deal_id: string): Promise<Category | undefined> {
  const { rows } = await sql<{ category: Category }>`
    select category from deal_ledger
    where workspace_id = ${workspace_id} and deal_id = ${deal_id} and outcome is null
    order by version desc limit 1`.execute(tx)
  return rows[0]?.category
}
