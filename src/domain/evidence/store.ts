import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'
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

/** Evidence that was given for criteria that go away: it stays with its deals, and no gate asks for it any more. */
export const evidenceReferences: ReferenceSource = {
  tables: ['evidence'],
  async find(tx, workspace_id, { pipeline_id, criteria }) {
    if (criteria.length === 0) return []
    const { rows } = await sql<{ criterion: string; pieces: number; id: string }>`
      select e.criterion, count(*)::int as pieces, min(e.id) as id from evidence e
      join deal d on d.workspace_id = e.workspace_id and d.id = e.deal_id
      where e.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id} and d.outcome is null
        and e.criterion = any(${criteria}::text[])
      group by e.criterion order by e.criterion limit ${mostReferences}`.execute(tx)
    return rows.map(({ criterion, pieces, id }) => ({
      kind: 'evidence',
      id,
      name: pieces === 1 ? 'One piece of evidence on an open deal' : `${pieces} pieces of evidence on open deals`,
      refers_to: { kind: 'criterion', key: criterion },
    }))
  },
}
