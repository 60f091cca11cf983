import { sql } from 'kysely'
import { insertRows, updateRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'
import type { Tally } from './import.ts'
import type { Mapping } from './mapping.ts'
import type { RefusedRow } from './refused-csv.ts'
import type { Verdict } from './verdict.ts'

export type ImportRow = {
  id: string
  source: string
  file_name: string
  mapping: Mapping
  dry_run: boolean
  upload: number
  header: string[] | null
  file: { encoding: string; delimiter: string } | null
  rows: number | null
  /** The last row that was taken over. */
  taken: number
  counts: Tally
  job_id: string | null
  created_by: string
  created_at: string
}

const columns = sql.raw(
  'id, source, file_name, mapping, dry_run, upload, header, file, rows, taken, counts, job_id, created_by, created_at',
)

export async function readImport(tx: Tx, workspace_id: string, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from import where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  return rows[0]
}

/** Reads an import and keeps others from going on with it until this transaction ends. */
export async function lockImport(tx: Tx, workspace_id: string, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from import where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return rows[0]
}

export type NewImportRow = Pick<
  ImportRow,
  'id' | 'source' | 'file_name' | 'mapping' | 'dry_run' | 'counts' | 'created_by' | 'created_at'
>

export async function insertImport(tx: Tx, workspace_id: string, row: NewImportRow): Promise<void> {
  await insertRows(tx, 'import', [{ workspace_id, ...row }])
}

export type ImportChange = Partial<
  Pick<ImportRow, 'upload' | 'header' | 'file' | 'rows' | 'taken' | 'counts' | 'job_id'>
>

export async function updateImport(tx: Tx, workspace_id: string, id: string, change: ImportChange): Promise<void> {
  await updateRows(tx, 'import', ['workspace_id', 'id'], [{ workspace_id, id, ...change }])
}

export async function deleteStaged(tx: Tx, workspace_id: string, import_id: string): Promise<void> {
  await sql`delete from import_row where workspace_id = ${workspace_id} and import_id = ${import_id}`.execute(tx)
}

/** A row as it is laid down; one that cannot be kept as it is comes refused already. */
export type NewRow = {
  row: number
  cells: string[]
  source_id: string | null
  state: 'staged' | 'refused'
  code: string | null
  message: string | null
}

export async function insertStaged(
  tx: Tx,
  workspace_id: string,
  import_id: string,
  rows: readonly NewRow[],
): Promise<void> {
  await insertRows(
    tx,
    'import_row',
    rows.map((row) => ({ workspace_id, import_id, ...row })),
  )
}

export type StagedRow = { row: number; cells: string[]; source_id: string | null }

/** The next rows that wait behind one. */
export async function readStaged(
  tx: Tx,
  workspace_id: string,
  import_id: string,
  { after, limit }: { after: number; limit: number },
): Promise<StagedRow[]> {
  const { rows } = await sql<StagedRow>`
    select row, cells, source_id from import_row
    where workspace_id = ${workspace_id} and import_id = ${import_id} and row > ${after} and state = 'staged'
    order by row limit ${limit}`.execute(tx)
  return rows
}

/**
 * The first row of the file that has each of these ids. One look into the index for each, whatever the planner believes
 * of a table that was filled a moment ago: `offset 0` keeps it from turning the question around.
 */
export async function readFirstRows(
  tx: Tx,
  workspace_id: string,
  import_id: string,
  source_ids: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ source_id: string; row: number }>`
    select given.source_id, min(found.row) as row from unnest(${source_ids}::text[]) as given(source_id)
    cross join lateral (
      select row from import_row
      where workspace_id = ${workspace_id} and import_id = ${import_id} and source_id = given.source_id offset 0) found
    group by given.source_id`.execute(tx)
  return new Map(rows.map(({ source_id, row }) => [source_id, row]))
}

export type Link = { source_id: string; deal_id: string; digest: string; deal_version: number }

/** Two imports of one source wait for each other, batch by batch: neither creates what the other is creating. */
export async function lockSource(tx: Tx, workspace_id: string, source: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${workspace_id} ${source}`}, 0))`.execute(tx)
}

/** Which deals the rows with these ids became earlier, by the row's id. */
export async function readLinks(
  tx: Tx,
  workspace_id: string,
  source: string,
  source_ids: readonly string[],
): Promise<Map<string, Link>> {
  const { rows } = await sql<Link>`
    select found.* from unnest(${source_ids}::text[]) as given(source_id)
    cross join lateral (
      select source_id, deal_id, digest, deal_version from import_link
      where workspace_id = ${workspace_id} and source = ${source} and source_id = given.source_id offset 0) found`.execute(
    tx,
  )
  return new Map(rows.map((link) => [link.source_id, link]))
}

/** Those of the deals that were changed since their rows were taken over; what a new version or a split did is no change. */
export async function readEdited(
  tx: Tx,
  workspace_id: string,
  links: readonly Pick<Link, 'deal_id' | 'deal_version'>[],
): Promise<Set<string>> {
  const { rows } = await sql<{ deal_id: string }>`
    select distinct l.deal_id
    from unnest(${links.map(({ deal_id }) => deal_id)}::text[], ${links.map(({ deal_version }) => deal_version)}::int[])
      as known(deal_id, version)
    join deal_ledger l on l.workspace_id = ${workspace_id} and l.deal_id = known.deal_id
      and l.version > known.version and not l.administrative`.execute(tx)
  return new Set(rows.map(({ deal_id }) => deal_id))
}

