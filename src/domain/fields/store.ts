import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { FieldSubject, LibraryField } from './field.ts'

/** The workspace's library of fields, by subject and key. */
export async function readLibrary(tx: Tx, workspace_id: string): Promise<LibraryField[]> {
  const { rows } = await sql<LibraryField>`
    select subject, key, label, type, options from field
    where workspace_id = ${workspace_id} order by subject, key collate "C"`.execute(tx)
  return rows
}

/** Reads a field and keeps others from changing it until this transaction ends. */
export async function lockField(
  tx: Tx,
  workspace_id: string,
  subject: FieldSubject,
  key: string,
): Promise<LibraryField | undefined> {
  const { rows } = await sql<LibraryField>`
    select subject, key, label, type, options from field
    where workspace_id = ${workspace_id} and subject = ${subject} and key = ${key} for update`.execute(tx)
  return rows[0]
}

export async function insertFields(
  tx: Tx,
  workspace_id: string,
  fields: readonly LibraryField[],
  now: Instant,
): Promise<void> {
  const rows = fields.map(({ subject, key, label, type, options }) => ({ subject, key, label, type, options }))
  await insertRows(
    tx,
    'field',
    rows.map((row) => ({ workspace_id, ...row, created_at: now })),
  )
}

export async function updateField(tx: Tx, workspace_id: string, field: LibraryField): Promise<void> {
  await sql`update field set label = ${field.label}, options = ${JSON.stringify(field.options)}
    where workspace_id = ${workspace_id} and subject = ${field.subject} and key = ${field.key}`.execute(tx)
}
