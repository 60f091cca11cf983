import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem, unwrap } from '../../platform/problem.ts'
import { settingsAt } from '../../platform/settings.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { declareFields, readLibrary } from '../fields/index.ts'
import { PersonRef } from '../people/index.ts'
import { fieldsOf } from './field.ts'
import { Pipeline, pipelineOf } from './pipeline.ts'
import { readDefinition } from './read-definition.ts'
import * as store from './store.ts'

export const listPipelines = operation({
  name: 'pipelines.list',
  http: 'GET /pipelines',
  access: 'pipelines:read',
  effect: 'read',
  mcp: { tool: 'list_pipelines', lists: 'pipeline://{key}' },
  summary: 'The pipelines of this workspace, with their stages and gates',
  input: z.strictObject({}),
  output: z.object({ data: z.array(Pipeline) }),
  async run({ tx, workspace_id, now }) {
    const pipelines = await store.readPipelines(tx, workspace_id)
    const library = await readLibrary(tx, workspace_id)
    const { currency } = await settingsAt(tx, workspace_id, now)
    return { data: pipelines.map((row) => pipelineOf(row, row.definition, library, currency)) }
  },
})

export const getPipeline = operation({
  name: 'pipelines.get',
  http: 'GET /pipelines/{pipeline}',
  access: 'pipelines:read',
  effect: 'read',
  mcp: { tool: 'get_pipeline', resource: 'pipeline://{pipeline}' },
  summary: 'One pipeline, by its key or id',
  input: z.strictObject({ pipeline: z.string().max(100) }),
  output: Pipeline,
  async run({ tx, workspace_id, now }, { pipeline }) {
    const row = await store.readPipeline(tx, workspace_id, pipeline)
    if (!row) throw notFound('pipeline')
    const library = await readLibrary(tx, workspace_id)
    const { currency } = await settingsAt(tx, workspace_id, now)
    return pipelineOf(row, row.definition, library, currency)
  },
})

const mostText = 1_000_000

export const createPipeline = operation({
  name: 'pipelines.create',
  http: 'POST /pipelines',
  access: 'pipelines:configure',
  effect: 'write',
  document: true,
  summary: 'Create a pipeline from its definition file, YAML or JSON',
  input: z.strictObject({ source: z.string().min(1, 'expected a definition').max(mostText) }),
  output: Pipeline,
  async run(context, { source }) {
    const { tx, workspace_id, newId, now, actor, record } = context
    const library = await readLibrary(tx, workspace_id)
    const { definition } = unwrapDefinition(source, library)
    if (await store.readPipeline(tx, workspace_id, definition.key))
      throw new Problem('conflict', `There is already a pipeline with the key ${definition.key}.`, 'pipeline-exists')

    const { fields, added } = unwrap(fieldsOf(definition, library))
    await declareFields(context, added)
    const ids = { id: newId('pip'), definition_id: newId('def') }
    const row = await store.insertPipeline(tx, workspace_id, {
      ...ids,
      definition,
      source,
      published_at: now,
      published_by: actor.id,
    })
    record({
      type: 'pipeline.created',
      subject: row.id,
      version: 1,
      data: { key: row.key, name: row.name, after: definition },
    })
    const { currency } = await settingsAt(tx, workspace_id, now)
    return pipelineOf(row, definition, fields, currency)
  },
})

/** A definition that does not hold is a malformed request: 400 with every finding, its line and what would do. */
export function unwrapDefinition(
  text: string,
  library: Parameters<typeof readDefinition>[1],
  also?: Parameters<typeof readDefinition>[2],
) {
  const read = readDefinition({ text }, library, also)
  if (read.ok) return read.value
  const { code, message, details = {} } = read.refusal
  throw new Problem('invalid', message, code, details)
}

export const listDefinitions = operation({
  name: 'definitions.list',
  http: 'GET /pipelines/{pipeline}/definitions',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'The versions that a pipeline has had, newest first',
  input: z.strictObject({ pipeline: z.string().max(100) }),
  output: z.object({
    data: z.array(
      z
        .object({
          id: Id('def'),
          version: z.int(),
          name: z.string(),
          published_at: InstantSchema,
          published_by: PersonRef.nullable(),
          /** The one that new deals begin in. */
          current: z.boolean(),
          /** Where deals of stages belong that it no longer has. */
          stage_map: z.record(Ours, Ours),
        })
        .meta({ id: 'DefinitionListed' }),
    ),
  }),
  async run({ tx, workspace_id }, { pipeline }) {
    const found = await store.readPipeline(tx, workspace_id, pipeline)
    if (!found) throw notFound('pipeline')
    const versions = await store.readVersions(tx, workspace_id, [found.id])
    const data = versions.toReversed().map(({ id, version, published_at, definition, ...by }) => ({
      id,
      version,
      name: definition.name,
      published_at,
      published_by: by.published_by === null ? null : { id: by.published_by, name: by.published_by_name ?? '' },
      current: id === found.definition_id,
      stage_map: definition.stage_map ?? {},
    }))
    return { data }
  },
})

export const getDefinition = operation({
  name: 'definitions.get',
  http: 'GET /definitions/{definition_id}',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'One version of a pipeline: as its file was written, and what deals that are in it go by',
  input: z.strictObject({ definition_id: Id('def') }),
  output: z
    .object({
      id: Id('def'),
      pipeline_id: Id('pip'),
      version: z.int(),
      source: z.string(),
      published_at: InstantSchema,
      /** The pipeline as it is in this version. */
      pipeline: Pipeline,
    })
    .meta({ id: 'DefinitionVersion' }),
  async run({ tx, workspace_id, now }, { definition_id }) {
    const found = await store.readSource(tx, workspace_id, definition_id)
    const row = found && (await store.readPipeline(tx, workspace_id, found.pipeline_id))
    if (!found || !row) throw notFound('definition')
    const { id, version } = found
    const definition = await store.readDefinitionOf(tx, workspace_id, id)
    const library = await readLibrary(tx, workspace_id)
    const { currency } = await settingsAt(tx, workspace_id, now)
    return { ...found, pipeline: pipelineOf({ ...row, definition_id: id, version }, definition, library, currency) }
  },
})
