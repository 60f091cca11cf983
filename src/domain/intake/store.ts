import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'

export type PartyRow = {
  id: string
  name: string
  domain: string | null
  country: string | null
  kind: string
  merged_into: string | null
  fields: Record<string, unknown>
}

/** These accounts as rules look at them, by id. */
export async function readParties(tx: Tx, workspace_id: string, ids: readonly (string | null)[]) {
  const { rows } = await sql<PartyRow>`
    select id, name, domain, country, kind, fields, merged_into from account
    where workspace_id = ${workspace_id} and id = any(${ids.filter((id) => id !== null)}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The e-mail address of everybody in a workspace, by the person's id. */
export async function readAddresses(tx: Tx, workspace_id: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; email: string }>`
    select id, email from person where workspace_id = ${workspace_id}`.execute(tx)
  return new Map(rows.map(({ id, email }) => [id, email]))
}

/** Names of those of these pipelines that take no new deals. */
export async function readNotActive(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from pipeline
    where workspace_id = ${workspace_id} and id = any(${ids}::text[]) and lifecycle <> 'active'`.execute(tx)
  return rows.map(({ name }) => name)
}
