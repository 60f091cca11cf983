import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database, Tx } from './open.ts'
import { prepareRoles } from './roles.ts'
import { secureRows } from './row-security.ts'

const directory = join(import.meta.dirname, '../../../migrations')

/** Brings the schema up to date: roles, the numbered SQL files (forward only), then row-level security on every table. */
export async function migrate({ owner }: Database): Promise<void> {
  await prepareRoles(owner)
  const migrator = new Migrator({ db: owner, provider: { getMigrations: async () => migrations() } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
  await secureRows(owner)
}

function migrations(): Record<string, Migration> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'))
  if (files.length === 0) throw new Error(`no migrations in ${directory}`)
  return Object.fromEntries(files.map((file) => [file.replace('.sql', ''), migrationOf(join(directory, file))]))
}

function migrationOf(file: string): Migration {
  return {
    async up(tx: Tx) {
      for (const statement of statementsOf(readFileSync(file, 'utf8'))) await sql.raw(statement).execute(tx)
    },
  }
}

/** One statement a message, as Citus wants it. Our files hold no function bodies, so a semicolon ends a statement. */
export const statementsOf = (text: string): string[] =>
  text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
