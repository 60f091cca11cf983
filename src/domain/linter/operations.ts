import { setImmediate as breathe } from 'node:timers/promises'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { instantOf } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { readLibrary } from '../fields/index.ts'
import { staysOf } from '../history/index.ts'
import { readDeals } from '../ledger/index.ts'
import { type Asked as AskedGate, gatesOf, readSituations } from '../moves/index.ts'
import {
  type Definition,
  fieldsOf,
  type LibraryField,
  pathText,
  PipelineRef,
  type PipelineRow,
  readDefinition,
  readPipeline,
  readPipelines,
  readYaml,
  wonFrom,
} from '../pipelines/index.ts'
import { reviewDue, reviewStates } from '../reviews/index.ts'
import { DesignFinding } from './design-finding.ts'
import { lint, placed } from './lint.ts'
import * as store from './store.ts'
import type { Asked, Subject } from './subject.ts'
import { waysOf } from './ways-of.ts'

export const lintPipeline = operation({
  name: 'pipeline_findings.list',
  http: 'GET /pipelines/{pipeline}/findings',
  access: 'pipelines:read',
  effect: 'read',
  cost: 10,
  mcp: { tool: 'lint_pipeline', hint: 'Each finding says what it rests on and what would put it right' },
  summary: 'Faults in the design of a pipeline, from its definition and from what its deals did',
  input: z.strictObject({ pipeline: z.string().max(100) }),
  output: z
    .object({
      pipeline: PipelineRef,
      definition: z.object({ id: Id('def'), version: z.int() }),
      /** Deals that were counted: those that whoever asks may see. */
      n_deals: z.int(),
      data: z.array(DesignFinding),
    })
    .meta({ id: 'PipelineFindings' }),
  async run(context, { pipeline }) {
    const { tx, workspace_id } = context
    const row = await readPipeline(tx, workspace_id, pipeline)
    if (!row) throw notFound('pipeline')
    const { findings, n_deals } = await findingsOf(context, row)
    const { id, key, name, definition_id, version } = row
    return { pipeline: { id, key, name }, definition: { id: definition_id, version }, n_deals, data: findings }
  },
})

export const lintDefinition = operation({
  name: 'definition_findings.create',
  http: 'POST /definitions/findings',
  access: 'pipelines:read',
  effect: 'read',
  status: 200,
  cost: 10,
  document: true,
  summary:
    'Faults in the design of a definition that is not published, held against the deals of the pipeline it names',
  input: z.strictObject({ source: z.string().min(1, 'expected a definition').max(1_000_000) }),
  output: z
    .object({
      key: Ours,
      /** The pipeline of that key, whose deals were counted; null for a new one. */
      pipeline: PipelineRef.nullable(),
      n_deals: z.int(),
      data: z.array(DesignFinding),
    })
    .meta({ id: 'DefinitionFindings' }),
  async run(context, { source }) {
    const { tx, workspace_id } = context
    const library = await readLibrary(tx, workspace_id)
    const read = readDefinition({ text: source }, library)
    if (!read.ok) {
      const { code, message, details = {} } = read.refusal
      throw new Problem('invalid', message, code, details)
    }
    const { definition } = read.value
    const row = await readPipeline(tx, workspace_id, definition.key)
    const { findings, n_deals } = await findingsOf(context, row, { definition, source })
    return {
      key: definition.key,
      pipeline: row ? { id: row.id, key: row.key, name: row.name } : null,
      n_deals,
      data: findings,
    }
  },
})

type Known = PipelineRow & { definition: Definition }
type Reading = Pick<Context, 'tx' | 'workspace_id' | 'now'>

/** What is to be said of a pipeline, or of a text that would become one of its versions. */
export async function findingsOf(
  context: Reading,
  row: Known | undefined,
  text?: { definition: Definition; source: string },
): Promise<{ findings: DesignFinding[]; n_deals: number }> {
  const { tx, workspace_id, now } = context
  const definition = text?.definition ?? row?.definition
  if (!definition) throw notFound('pipeline')
  const whole = await readLibrary(tx, workspace_id)
  const fitted = fieldsOf(definition, whole)
  const library = fitted.ok ? fitted.value.fields : whole
  const pipelines = await readPipelines(tx, workspace_id)
  const [state] = row ? await reviewStates(context, [{ ...row, definition }]) : []
  const never = { ...definition.charter, reviewed_at: null, published_at: null, next_on: null }
  const history = row ? await historyOf(context, row, definition, library) : null
  await breathe()
  const subject: Subject = {
    definition,
    library,
    now,
    others: pipelines.filter(({ key, lifecycle }) => key !== definition.key && lifecycle !== 'archived'),
    review_due: state ? state.due_on : reviewDue(never),
    history,
  }
  const source = text?.source ?? (row && (await store.readText(tx, workspace_id, row.definition_id))) ?? ''
  const read = readYaml(source)
  const placeOf = read.ok ? read.value.placeOf : () => null
  return { findings: placed(lint(subject), placeOf, pathText), n_deals: history?.ways.length ?? 0 }
}

async function historyOf(
  context: Reading,
  row: Known,
  definition: Definition,
  library: LibraryField[],
): Promise<NonNullable<Subject['history']>> {
  const { tx, workspace_id, now } = context
  const places = await store.readPlaces(tx, workspace_id, row.id, now)
  await breathe()
  const stays = staysOf(places).filter(({ pipeline }) => pipeline === row.id)
  const first = stays.reduce((least, { entered }) => Math.min(least, entered), Number.POSITIVE_INFINITY)
  return {
    ways: waysOf(stays, definition),
    asked: await askedOf(context, row, definition, library),
    since: Number.isFinite(first) ? instantOf(first * 86_400_000) : null,
  }
}

/** Deals of each stage that are asked about what is ahead of them. */
const mostOfStage = 100

/** How the deals that stand before each gate would fare at it now. */
async function askedOf(
  context: Reading,
  row: Known,
  definition: Definition,
  library: LibraryField[],
): Promise<Asked[]> {
  const { tx, workspace_id, now } = context
  const stages = definition.stages.map(({ key }) => key)
  const ids = await store.readStanding(tx, workspace_id, row.id, stages, mostOfStage)
  const deals = await readDeals(tx, workspace_id, ids)
  const situations = await readSituations(tx, workspace_id, deals, now)
  const counts = new Map<string, Asked>()
  for (const situation of situations.values()) {
    const ahead = aheadOf(definition, situation.deal.stage)
    for (const gate of gatesOf({ ...situation, definition, library }, ahead, now)) {
      const count = counts.get(gate.key) ?? { criterion: gate.key, deals: [], unmet: 0 }
      counts.set(gate.key, count)
      count.deals.push(situation.deal.id)
      if (!gate.satisfied) count.unmet += 1
    }
  }
  return [...counts.values()]
}

/** What leaving a stage by its next way asks for: its exit, the next one's entry, and winning where that is next. */
function aheadOf(definition: Definition, stage: string): AskedGate[] {
  const at = definition.stages.findIndex(({ key }) => key === stage)
  const { exit = [] } = definition.stages[at] ?? {}
  const { entry = [], key: next = null } = definition.stages[at + 1] ?? {}
  const won = wonFrom(definition).includes(stage) ? definition.outcomes.won.criteria : []
  return [
    ...exit.map((criterion): AskedGate => ({ criterion, stage, side: 'exit' })),
    ...entry.map((criterion): AskedGate => ({ criterion, stage: next, side: 'entry' })),
    ...won.map((criterion): AskedGate => ({ criterion, stage: null, side: 'won' })),
  ]
}
