import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { instantOf, type Instant } from '../../values/instant.ts'
import { msOfDay } from '../../stats/age-grid.ts'
import type { Stay } from '../../stats/stay.ts'
import type { TallyCell } from '../../stats/tally.ts'
import { dayNumber } from '../history/index.ts'
import { amountOf, groupOf } from './amounts.ts'
import type { Contribution, PlacedRow } from './contribution.ts'

/** How far the counts of a workspace are, and what they rest on. */
export type Head = {
  /** The last sealed event that is counted. */
  position: bigint
  /** Deals up to this id are counted; null: all are. */
  built_to: string | null
  reading: string
  latest: Instant
  step: bigint
  began: bigint
}

export async function readHead(tx: Tx, workspace_id: string, { lock = false } = {}): Promise<Head | undefined> {
  const { rows } = await sql<Head>`
    select position, built_to, reading, latest, step, began from exposure_head where workspace_id = ${workspace_id}
    ${lock ? sql`for update` : sql``}`.execute(tx)
  return rows[0]
}

/** Before the first event: of the counts of a workspace that has none yet. */
const farBack = '1900-01-01T00:00:00.000Z'

/** Forgets what is counted, if anything is, and begins anew with what is sealed by now. */
export async function beginAnew(owner: Tx, workspace_id: string, reading: string): Promise<void> {
  for (const table of ['exposure_count', 'exposure_size', 'exposure_open'])
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspace_id}`.execute(owner)
  await sql`
    insert into exposure_head (workspace_id, position, built_to, reading, latest, step, began)
    select ${workspace_id}, coalesce((select max(position) from event_seal where workspace_id = ${workspace_id}), 0), '',
      ${reading}, ${farBack}, 1, 1
    on conflict (workspace_id) do update set position = excluded.position, built_to = '', reading = excluded.reading,
      latest = excluded.latest, step = exposure_head.step + 1, began = exposure_head.step + 1`.execute(owner)
}

export async function saveHead(owner: Tx, workspace_id: string, head: Head): Promise<void> {
  await sql`update exposure_head set position = ${head.position}, built_to = ${head.built_to}, latest = ${head.latest},
    step = ${head.step} where workspace_id = ${workspace_id}`.execute(owner)
}

/** The next deals in the order of their ids. */
export async function readDealsAfter(owner: Tx, workspace_id: string, id: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and id > ${id} order by id limit ${sql.lit(limit)}`.execute(
    owner,
  )
  return rows.map((row) => row.id)
}

/** The deals that events after a place in their order are about, at most so many events, and the last one's place. */
export async function readEventsAfter(
  tx: Tx,
  workspace_id: string,
  position: bigint,
  limit: number,
): Promise<{ deal_ids: string[]; last: bigint; events: number }> {
  const { rows } = await sql<{ position: bigint; subject: string | null }>`
    select s.position, e.subject from (
      select position, event_id from event_seal where workspace_id = ${workspace_id} and position > ${position}
      order by position limit ${sql.lit(limit)}) s
    left join event e on e.workspace_id = ${workspace_id} and e.id = s.event_id
    order by s.position`.execute(tx)
  const subjects = rows.flatMap(({ subject }) => (subject?.startsWith('deal_') ? [subject] : []))
  return { deal_ids: [...new Set(subjects)], last: rows.at(-1)?.position ?? position, events: rows.length }
}

/** What was recorded so long before the last event was sealed may have been committed since. */
const lateMinutes = 10

/** Deals of which something was recorded that is not sealed yet. */
export async function readUnsealed(tx: Tx, workspace_id: string): Promise<string[]> {
  const { rows } = await sql<{ deal_id: string }>`
    with sealed as (
      select e.recorded_at as at from event_seal s
      join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
      where s.workspace_id = ${workspace_id} order by s.position desc limit 1)
    select distinct l.deal_id from deal_ledger l
    where l.workspace_id = ${workspace_id}
      and l.recorded_at > coalesce((select at from sealed) - make_interval(mins => ${lateMinutes}), '-infinity')
      and not exists (
        select from event_seal s where s.workspace_id = l.workspace_id and s.event_id = l.event_id)`.execute(tx)
  return rows.map(({ deal_id }) => deal_id)
}