/** Where these deals stand now, by id. */
export async function readPlaces(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
): Promise<Map<string, { pipeline: string; stage: string }>> {
  const { rows } = await sql<{ id: string; pipeline: string; stage: string }>`
    select d.id, p.key as pipeline, d.stage from deal d
    join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    where d.workspace_id = ${workspace_id} and d.id = any(${deal_ids}::text[])`.execute(tx)
  return new Map(rows.map(({ id, ...place }) => [id, place]))
}

export async function insertLinks(tx: Tx, workspace_id: string, source: string, links: readonly Link[]): Promise<void> {
  await insertRows(
    tx,
    'import_link',
    links.map((link) => ({ workspace_id, source, ...link })),
  )
}

export async function updateLinks(tx: Tx, workspace_id: string, source: string, links: readonly Link[]): Promise<void> {
  await updateRows(
    tx,
    'import_link',
    ['workspace_id', 'source', 'source_id'],
    links.map(({ source_id, digest, deal_version }) => ({ workspace_id, source, source_id, digest, deal_version })),
  )
}

/** When the last thing happened that the ledger knows of each of these deals, by the deal's id. */
export async function readLastMoments(
  tx: Tx,
  workspace_id: string,
  deal_ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ deal_id: string; occurred_at: string }>`
    select deal_id, occurred_at from deal_ledger
    where workspace_id = ${workspace_id} and deal_id = any(${deal_ids}::text[]) and until = 'infinity'`.execute(tx)
  return new Map(rows.map(({ deal_id, occurred_at }) => [deal_id, occurred_at]))
}

/** Keeps rows as refused, each with the reason why. */
export async function refuseRows(
  tx: Tx,
  workspace_id: string,
  import_id: string,
  verdicts: readonly Verdict[],
): Promise<void> {
  await updateRows(
    tx,
    'import_row',
    ['workspace_id', 'import_id', 'row'],
    verdicts.flatMap(({ row, state, column = null, code, message }) =>
      state === 'refused' ? [{ workspace_id, import_id, row, state, column, code, message }] : [],
    ),
  )
}

/** Clears rows that were taken over out of staging, some at a time; answers whether there are more. */
export async function clearTaken(tx: Tx, workspace_id: string, import_id: string, limit: number): Promise<boolean> {
  const { rows } = await sql<{ row: number }>`
    select row from import_row where workspace_id = ${workspace_id} and import_id = ${import_id} and state = 'staged'
    order by row limit 1 offset ${limit}`.execute(tx)
  const next = rows[0]?.row ?? null
  await sql`delete from import_row where workspace_id = ${workspace_id} and import_id = ${import_id}
    and state = 'staged' ${next === null ? sql`` : sql`and row < ${next}`}`.execute(tx)
  return next !== null
}

/**
 * Tells the planner what an import has filled: a statement or a foreign key that was planned for an empty table reads all
 * of a full one, row for row. As the owner, and outside a transaction.
 */
export async function analyze(
  owner: Tx,
  tables: readonly ('import_row' | 'deal' | 'deal_ledger' | 'account')[],
): Promise<void> {
  for (const table of tables) await sql.raw(`analyze ${table}`).execute(owner)
}

/**
 * Lets this transaction commit without waiting for the disk. A crash may undo the last batches, wholly; they are staged
 * still, and nobody was told of them: the end of an import is a commit that waits for all before it.
 */
export async function commitLazily(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit to off`.execute(tx)
}

/** Refused rows behind one, in the order of the file. */
export async function readRefused(
  tx: Tx,
  workspace_id: string,
  import_id: string,
  after: number,
  limit: number,
): Promise<RefusedRow[]> {
  const { rows } = await sql<RefusedRow>`
    select row, cells, "column", code, message from import_row
    where workspace_id = ${workspace_id} and import_id = ${import_id} and state = 'refused' and row > ${after}
    order by row limit ${limit}`.execute(tx)
  return rows
}

/** Imports that are not through whose mapping leads to stages or fields that go away. */
export const importReferences: ReferenceSource = {
  tables: ['import'],
  async find(tx, workspace_id, { pipeline, stages, fields }) {
    if (stages.length + fields.length === 0) return []
    const { rows } = await sql<{ id: string; file_name: string; mapping: Mapping }>`
      select i.id, i.file_name, i.mapping from import i
      left join job j on j.workspace_id = i.workspace_id and j.id = i.job_id
      where i.workspace_id = ${workspace_id} and j.finished_at is null order by i.id limit ${mostReferences}`.execute(
      tx,
    )
    return rows.flatMap(({ id, file_name, mapping }) => {
      const said = JSON.stringify(mapping)
      if (!said.includes(JSON.stringify(pipeline)) && said.includes('"pipeline":{"value"')) return []
      const names = (key: string) => said.includes(JSON.stringify(key))
      return [
        ...stages.filter(names).map((key) => ({ kind: 'stage' as const, key })),
        ...fields.filter(names).map((key) => ({ kind: 'field' as const, key })),
      ].map((refers_to) => ({ kind: 'import', id, name: file_name, refers_to }))
    })
  },
}
