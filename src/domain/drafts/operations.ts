import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { ifVersion, requireVersion } from '../../platform/precondition.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { readLibrary } from '../fields/index.ts'
import {
  checkNextVersion,
  type Finding,
  lockPipeline,
  type Migrate,
  readDefinition,
  readPipeline,
  readVersions,
  refuseArchived,
} from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { DefinitionCheck, DefinitionText, Draft, migrations, StageMapInput } from './draft.ts'
import * as store from './store.ts'

const pipeline = z.string().max(100)
const mostDraft = 200_000

export const checkDefinition = operation({
  name: 'definitions.check',
  http: 'POST /definitions/checks',
  status: 200,
  access: 'pipelines:configure',
  effect: 'read',
  cost: 2,
  summary: 'What is wrong with a definition while it is being written, each with its line and what would do',
  input: z.strictObject({
    source: DefinitionText,
    /** The pipeline that it would be the next version of. */
    pipeline: pipeline.optional(),
    stage_map: StageMapInput.optional(),
    migrate: z.enum(migrations).default('all'),
  }),
  output: DefinitionCheck,
  async run(context, { source, pipeline: named, ...how }) {
    const found = named === undefined ? undefined : await existing(context, named)
    return checked(context, source, found?.id, how)
  },
})

export const getDraft = operation({
  name: 'drafts.get',
  http: 'GET /pipelines/{pipeline}/draft',
  access: 'pipelines:configure',
  effect: 'read',
  summary: 'What is being written for a pipeline, by whom, and what is still wrong with it',
  input: z.strictObject({ pipeline }),
  output: Draft,
  version: ({ version }) => version,
  async run(context, { pipeline: named }) {
    return shown(context, await existing(context, named))
  },
})

export const saveDraft = operation({
  name: 'drafts.save',
  http: 'PUT /pipelines/{pipeline}/draft',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Keep what is being written; a pipeline has one draft, and whoever saves over it must have seen it',
  input: z.strictObject({
    pipeline,
    source: DefinitionText.max(mostDraft),
    stage_map: StageMapInput.default({}),
    ...ifVersion,
  }),
  output: Draft,
  version: ({ version }) => version,
  async run(context, { pipeline: named, source, stage_map, if_version }) {
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const found = await permitted(context, named)
    refuseArchived(found)
    await lockPipeline(tx, workspace_id, found.id)
    const before = await store.readDraft(tx, workspace_id, found.id)
    if (before && if_version === undefined)
      throw new Problem(
        'precondition-required',
        `${before.updated_by_name} has written a draft already; read it and send the ETag of that as If-Match.`,
        'precondition-required',
        { current: await shown(context, found) },
      )
    if (before && if_version !== before.version) requireVersion('draft', await shown(context, found), if_version)
    if (before?.source === source && JSON.stringify(before.stage_map) === JSON.stringify(stage_map)) {
      unchanged()
      return shown(context, found)
    }
    const version = (before?.version ?? 0) + 1
    const based_on = before?.based_on ?? found.definition_id
    const draft = { pipeline_id: found.id, version, based_on, source, stage_map, updated_by: actor.id, updated_at: now }
    await (before ? store.updateDraft : store.insertDraft)(tx, workspace_id, draft)
    record({
      type: 'definition_draft.saved',
      subject: found.id,
      version,
      data: { key: found.key, before: before ? sizeOf(before) : null, after: sizeOf(draft) },
    })
    return shown(context, found)
  },
})

export const discardDraft = operation({
  name: 'drafts.discard',
  http: 'DELETE /pipelines/{pipeline}/draft',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Throw away what was being written; what it was stays in the audit log',
  input: z.strictObject({ pipeline }),
  output: z.object({ discarded: z.literal(true) }),
  async run(context, { pipeline: named }) {
    const found = await permitted(context, named)
    if (!(await dropDraft(context, found))) throw notFound('draft')
    return { discarded: true } as const
  },
})

/** Takes a draft away, be it thrown away or done; answers what it was. */
export async function dropDraft(
  { tx, workspace_id, record }: Context,
  { id, key }: { id: string; key: string },
): Promise<store.DraftRow | undefined> {
  const draft = await store.readDraft(tx, workspace_id, id)
  if (!draft) return undefined
  await store.deleteDraft(tx, workspace_id, id)
  const data = { key, before: { source: draft.source }, after: null }
  record({ type: 'definition_draft.discarded', subject: id, version: draft.version + 1, data })
  return draft
}

/** Texts of drafts are kept once, not again with every save. */
const sizeOf = ({ version, source }: { version: number; source: string }) => ({ version, characters: source.length })

type How = { migrate: Migrate; stage_map?: Record<string, string> | undefined }

/** Everything that keeps a text from being published, as the first or as the next version of a pipeline. */
async function checked(
  { tx, workspace_id }: Context,
  text: string,
  pipeline_id: string | undefined,
  { migrate, stage_map = {} }: How,
): Promise<z.input<typeof DefinitionCheck>> {
  const library = await readLibrary(tx, workspace_id)
  const versions = pipeline_id === undefined ? [] : await readVersions(tx, workspace_id, [pipeline_id])
  const before = versions.map(({ definition }) => definition)
  const read = readDefinition({ text }, library, (next) => checkNextVersion(next, before, { migrate, stage_map }))
  if (read.ok) return { ok: true, findings: [], warnings: read.value.warnings }
  return { ok: false, findings: read.refusal.details?.['findings'] as Finding[], warnings: [] }
}

type Found = NonNullable<Awaited<ReturnType<typeof readPipeline>>>

async function existing({ tx, workspace_id }: Context, named: string): Promise<Found> {
  const found = await readPipeline(tx, workspace_id, named)
  if (!found) throw notFound('pipeline')
  return found
}

async function permitted(context: Context, named: string): Promise<Found> {
  const found = await existing(context, named)
  await permitOn(context, 'configure', { pipeline_id: found.id })
  return found
}

async function shown(context: Context, { id, key, name, definition_id }: Found): Promise<z.input<typeof Draft>> {
  const draft = await store.readDraft(context.tx, context.workspace_id, id)
  if (!draft) throw notFound('draft')
  const { version, source, stage_map, updated_at } = draft
  return {
    pipeline: { id, key, name },
    version,
    source,
    stage_map,
    based_on: { id: draft.based_on, version: draft.based_on_version },
    behind: draft.based_on !== definition_id,
    updated_by: { id: draft.updated_by, name: draft.updated_by_name },
    updated_at,
    check: await checked(context, source, id, { migrate: 'all', stage_map }),
  }
}