/** Every row of some deals, in each deal's order. */
export async function readRows(tx: Tx, workspace_id: string, deal_ids: readonly string[]): Promise<PlacedRow[]> {
  if (deal_ids.length === 0) return []
  type Row = Omit<PlacedRow, 'entered' | 'closed' | 'occurred'> & {
    entered: string
    closed: string | null
    occurred: string
  }
  const { rows } = await sql<Row>`
    select l.deal_id, l.version, l.id, l.kind, l.reversal_of, l.pipeline_id, l.stage, l.entered_stage_at::text as entered,
      l.outcome, l.closed_at::text as closed, l.occurred_at::text as occurred, l.administrative, l.currency,
      case when l.counted and l.amount_minor > 0 then l.amount_minor::float8 end as amount_minor, s.position
    from deal_ledger l
    left join event_seal s on s.workspace_id = l.workspace_id and s.event_id = l.event_id
    where l.workspace_id = ${workspace_id} and l.deal_id = any(${deal_ids}::text[])
    order by l.deal_id, l.version`.execute(tx)
  return rows.map(({ entered, closed, occurred, ...row }) => ({
    ...row,
    entered: dayNumber(entered),
    closed: closed === null ? null : dayNumber(closed),
    occurred: dayNumber(occurred),
  }))
}

type CountRow = {
  pipeline_id: string
  stage: string
  slice: number
  currency: string
  amount_minor: bigint
  counts: { ms: number[]; events: Record<string, number[]> }
}

/** Cells that changed in a later step. */
export async function readCells(tx: Tx, workspace_id: string, after: bigint): Promise<TallyCell[]> {
  const { rows } = await sql<CountRow>`
    select pipeline_id, stage, slice, currency, amount_minor, counts from exposure_count
    where workspace_id = ${workspace_id} and step > ${after}`.execute(tx)
  return rows.map(cellOf)
}

function cellOf({ pipeline_id, stage, slice, currency, amount_minor, counts }: CountRow): TallyCell {
  const cell: TallyCell = { pipeline: pipeline_id, stage, slice, ...counts }
  const group = amount_minor === 0n ? null : groupOf({ amount_minor: Number(amount_minor), currency })
  return group === null ? cell : { ...cell, group }
}

/** The cells that some others are to be put to. */
export async function readSame(owner: Tx, workspace_id: string, cells: Iterable<TallyCell>): Promise<TallyCell[]> {
  const { rows } = await sql<CountRow>`
    select c.pipeline_id, c.stage, c.slice, c.currency, c.amount_minor, c.counts
    from jsonb_to_recordset(${JSON.stringify([...cells].map(namesOf))}::jsonb) as given (pipeline_id text, stage text,
      slice integer, currency text, amount_minor bigint)
    join exposure_count c on c.workspace_id = ${workspace_id} and c.pipeline_id = given.pipeline_id
      and c.stage = given.stage and c.slice = given.slice and c.currency = given.currency
      and c.amount_minor = given.amount_minor`.execute(owner)
  return rows.map(cellOf)
}

const namesOf = ({ pipeline, stage, slice, group }: TallyCell) => ({
  pipeline_id: pipeline,
  stage,
  slice,
  ...(amountOf(group) ?? { currency: '', amount_minor: 0 }),
})

export async function saveCells(owner: Tx, workspace_id: string, cells: Iterable<TallyCell>, step: bigint) {
  const given = [...cells].map((cell) => ({ ...namesOf(cell), counts: { ms: trimmed(cell.ms), events: seen(cell) } }))
  if (given.length === 0) return
  await sql`
    insert into exposure_count (workspace_id, pipeline_id, stage, slice, currency, amount_minor, counts, step)
    select ${workspace_id}, pipeline_id, stage, slice, currency, amount_minor, counts, ${step}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (pipeline_id text, stage text, slice integer,
      currency text, amount_minor bigint, counts json)
    on conflict (workspace_id, pipeline_id, stage, slice, currency, amount_minor)
      do update set counts = excluded.counts, step = excluded.step`.execute(owner)
}

function trimmed(counts: readonly number[]): number[] {
  const last = counts.findLastIndex((count) => count !== 0)
  return counts.slice(0, last + 1)
}

