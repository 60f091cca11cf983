import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { HandoffRule } from './handoff-rule.ts'

export type VersionRow = {
  version: number
  rules: HandoffRule[]
  change_id: string
  published_by: { id: string; name: string }
  published_at: Instant
}

/** The newest versions first; with `at`, those that were published by then. */
export async function readVersions(
  tx: Tx,
  workspace_id: string,
  { before, at, limit }: { before?: number | undefined; at?: Instant | undefined; limit: number },
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.number as version, v.rules, v.change_id, v.published_at,
      jsonb_build_object('id', p.id, 'name', p.name) as published_by
    from handoff_version v join person p on p.workspace_id = v.workspace_id and p.id = v.published_by
    where v.workspace_id = ${workspace_id}
      ${before === undefined ? sql`` : sql`and v.number < ${before}`}
      ${at === undefined ? sql`` : sql`and v.published_at <= ${at}`}
    order by v.number desc limit ${limit}`.execute(tx)
  return rows
}

/** The rules in force, or those that were at a moment; undefined before anything was published. */
export async function readCurrentRules(tx: Tx, workspace_id: string, at?: Instant): Promise<VersionRow | undefined> {
  const [current] = await readVersions(tx, workspace_id, { at, limit: 1 })
  return current
}

/** Nobody else publishes until the transaction ends. */
export async function lockRules(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('handoff rules ' || ${workspace_id}, 0))`.execute(tx)
}

type NewVersion = Omit<VersionRow, 'version' | 'published_by'> & { number: number; published_by: string }

export async function insertVersion(tx: Tx, workspace_id: string, row: NewVersion): Promise<void> {
  await insertRows(tx, 'handoff_version', [{ workspace_id, ...row }])
}

/** How many hand-offs wait under these rules. */
export async function countWaitingOf(tx: Tx, workspace_id: string, rules: readonly string[]): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from handoff where workspace_id = ${workspace_id}
      and rule = any(${rules}::text[]) and state in ('proposed', 'blocked', 'waiting')`.execute(tx)
  return rows[0]?.waiting ?? 0
}
