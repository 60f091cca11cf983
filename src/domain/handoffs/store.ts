import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { idsWithin } from '../accounts/index.ts'
import { openStates, type State, type Terms } from './handoff.ts'

type Named = { id: string; name: string }

export type HandoffRow = {
  id: string
  version: number
  rule: string | null
  rule_version: number | null
  rule_name: string | null
  trigger: 'stage' | 'won' | 'manual' | 'term_end' | 'usage'
  occasion: string
  kind: 'handoff' | 'transfer'
  link: 'expands' | 'renews' | 'sourced_from' | null
  state: State
  deal_id: string | null
  account_id: string | null
  pipeline_id: string
  to_deal_id: string | null
  terms: Terms
  because: string
  blocked_by: string | null
  due_at: Instant | null
  remind_at: Instant | null
  created_by: string | null
  created_at: Instant
  decided_by: string | null
  decided_at: Instant | null
  reason: string | null
}

const columns = sql.raw(`h.id, h.version, h.rule, h.rule_version, h.rule_name, h.trigger, h.occasion, h.kind, h.link,
  h.state, h.deal_id, h.account_id, h.pipeline_id, h.to_deal_id, h.terms, h.because, h.blocked_by, h.due_at, h.remind_at,
  h.created_by, h.created_at, h.decided_by, h.decided_at, h.reason`)

/** Keeps a hand-off; false where its rule fired for this occasion already, also in another transaction just now. */
export async function claim(tx: Tx, workspace_id: string, row: HandoffRow): Promise<boolean> {
  const { terms, ...rest } = row
  const given = { workspace_id, ...rest, terms: JSON.stringify(terms) }
  const names = Object.keys(given)
  const { rows } = await sql`
    insert into handoff (${sql.raw(names.join(', '))}) values (${sql.join(Object.values(given))})
    on conflict (workspace_id, rule, occasion) do nothing returning id`.execute(tx)
  return rows.length > 0
}

export type Outcome = Pick<
  HandoffRow,
  'version' | 'state' | 'to_deal_id' | 'blocked_by' | 'due_at' | 'remind_at' | 'decided_by' | 'decided_at' | 'reason'
>

export async function updateHandoff(tx: Tx, workspace_id: string, id: string, to: Outcome): Promise<void> {
  await sql`update handoff set version = ${to.version}, state = ${to.state}, to_deal_id = ${to.to_deal_id},
      blocked_by = ${to.blocked_by}, due_at = ${to.due_at}, remind_at = ${to.remind_at}, decided_by = ${to.decided_by},
      decided_at = ${to.decided_at}, reason = ${to.reason}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export async function readHandoff(tx: Tx, workspace_id: string, id: string): Promise<HandoffRow | undefined> {
  const { rows } = await sql<HandoffRow>`
    select ${columns} from handoff h where h.workspace_id = ${workspace_id} and h.id = ${id}`.execute(tx)
  return rows[0]
}

/** As above, kept from others until the transaction ends. */
export async function lockHandoff(tx: Tx, workspace_id: string, id: string): Promise<HandoffRow | undefined> {
  await sql`select from handoff where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readHandoff(tx, workspace_id, id)
}

/** Whether a rule has something going for an account: it waits for somebody, or the deal that it opened is open. */
export async function isUnderWay(tx: Tx, workspace_id: string, rule: string, account_id: string): Promise<boolean> {
  const { rows } = await sql`
    select from handoff h left join deal d on d.workspace_id = h.workspace_id and d.id = h.to_deal_id
    where h.workspace_id = ${workspace_id} and h.rule = ${rule}
      and h.account_id in ${idsWithin(workspace_id, account_id)}
      and (h.state = any(${openStates}::text[]) or (h.state = 'accepted' and d.id is not null and d.outcome is null))
    limit 1`.execute(tx)
  return rows.length > 0
}

/** What a rule has opened from a deal and nobody has answered yet. */
export async function readUnanswered(tx: Tx, workspace_id: string, rule: string, deal_id: string) {
  const { rows } = await sql<{ id: string }>`
    select id from handoff where workspace_id = ${workspace_id} and rule = ${rule} and deal_id = ${deal_id}
      and state = any(${openStates}::text[]) order by id limit 1`.execute(tx)
  return rows[0]?.id
}

type Beside = {
  id: string
  key: string
  name: string
  pipeline: { id: string; key: string; name: string }
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  owner: Named | null
}

