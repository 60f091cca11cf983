import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Definition } from './definition.ts'
import type { Lifecycle, PipelineRow } from './pipeline.ts'

/** The pipelines of a workspace in their order, each with its current definition. */
export async function readPipelines(
  tx: Tx,
  workspace_id: string,
): Promise<(PipelineRow & { definition: Definition })[]> {
  const { rows } = await sql<PipelineRow>`
    select p.id, p.key, p.name, p.lifecycle, p.definition_id, d.version
    from pipeline p join definition d on d.workspace_id = p.workspace_id and d.id = p.definition_id
    where p.workspace_id = ${workspace_id} order by p.position, p.id`.execute(tx)
  return Promise.all(
    rows.map(async (row) => ({ ...row, definition: await readDefinitionOf(tx, workspace_id, row.definition_id) })),
  )
}

/** One pipeline by its key or its id. */
export async function readPipeline(
  tx: Tx,
  workspace_id: string,
  key_or_id: string,
): Promise<(PipelineRow & { definition: Definition }) | undefined> {
  const { rows } = await sql<PipelineRow>`
    select p.id, p.key, p.name, p.lifecycle, p.definition_id, d.version
    from pipeline p join definition d on d.workspace_id = p.workspace_id and d.id = p.definition_id
    where p.workspace_id = ${workspace_id} and (p.key = ${key_or_id} or p.id = ${key_or_id})`.execute(tx)
  const [row] = rows
  return row && { ...row, definition: await readDefinitionOf(tx, workspace_id, row.definition_id) }
}

/** Definitions never change, so each is read once a process. */
const kept = new Map<string, Definition>()
const mostKept = 2_000

/** The definition with this id. Throws when there is none: ids come from rows that refer to it. */
export async function readDefinitionOf(tx: Tx, workspace_id: string, id: string): Promise<Definition> {
  const key = `${workspace_id} ${id}`
  const known = kept.get(key)
  if (known) return known
  const { rows } = await sql<{ body: Definition }>`
    select body from definition where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  const body = rows[0]?.body
  if (!body) throw new Error(`definition ${id} is missing`)
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, body)
  return body
}

/** Every definition that there ever was. */
export async function readDefinitions(tx: Tx, workspace_id: string): Promise<{ id: string; definition: Definition }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from definition where workspace_id = ${workspace_id} order by id`.execute(tx)
  return Promise.all(rows.map(async ({ id }) => ({ id, definition: await readDefinitionOf(tx, workspace_id, id) })))
}

/** One version of a pipeline, as lists of versions have it. */
export type VersionRow = {
  id: string
  pipeline_id: string
  version: number
  published_at: Instant
  published_by: string | null
  published_by_name: string | null
}
export type Version = VersionRow & { definition: Definition }

/** Every version of some pipelines, oldest first. */
export async function readVersions(tx: Tx, workspace_id: string, pipeline_ids: readonly string[]): Promise<Version[]> {
  const { rows } = await sql<VersionRow>`
    select d.id, d.pipeline_id, d.version, d.published_at, d.published_by, p.name as published_by_name
    from definition d left join person p on p.workspace_id = d.workspace_id and p.id = d.published_by
    where d.workspace_id = ${workspace_id} and d.pipeline_id = any(${pipeline_ids}::text[])
    order by d.pipeline_id, d.version`.execute(tx)
  return Promise.all(
    rows.map(async (row) => ({ ...row, definition: await readDefinitionOf(tx, workspace_id, row.id) })),
  )
}

/** Keeps others from giving a pipeline another version until this transaction ends; answers which it has. */
export async function lockPipeline(tx: Tx, workspace_id: string, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ definition_id: string }>`
    select definition_id from pipeline where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return rows[0]?.definition_id
}

export type NewVersion = Omit<VersionRow, 'published_by_name'> & { definition: Definition; source: string }

/** Adds the next version of a pipeline and makes it the one that new deals begin in. */
export async function insertVersion(tx: Tx, workspace_id: string, given: NewVersion): Promise<void> {
  const { id, pipeline_id, version, definition, source, published_at, published_by } = given
  await sql`insert into definition (workspace_id, id, pipeline_id, version, body, source, published_at, published_by)
    values (${workspace_id}, ${id}, ${pipeline_id}, ${version}, ${JSON.stringify(definition)}, ${source},
      ${published_at}, ${published_by})`.execute(tx)
  await sql`update pipeline set definition_id = ${id}, name = ${definition.name}
    where workspace_id = ${workspace_id} and id = ${pipeline_id}`.execute(tx)
}

export type NewPipeline = {
  id: string
  definition_id: string
  definition: Definition
  source: string
  published_at: Instant
  published_by: string
}

/** Writes a pipeline with version 1 of its definition. */
export async function insertPipeline(tx: Tx, workspace_id: string, pipeline: NewPipeline): Promise<PipelineRow> {
  const { id, definition_id, definition, source, published_at, published_by } = pipeline
  const row = {
    id,
    key: definition.key,
    name: definition.name,
    lifecycle: 'active',
    definition_id,
    version: 1,
  } as const
  await sql`insert into pipeline (workspace_id, id, key, name, lifecycle, definition_id, position, created_at)
    select ${workspace_id}, ${id}, ${row.key}, ${row.name}, ${row.lifecycle}, ${definition_id},
      coalesce(max(position), 0) + 1, ${published_at} from pipeline where workspace_id = ${workspace_id}`.execute(tx)
  await sql`insert into definition (workspace_id, id, pipeline_id, version, body, source, published_at, published_by)
    values (${workspace_id}, ${definition_id}, ${id}, 1, ${JSON.stringify(definition)}, ${source}, ${published_at},
      ${published_by})`.execute(tx)
  return row
}

export async function saveLifecycle(tx: Tx, workspace_id: string, id: string, lifecycle: Lifecycle): Promise<void> {
  await sql`update pipeline set lifecycle = ${lifecycle} where workspace_id = ${workspace_id} and id = ${id}`.execute(
    tx,
  )
}

export async function readSource(tx: Tx, workspace_id: string, id: string) {
  const { rows } = await sql<{
    id: string
    pipeline_id: string
    version: number
    source: string
    published_at: Instant
  }>`
    select id, pipeline_id, version, source, published_at from definition
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
  return rows[0]
}
