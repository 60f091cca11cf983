import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { EvidenceKind } from './evidence.ts'

export type EvidenceRow = {
  id: string
  deal_id: string
  criterion: string
  kind: EvidenceKind
  url: string | null
  held_on: string | null
  note: string | null
  confirmed_by: string | null
  given_by: string | null
  given_by_name: string | null
  given_at: string
}

export async function readEvidence(tx: Tx, workspace_id: string, deal_ids: readonly string[]): Promise<EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`
    select e.id, e.deal_id, e.criterion, e.kind, e.url, e.held_on, e.note, e.confirmed_by, e.given_by, p.name as given_by_name, e.given_at
    from evidence e left join person p on p.workspace_id = e.workspace_id and p.id = e.given_by
    where e.workspace_id = ${workspace_id} and e.deal_id = any(${deal_ids}::text[]) order by e.given_at, e.id`.execute(
    tx,
  )
  return rows
}

/** `source_id` names the request or the approval that it came from. */
export type NewEvidence = Omit<EvidenceRow, 'given_by_name'> & { source_id: string | null }

export async function insertEvidence(tx: Tx, workspace_id: string, evidence: readonly NewEvidence[]): Promise<void> {
  await insertRows(
    tx,
    'evidence',
    evidence.map((row) => ({ workspace_id, ...row })),
  )
}