/** A hand-off with what it names, as far as whoever asks may see it. */
export type ShownRow = HandoffRow & {
  from_deal: Beside | null
  opened: Beside | null
  account: (Named & { domain: string | null }) | null
  pipeline: { id: string; key: string; name: string }
  creator: Named | null
  decider: Named | null
}

export type HandoffFilter = {
  id?: string | undefined
  state: State | 'open' | 'any'
  deal_id?: string | undefined
  pipeline_id?: string | undefined
  account_id?: string | undefined
  owner_id?: string | undefined
  sender_id?: string | undefined
  before?: string | undefined
  limit: number
}

/** Hand-offs, the newest first. */
export async function readShown(tx: Tx, workspace_id: string, asked: HandoffFilter): Promise<ShownRow[]> {
  const { id, state, deal_id, pipeline_id, account_id, owner_id, sender_id, before, limit } = asked
  const wanted = state === 'open' ? openStates : [state]
  const beside = (deal: string, pipeline: string, owner: string) =>
    sql.raw(`case when ${deal}.id is null then null else jsonb_build_object('id', ${deal}.id,
      'key', 'D-' || ${deal}.number, 'name', ${deal}.name, 'outcome', ${deal}.outcome,
      'pipeline', jsonb_build_object('id', ${pipeline}.id, 'key', ${pipeline}.key, 'name', ${pipeline}.name),
      'owner', ${named(owner)}) end`)
  const { rows } = await sql<ShownRow>`
    select ${columns}, ${beside('d', 'dp', 'dw')} as from_deal, ${beside('o', 'op', 'ow')} as opened,
      case when a.id is null then null else jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain) end as account,
      jsonb_build_object('id', p.id, 'key', p.key, 'name', p.name) as pipeline,
      ${sql.raw(named('c'))} as creator, ${sql.raw(named('r'))} as decider
    from handoff h
    join pipeline p on p.workspace_id = h.workspace_id and p.id = h.pipeline_id
    left join deal d on d.workspace_id = h.workspace_id and d.id = h.deal_id
    left join pipeline dp on dp.workspace_id = d.workspace_id and dp.id = d.pipeline_id
    left join person dw on dw.workspace_id = d.workspace_id and dw.id = d.owner_id
    left join deal o on o.workspace_id = h.workspace_id and o.id = h.to_deal_id
    left join pipeline op on op.workspace_id = o.workspace_id and op.id = o.pipeline_id
    left join person ow on ow.workspace_id = o.workspace_id and ow.id = o.owner_id
    left join account a on a.workspace_id = h.workspace_id and a.id = h.account_id
    left join person c on c.workspace_id = h.workspace_id and c.id = h.created_by
    left join person r on r.workspace_id = h.workspace_id and r.id = h.decided_by
    where h.workspace_id = ${workspace_id}
      ${id === undefined ? sql`` : sql`and h.id = ${id}`}
      ${state === 'any' ? sql`` : sql`and h.state = any(${wanted}::text[])`}
      ${deal_id === undefined ? sql`` : sql`and (h.deal_id = ${deal_id} or h.to_deal_id = ${deal_id})`}
      ${pipeline_id === undefined ? sql`` : sql`and h.pipeline_id = ${pipeline_id}`}
      ${account_id === undefined ? sql`` : sql`and h.account_id in ${idsWithin(workspace_id, account_id)}`}
      ${owner_id === undefined ? sql`` : sql`and coalesce(o.owner_id, d.owner_id, a.owner_id) = ${owner_id}`}
      ${sender_id === undefined ? sql`` : sql`and (h.created_by = ${sender_id} or d.owner_id = ${sender_id})`}
      ${before === undefined ? sql`` : sql`and h.id < ${before}`}
    order by h.id desc limit ${limit}`.execute(tx)
  return rows
}

const named = (table: string) =>
  `case when ${table}.id is null then null else jsonb_build_object('id', ${table}.id, 'name', ${table}.name) end`

export type WaitingRow = HandoffRow & { workspace_id: string }

/** Hand-offs in any workspace that wait and whose reminder, or limit, has come. */
export async function readWaiting(owner: Tx, { since, by }: { since: Instant; by: Instant }): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select h.workspace_id, ${columns} from handoff h
    where h.state in ('proposed', 'blocked', 'waiting') and h.remind_at <= ${by} and h.remind_at > ${since}
    order by h.remind_at limit 2000`.execute(owner)
  return rows
}