const seen = ({ events }: TallyCell) =>
  Object.fromEntries(
    Object.entries(events).flatMap(([to, counts]) => {
      const kept = trimmed(counts)
      return kept.length === 0 ? [] : [[to, kept]]
    }),
  )

/** `pipeline group` → deals. */
export async function readSizes(tx: Tx, workspace_id: string): Promise<Contribution['sizes']> {
  const { rows } = await sql<{ pipeline_id: string; currency: string; amount_minor: bigint; deals: number }>`
    select pipeline_id, currency, amount_minor, deals from exposure_size
    where workspace_id = ${workspace_id} and deals <> 0`.execute(tx)
  return new Map(
    rows.map(({ pipeline_id, currency, amount_minor, deals }) => [
      `${pipeline_id} ${groupOf({ currency, amount_minor: Number(amount_minor) })}`,
      deals,
    ]),
  )
}

export async function addSizes(owner: Tx, workspace_id: string, sizes: Contribution['sizes']): Promise<void> {
  const given = [...sizes].flatMap(([of, deals]) => {
    const [pipeline_id, group] = of.split(' ')
    return deals === 0 ? [] : [{ pipeline_id, ...amountOf(Number(group)), deals }]
  })
  if (given.length === 0) return
  await sql`
    insert into exposure_size (workspace_id, pipeline_id, currency, amount_minor, deals)
    select ${workspace_id}, pipeline_id, currency, amount_minor, deals
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (pipeline_id text, currency text,
      amount_minor bigint, deals integer)
    on conflict (workspace_id, pipeline_id, currency, amount_minor)
      do update set deals = exposure_size.deals + excluded.deals`.execute(owner)
}

/** Stays that are not over; `amount` is the number of the amount. */
export async function readOpen(tx: Tx, workspace_id: string): Promise<Stay[]> {
  const { rows } = await sql<{
    deal_id: string
    pipeline_id: string
    stage: string
    entered: number
    age_at_entry: number | null
    currency: string
    amount_minor: bigint | null
  }>`
    select deal_id, pipeline_id, stage, entered, age_at_entry, currency, amount_minor
    from exposure_open where workspace_id = ${workspace_id}`.execute(tx)
  return rows.map(({ deal_id, pipeline_id, stage, entered, age_at_entry, currency, amount_minor }) => {
    const stay: Stay = { deal: deal_id, pipeline: pipeline_id, stage, entered, left: null, to: null }
    if (amount_minor !== null) stay.amount = groupOf({ currency, amount_minor: Number(amount_minor) })
    if (age_at_entry !== null) stay.age_at_entry = age_at_entry
    return stay
  })
}

/** Puts the open stays of these deals in the place of those that they had. */
export async function saveOpen(
  owner: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
  open: Contribution['open'],
): Promise<void> {
  await sql`delete from exposure_open where workspace_id = ${workspace_id} and deal_id = any(${deal_ids}::text[])`.execute(
    owner,
  )
  if (open.size === 0) return
  const given = [...open.values()].map(({ deal, pipeline, stage, entered, age_at_entry = null, amount }) => ({
    deal_id: deal,
    pipeline_id: pipeline,
    stage,
    entered,
    age_at_entry,
    ...(amountOf(amount ?? undefined) ?? { currency: '', amount_minor: null }),
  }))
  await sql`
    insert into exposure_open (workspace_id, deal_id, pipeline_id, stage, entered, age_at_entry, currency, amount_minor)
    select ${workspace_id}, deal_id, pipeline_id, stage, entered, age_at_entry, currency, amount_minor
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (deal_id text, pipeline_id text, stage text,
      entered double precision, age_at_entry double precision, currency text, amount_minor bigint)`.execute(owner)
}

/** A day number as a moment, not before it. */
export const momentOf = (day: number): Instant =>
  day === -Infinity ? farBack : instantOf(Math.ceil(day * msOfDay - 0.5e-3))

/** Workspaces of which something is sealed that is not counted yet. */
export async function readBehind(owner: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from workspace w
    cross join lateral (
      select s.position from event_seal s where s.workspace_id = w.id order by s.position desc limit 1) sealed
    left join exposure_head h on h.workspace_id = w.id
    where h.position is null or h.position < sealed.position or h.built_to is not null`.execute(owner)
  return rows.map(({ id }) => id)
}
