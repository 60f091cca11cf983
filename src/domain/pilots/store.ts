import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Day, Instant } from '../../values/instant.ts'
import type { Running } from './arm-of.ts'
import type { SentDeal } from './compare-arms.ts'
import type { Arm, PilotState, StopRule } from './pilot.ts'

export type PilotRow = {
  id: string
  version: number
  name: string
  pipeline: { id: string; key: string; name: string }
  pilot_pipeline: { id: string; key: string; name: string }
  next_version: boolean
  share: number | null
  team: { id: string; name: string } | null
  ends_on: Day
  stop_rule: StopRule | null
  state: PilotState
  started_by: { id: string; name: string }
  started_at: Instant
  ended_at: Instant | null
  ended_why: string | null
  change_request: { id: string; key: string; state: string } | null
  deals: Record<Arm, number>
}

const named = (table: string) =>
  sql.raw(`jsonb_build_object('id', ${table}.id, 'key', ${table}.key, 'name', ${table}.name)`)

const select = sql`
  select a.id, a.version, a.name, ${named('o')} as pipeline, ${named('p')} as pilot_pipeline, a.next_version, a.share,
    case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as team, a.ends_on,
    case when a.stop_figure is not null then jsonb_build_object('figure', a.stop_figure, 'worse_by', a.stop_worse_by,
      'least', a.stop_least) end as stop_rule,
    a.state, jsonb_build_object('id', w.id, 'name', w.name) as started_by, a.started_at, a.ended_at, a.ended_why,
    case when c.id is not null then jsonb_build_object('id', c.id, 'key', 'CR-' || c.number, 'state', c.state)
      end as change_request,
    (select jsonb_build_object('pilot', count(*) filter (where d.arm = 'pilot'), 'rest', count(*) filter (where d.arm = 'rest'))
      from pilot_deal d where d.workspace_id = a.workspace_id and d.pilot_id = a.id) as deals
  from pilot a
  join pipeline o on o.workspace_id = a.workspace_id and o.id = a.pipeline_id
  join pipeline p on p.workspace_id = a.workspace_id and p.id = a.pilot_pipeline_id
  join person w on w.workspace_id = a.workspace_id and w.id = a.started_by
  left join team t on t.workspace_id = a.workspace_id and t.id = a.team_id
  left join change_request c on c.workspace_id = a.workspace_id and c.id = a.change_request_id`

export async function readPilot(tx: Tx, workspace_id: string, id: string): Promise<PilotRow | undefined> {
  const { rows } = await sql<PilotRow>`${select} where a.workspace_id = ${workspace_id} and a.id = ${id}`.execute(tx)
  return rows[0]
}

/** As above, kept from others until the transaction ends. */
export async function lockPilot(tx: Tx, workspace_id: string, id: string): Promise<PilotRow | undefined> {
  await sql`select from pilot where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readPilot(tx, workspace_id, id)
}

export type PilotFilter = {
  pipeline_id?: string | undefined
  state?: PilotState | undefined
  after?: string | undefined
  limit: number
}

/** Newest first, one more than asked for. */
export async function readPilots(tx: Tx, workspace_id: string, filter: PilotFilter): Promise<PilotRow[]> {
  const { pipeline_id, state, after, limit } = filter
  const { rows } = await sql<PilotRow>`${select}
    where a.workspace_id = ${workspace_id} ${state ? sql`and a.state = ${state}` : sql``}
      ${pipeline_id ? sql`and ${pipeline_id} in (a.pipeline_id, a.pilot_pipeline_id)` : sql``}
      ${after ? sql`and a.id < ${after}` : sql``}
    order by a.id desc limit ${limit + 1}`.execute(tx)
  return rows
}

/** The pilots that divide new deals now, with who is in their teams. */
export async function readRunning(tx: Tx, workspace_id: string, now: Instant): Promise<Running[]> {
  const { rows } = await sql<Running>`
    select a.id, a.pipeline_id, a.pilot_pipeline_id, a.share, case when a.team_id is not null then (
      select coalesce(jsonb_agg(m.person_id), '[]') from team_member m
      where m.workspace_id = a.workspace_id and m.team_id = a.team_id
        and m.valid_from <= ${now} and m.valid_until > ${now}) end as members
    from pilot a where a.workspace_id = ${workspace_id} and a.state = 'running' order by a.id`.execute(tx)
  return rows
}

export type NewPilotRow = {
  id: string
  name: string
  pipeline_id: string
  pilot_pipeline_id: string
  next_version: boolean
  share: number | null
  team_id: string | null
  ends_on: Day
  stop_figure: StopRule['figure'] | null
  stop_worse_by: number | null
  stop_least: number | null
  state: PilotState
  started_by: string
  started_at: Instant
}

export async function insertPilot(tx: Tx, workspace_id: string, row: NewPilotRow): Promise<void> {
  await insertRows(tx, 'pilot', [{ workspace_id, ...row }])
}

export async function saveEnd(
  tx: Tx,
  workspace_id: string,
  { id, version }: Pick<PilotRow, 'id' | 'version'>,
  end: { state: PilotState; ended_at: Instant; ended_why: string | null; change_request_id: string | null },
): Promise<void> {
  await sql`update pilot set state = ${end.state}, ended_at = ${end.ended_at}, ended_why = ${end.ended_why},
      change_request_id = ${end.change_request_id}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type Sent = { deal_id: string; pilot_id: string; arm: Arm; assigned_at: Instant }

export async function insertSent(tx: Tx, workspace_id: string, sent: readonly Sent[]): Promise<void> {
  await insertRows(
    tx,
    'pilot_deal',
    sent.map((one) => ({ workspace_id, ...one })),
  )
}

/** The deals of a pilot, with the phases that they came to, but for moves that were taken back. */
export async function readSent(tx: Tx, workspace_id: string, pilot_id: string): Promise<SentDeal[]> {
  const { rows } = await sql<SentDeal>`
    select s.arm, d.outcome, coalesce((
      select jsonb_agg(distinct stage.value ->> 'phase')
      from deal_ledger l
      join definition f on f.workspace_id = l.workspace_id and f.id = l.definition_id
      cross join lateral jsonb_array_elements(f.body -> 'stages') stage
      where l.workspace_id = s.workspace_id and l.deal_id = s.deal_id and stage.value ->> 'key' = l.stage
        and not exists (select from deal_ledger r where r.workspace_id = l.workspace_id and r.deal_id = l.deal_id
          and r.reversal_of = l.id)), '[]') as phases
    from pilot_deal s
    join deal d on d.workspace_id = s.workspace_id and d.id = s.deal_id
    where s.workspace_id = ${workspace_id} and s.pilot_id = ${pilot_id}
    order by s.deal_id`.execute(tx)
  return rows
}

export type DuePilot = { workspace_id: string; id: string; started_by: string; over: boolean }

/** Pilots that run: those whose last day is past by the clock of their workspace, and those with a stop rule. */
export async function readDue(owner: Tx, now: Instant): Promise<DuePilot[]> {
  const { rows } = await sql<DuePilot>`
    select a.workspace_id, a.id, a.started_by, a.ends_on < (${now}::timestamptz at time zone w.time_zone)::date as over
    from workspace w join pilot a on a.workspace_id = w.id
    where a.state = 'running' and (a.stop_figure is not null
      or a.ends_on < (${now}::timestamptz at time zone w.time_zone)::date)
    order by a.workspace_id, a.id`.execute(owner)
  return rows
}
