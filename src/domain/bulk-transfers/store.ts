import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Asked } from './bulk-transfer.ts'

export type BulkTransferRow = {
  id: string
  request: Asked
  dry_run: boolean
  deals: number
  moved: number
  refused: number
  job_id: string | null
  created_by: string | null
  created_at: string
}

const columns = sql`id, request, dry_run, deals, moved, refused, job_id, created_by, created_at`

/** Ids of open deals in their order, one more than may go at once. */
export async function readOpenIds(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, stage, owner_id }: { pipeline_id: string; stage: string | undefined; owner_id: string | undefined },
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from deal where workspace_id = ${workspace_id} and pipeline_id = ${pipeline_id} and outcome is null
      ${stage === undefined ? sql`` : sql`and stage = ${stage}`}
      ${owner_id === undefined ? sql`` : sql`and owner_id = ${owner_id}`}
    order by id limit ${sql.lit(limit + 1)}`.execute(tx)
  return rows.map(({ id }) => id)
}

type New = Pick<BulkTransferRow, 'id' | 'request' | 'dry_run' | 'created_at'> & {
  to_pipeline_id: string
  created_by: string
  job_id: string
}

export async function insertTransfer(
  tx: Tx,
  workspace_id: string,
  one: New,
  deal_ids: readonly string[],
): Promise<void> {
  await insertRows(tx, 'bulk_transfer', [{ workspace_id, ...one, deals: deal_ids.length }])
  await insertRows(
    tx,
    'bulk_transfer_deal',
    deal_ids.map((subject_id, position) => ({ workspace_id, bulk_transfer_id: one.id, position, subject_id })),
  )
}

export async function readTransfer(tx: Tx, workspace_id: string, id: string): Promise<BulkTransferRow | undefined> {
  const { rows } = await sql<BulkTransferRow>`
    select ${columns} from bulk_transfer where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  return rows[0]
}

/** As above, locked: two servers that do the same job do it one after the other. */
export async function lockTransfer(tx: Tx, workspace_id: string, id: string): Promise<BulkTransferRow | undefined> {
  const { rows } = await sql<BulkTransferRow>`
    select ${columns} from bulk_transfer where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return rows[0]
}

export type Waiting = { position: number; subject_id: string }

export async function readWaiting(tx: Tx, workspace_id: string, id: string, limit: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select position, subject_id from bulk_transfer_deal
    where workspace_id = ${workspace_id} and bulk_transfer_id = ${id} and state = 'waiting'
    order by position limit ${sql.lit(limit)}`.execute(tx)
  return rows
}

export type Verdict = {
  position: number
  state: 'moved' | 'refused'
  code: string | null
  message: string | null
  /** The ledger row of a deal that went. */
  transfer_id: string | null
}

/** Notes what became of some deals, and how far the whole has come. */
export async function settle(tx: Tx, workspace_id: string, id: string, verdicts: readonly Verdict[]): Promise<void> {
  const moved = verdicts.filter(({ state }) => state === 'moved').length
  await Promise.all([
    sql`update bulk_transfer_deal d set state = v.state, code = v.code, message = v.message,
        transfer_id = v.transfer_id
      from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as v (position int, state text, code text, message text,
        transfer_id text)
      where d.workspace_id = ${workspace_id} and d.bulk_transfer_id = ${id} and d.position = v.position`.execute(tx),
    sql`update bulk_transfer set moved = moved + ${moved}, refused = refused + ${verdicts.length - moved}
      where workspace_id = ${workspace_id} and id = ${id}`.execute(tx),
  ])
}

export type DealOfTransfer = {
  position: number
  deal_id: string
  number: bigint
  name: string
  state: 'waiting' | 'moved' | 'refused'
  code: string | null
  message: string | null
  transfer_id: string | null
}

/** Deals of a transfer behind a position, those that whoever asks may see; one more than a page. */
export async function readDealsOf(
  tx: Tx,
  workspace_id: string,
  id: string,
  { state, after, limit }: { state: string | undefined; after: number; limit: number },
): Promise<DealOfTransfer[]> {
  const { rows } = await sql<DealOfTransfer>`
    select t.position, d.id as deal_id, d.number, d.name, t.state, t.code, t.message, t.transfer_id
    from bulk_transfer_deal t
    join deal d on d.workspace_id = t.workspace_id and d.id = t.subject_id
    where t.workspace_id = ${workspace_id} and t.bulk_transfer_id = ${id} and t.position > ${after}
      ${state === undefined ? sql`` : sql`and t.state = ${state}`}
    order by t.position limit ${limit + 1}`.execute(tx)
  return rows
}
