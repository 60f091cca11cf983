import { sql } from 'kysely'
import type { z } from 'zod'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { NewDeal } from '../intake/index.ts'
import type { IncomingDeal, incomingStates } from './incoming.ts'

type State = (typeof incomingStates)[number]
export type IncomingRow = z.input<typeof IncomingDeal>

const select = sql`
  select i.id, i.version, i.state, i.given, i.because,
    case when d.id is not null then jsonb_build_object('id', d.id, 'key', 'D-' || d.number, 'name', d.name) end as deal,
    jsonb_build_object('id', r.id, 'name', r.name) as received_by, i.received_at,
    case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name) end as decided_by, i.decided_at, i.reason
  from incoming_deal i
  join person r on r.workspace_id = i.workspace_id and r.id = i.received_by
  left join person p on p.workspace_id = i.workspace_id and p.id = i.decided_by
  left join deal d on d.workspace_id = i.workspace_id and d.id = i.placed_deal_id`

export async function readIncoming(tx: Tx, workspace_id: string, id: string): Promise<IncomingRow | undefined> {
  const { rows } = await sql<IncomingRow>`${select} where i.workspace_id = ${workspace_id} and i.id = ${id}`.execute(tx)
  return rows[0]
}

/** As above, kept from others until the transaction ends. */
export async function lockIncoming(tx: Tx, workspace_id: string, id: string): Promise<IncomingRow | undefined> {
  await sql`select from incoming_deal where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readIncoming(tx, workspace_id, id)
}

/** The newest first. */
export async function readQueue(
  tx: Tx,
  workspace_id: string,
  { state, after, limit }: { state: State; after?: string | undefined; limit: number },
): Promise<IncomingRow[]> {
  const { rows } = await sql<IncomingRow>`${select} where i.workspace_id = ${workspace_id} and i.state = ${state}
    ${after === undefined ? sql`` : sql`and i.id < ${after}`} order by i.id desc limit ${limit}`.execute(tx)
  return rows
}

export type NewRow = {
  id: string
  given: Omit<NewDeal, 'pipeline'>
  state: State
  because: string | null
  placed_deal_id: string | null
  received_by: string
  received_at: Instant
}

export async function insertIncoming(tx: Tx, workspace_id: string, row: NewRow): Promise<void> {
  await insertRows(tx, 'incoming_deal', [{ workspace_id, ...row }])
}

export type Outcome = {
  id: string
  state: State
  placed_deal_id: string | null
  decided_by: string
  decided_at: Instant
  reason: string | null
  version: number
}

export async function updateIncoming(tx: Tx, workspace_id: string, outcome: Outcome): Promise<void> {
  const { id, state, placed_deal_id, decided_by, decided_at, reason, version } = outcome
  await sql`update incoming_deal set state = ${state}, placed_deal_id = ${placed_deal_id}, decided_by = ${decided_by},
      decided_at = ${decided_at}, reason = ${reason}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}
