import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { type AnyOperation, operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { Id } from '../../values/id.ts'
import { dayOf } from '../../values/instant.ts'
import { Page, pageOf } from '../../values/page.ts'
import { proposeChange } from '../changes/index.ts'
import { readDraft } from '../drafts/index.ts'
import { readLibrary } from '../fields/index.ts'
import { copyRights } from '../grants/index.ts'
import {
  createPipeline,
  readPipeline,
  readPipelines,
  readSource,
  type ReferenceSource,
  unwrapDefinition,
} from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { readTeams } from '../teams/index.ts'
import { compareArms } from './compare-arms.ts'
import { decideEnd, decideStart } from './decide-pilot.ts'
import { letSunset } from './jobs.ts'
import { Adoption, type Comparison, NewPilot, Pilot, PilotQuery, PilotSummary, Stopping } from './pilot.ts'
import { namedPilot, nameBefore, pilotKey, renamedFile } from './pilot-file.ts'
import * as store from './store.ts'

export const pilotOperations = (sources: readonly ReferenceSource[]): AnyOperation[] => [
  operation({
    name: 'pilots.list',
    http: 'GET /pilots',
    access: 'pipelines:read',
    effect: 'read',
    mcp: { tool: 'list_pilots' },
    summary: 'Pipelines that are or were tried on a part of the new deals of another, newest first',
    input: PilotQuery,
    output: Page(PilotSummary),
    async run(context, { pipeline: asked, state, limit, cursor }) {
      const { tx, workspace_id } = context
      const pipeline = asked === undefined ? undefined : await existing(context, asked)
      const filter = { pipeline_id: pipeline?.id, state, after: cursor?.[0], limit }
      return pageOf(await store.readPilots(tx, workspace_id, filter), limit, ({ id }) => [id])
    },
  }),
  operation({
    name: 'pilots.get',
    http: 'GET /pilots/{pilot_id}',
    access: 'pipelines:read',
    effect: 'read',
    cost: 5,
    mcp: { tool: 'get_pilot', hint: 'A verdict too_few or unclear says that nothing can be said yet' },
    summary: 'A pilot and its comparison: how far the deals of each way came, with intervals, and what is not compared',
    input: z.strictObject({ pilot_id: Id('plt') }),
    output: Pilot,
    version: ({ version }) => version,
    run: (context, { pilot_id }) => shown(context, pilot_id),
  }),
  operation({
    name: 'pilots.create',
    http: 'POST /pilots',
    access: 'pipelines:configure',
    effect: 'write',
    cost: 5,
    summary: 'Try a draft, a definition or another pipeline on a share of the new deals of a pipeline, or on a team',
    input: NewPilot,
    output: Pilot,
    version: ({ version }) => version,
    async run(context, given) {
      const { tx, workspace_id, newId, now, actor, record } = context
      const rest = await governed(context, given.pipeline)
      const there = given.pilot_pipeline === undefined ? null : await governed(context, given.pilot_pipeline)
      const running = await store.readRunning(tx, workspace_id, now)
      const busy = new Set(running.flatMap((one) => [one.pipeline_id, one.pilot_pipeline_id]))
      const { ends_on, share = null, team_id = null, stop_rule } = given
      unwrap(decideStart({ rest, pilot: there, busy }, { today: dayOf(now), ends_on }))
      await requireTeam(context, team_id)
      const tried = there ? { ...there, next_version: false } : await createTried(context, rest, given.definition)
      const id = newId('plt')
      const name = given.name ?? `${tried.name} beside ${rest.name}`.slice(0, 120)
      await store.insertPilot(tx, workspace_id, {
        id,
        name,
        pipeline_id: rest.id,
        pilot_pipeline_id: tried.id,
        next_version: tried.next_version,
        share,
        team_id,
        ends_on,
        stop_figure: stop_rule?.figure ?? null,
        stop_worse_by: stop_rule?.worse_by ?? null,
        stop_least: stop_rule?.least ?? null,
        state: 'running',
        started_by: actor.id,
        started_at: now,
      })
      const after = { state: 'running', pipeline: rest.key, pilot_pipeline: tried.key, share, team_id, ends_on }
      const data = { name, before: null, after: { ...after, stop_rule: stop_rule ?? null } }
      record({ type: 'pilot.started', subject: id, version: 1, data })
      return shown(context, id)
    },
  }),
  operation({
    name: 'pilots.stop',
    http: 'POST /pilots/{pilot_id}/stop',
    access: 'pipelines:configure',
    effect: 'write',
    summary: 'End a pilot for what it was: new deals go the old way, and those that it has are brought to their end',
    input: Stopping,
    output: Pilot,
    version: ({ version }) => version,
    async run(context, { pilot_id, reason }) {
      const pilot = await lockedPilot(context, pilot_id)
      await end(context, pilot, { state: 'stopped', why: reason, change_request_id: null })
      await letSunset(context, pilot)
      return shown(context, pilot_id)
    },
  }),
  operation({
    name: 'pilots.adopt',
    http: 'POST /pilots/{pilot_id}/adoption',
    access: 'pipelines:configure',
    effect: 'write',
    cost: 5,
    summary: 'End a pilot and keep what it tried: as a change request, or as a pipeline of its own where it is one',
    input: Adoption,
    output: Pilot,
    version: ({ version }) => version,
    async run(context, { pilot_id, stage_map, migrate, reason }) {
      const pilot = await lockedPilot(context, pilot_id)
      const change_request_id = pilot.next_version
        ? await askFor(context, pilot, { stage_map, migrate, reason }, sources)
        : null
      await end(context, pilot, { state: 'adopted', why: reason ?? null, change_request_id })
      if (pilot.next_version) await letSunset(context, pilot)
      return shown(context, pilot_id)
    },
  }),
]

type Found = NonNullable<Awaited<ReturnType<typeof readPipeline>>>

async function existing({ tx, workspace_id }: Context, named: string): Promise<Found> {
  const pipeline = await readPipeline(tx, workspace_id, named)
  if (!pipeline) throw notFound('pipeline')
  return pipeline
}

/** Whoever divides the deals of a pipeline configures it and sees all of them. */
async function governed(context: Context, named: string): Promise<Found> {
  const pipeline = await existing(context, named)
  await permitOn(context, 'configure', { pipeline_id: pipeline.id })
  if (seesWhole(context.actor, pipeline.id)) return pipeline
  throw new Problem(
    'forbidden',
    `You see only some of the deals of ${pipeline.name}, and a pilot compares them all.`,
    'pipeline-part-sight',
  )
}

async function lockedPilot(context: Context, id: string): Promise<store.PilotRow> {
  const pilot = await store.lockPilot(context.tx, context.workspace_id, id)
  if (!pilot) throw notFound('pilot')
  await governed(context, pilot.pipeline.id)
  await governed(context, pilot.pilot_pipeline.id)
  unwrap(decideEnd({ ...pilot, change: pilot.change_request }))
  return pilot
}

async function requireTeam({ tx, workspace_id, now }: Context, team_id: string | null): Promise<void> {
  if (team_id === null) return
  const team = (await readTeams(tx, workspace_id, now)).find(({ id }) => id === team_id)
  if (!team?.active) throw invalid('/team_id', 'unknown', 'There is no such team in this workspace.')
  if (team.members.length === 0)
    throw invalid('/team_id', 'empty', `${team.name} has nobody in it; put somebody there, or say a share.`)
}

/** The pipeline in which a definition is tried, open to the same people as the one beside which it is. */
async function createTried(context: Context, rest: Found, given: string | undefined) {
  const { tx, workspace_id } = context
  const source = given ?? (await readDraft(tx, workspace_id, rest.id))?.source
  if (source === undefined)
    throw new Problem(
      'refused',
      `${rest.name} has no draft; send a definition, name a pipeline that is there, or save a draft first.`,
      'no-draft',
    )
  const { definition } = unwrapDefinition(source, await readLibrary(tx, workspace_id))
  const next_version = definition.key === rest.key
  const taken = new Set((await readPipelines(tx, workspace_id)).map(({ key }) => key))
  const key = next_version ? pilotKey(rest.key, taken) : definition.key
  const name = next_version ? namedPilot(definition.name) : definition.name
  const file = next_version ? renamedFile(source, { key, name }) : source
  const { id } = await createPipeline.run(context, { source: file })
  await copyRights(context, { from: rest.id, to: { id, key } })
  return { id, key, name, next_version }
}

type Asked = { stage_map: Record<string, string>; migrate: 'all' | 'grandfather'; reason: string | undefined }

/** Asks for what was tried as the next version of the pipeline beside which it was. */
async function askFor(
  context: Context,
  { name, pipeline, pilot_pipeline }: store.PilotRow,
  asked: Asked,
  sources: readonly ReferenceSource[],
): Promise<string> {
  const { tx, workspace_id } = context
  const [rest, tried] = [await existing(context, pipeline.id), await existing(context, pilot_pipeline.id)]
  const kept = (await readSource(tx, workspace_id, tried.definition_id))?.source ?? ''
  const definition = renamedFile(kept, { key: rest.key, name: nameBefore(tried.definition.name) })
  const title = `Adopt ${name}`.slice(0, 160)
  return proposeChange(context, { pipeline: rest.id, definition, title, ...asked }, sources)
}

type End = { state: 'stopped' | 'adopted'; why: string | null; change_request_id: string | null }

async function end({ tx, workspace_id, now, record }: Context, pilot: store.PilotRow, how: End): Promise<void> {
  const { state, why, change_request_id } = how
  const version = pilot.version + 1
  const ended_at = pilot.ended_at ?? now
  await store.saveEnd(
    tx,
    workspace_id,
    { id: pilot.id, version },
    { state, ended_at, ended_why: why, change_request_id },
  )
  const data = { name: pilot.name, before: { state: pilot.state }, after: { state, why, change_request_id } }
  record({ type: `pilot.${state}`, subject: pilot.id, version, data })
}

async function shown(context: Context, id: string): Promise<z.input<typeof Pilot>> {
  const pilot = await store.readPilot(context.tx, context.workspace_id, id)
  if (!pilot) throw notFound('pilot')
  return { ...pilot, comparison: await comparisonOf(context, pilot) }
}

async function comparisonOf(
  context: Pick<Context, 'tx' | 'workspace_id' | 'now' | 'actor'>,
  { id, pipeline, pilot_pipeline, share, stop_rule }: store.PilotRow,
): Promise<Comparison | null> {
  const { tx, workspace_id, now, actor } = context
  if (![pipeline.id, pilot_pipeline.id].every((one) => seesWhole(actor, one))) return null
  return compareArms({
    deals: await store.readSent(tx, workspace_id, id),
    phases: { rest: await phasesOf(context, pipeline.id), pilot: await phasesOf(context, pilot_pipeline.id) },
    drawn_by_lot: share !== null,
    stop_rule,
    as_of: now,
  })
}

async function phasesOf({ tx, workspace_id }: Pick<Context, 'tx' | 'workspace_id'>, id: string): Promise<Set<string>> {
  const pipeline = await readPipeline(tx, workspace_id, id)
  return new Set(pipeline?.definition.stages.map(({ phase }) => phase) ?? [])
}
