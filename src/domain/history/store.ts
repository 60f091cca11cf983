import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
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

/** One row of the ledger as stays are made from it. */
export type StayRow = {
  deal_id: string
  pipeline_id: string
  stage: string
  entered_stage_at: string
  outcome: string | null
  closed_at: string | null
  occurred_at: string
  administrative: boolean
}

/**
 * What the ledger knew of where deals stood at a moment: the rows that changed a place, in each deal's order, without
 * moves that were reversed and their reversals, and without deals that were never opportunities of their own.
 */
export async function readStayRows(tx: Tx, workspace_id: string, as_of: string): Promise<StayRow[]> {
  const { rows } = await sql<StayRow>`
    select l.deal_id, l.pipeline_id, l.stage, l.entered_stage_at, l.outcome, l.closed_at, l.occurred_at, l.administrative
    from deal_ledger l
    where l.workspace_id = ${workspace_id} and l.occurred_at <= ${as_of} and l.kind not in ('edited', 'reversed')
      and l.id not in (
        select r.reversal_of from deal_ledger r
        where r.workspace_id = ${workspace_id} and r.reversal_of is not null and r.occurred_at <= ${as_of})
      and l.deal_id not in (
        select v.deal_id from deal_ledger v
        where v.workspace_id = ${workspace_id} and v.until > ${as_of} and v.occurred_at <= ${as_of} and v.outcome = 'void')
    order by l.deal_id, l.version`.execute(tx)
  return rows
}

/** A deal as it stood at a moment, as forecasts read it. */
export type StandingDeal = {
  deal_id: string
  name: string
  pipeline_id: string
  stage: string
  entered_stage_at: string
  outcome: string | null
  closed_at: string | null
  amount_minor: bigint | null
  currency: string
  close_date: string | null
  owner_id: string | null
  frozen_rate: string | null
  counted: boolean
  revenue_kind: string
  /** When its ledger begins. */
  created_at: string
  /** What a won deal was said to be worth half way to its win, to learn how amounts change until then. */
  half_way_amount_minor: bigint | null
  half_way_currency: string | null
}

/** Every deal that the ledger knew at a moment, in the state of that moment. */
export async function readStanding(tx: Tx, workspace_id: string, as_of: string): Promise<StandingDeal[]> {
  const { rows } = await sql<StandingDeal>`
    select l.deal_id, l.name, l.pipeline_id, l.stage, l.entered_stage_at, l.outcome, l.closed_at, l.amount_minor,
      l.currency, l.close_date, l.owner_id, l.frozen_rate::text as frozen_rate, l.counted, l.revenue_kind,
      f.occurred_at as created_at, h.amount_minor as half_way_amount_minor, h.currency as half_way_currency
    from deal_ledger l
    join deal_ledger f on f.workspace_id = l.workspace_id and f.deal_id = l.deal_id and f.version = 1
    left join lateral (
      select amount_minor, currency from deal_ledger h
      where l.outcome = 'won' and h.workspace_id = l.workspace_id and h.deal_id = l.deal_id
        and h.occurred_at <= f.occurred_at + (l.closed_at - f.occurred_at) / 2
      order by h.version desc limit 1) h on true
    where l.workspace_id = ${workspace_id} and l.until > ${as_of} and l.occurred_at <= ${as_of}
      and l.outcome is distinct from 'void'
    order by l.deal_id`.execute(tx)
  return rows
}
