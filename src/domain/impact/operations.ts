import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import { readLibrary } from '../fields/index.ts'
import { expectedAfter } from '../forecast/index.ts'
import { type DealState, readOpenDeals } from '../ledger/index.ts'
import { newAsks, type NewAsks, newlyFailing, readFor, readSituations, type Situation } from '../moves/index.ts'
import { roles } from '../people/index.ts'
import {
  checkNextVersion,
  criteriaOf,
  type Definition,
  fieldsOf,
  type Leaving,
  type Migrate,
  placesNow,
  type PipelineRow,
  readSource,
  type Reference,
  type ReferenceSource,
  readVersions,
  type StageMap,
  unwrapDefinition,
  type Version,
} from '../pipelines/index.ts'
import { compareStages, rightsLost } from './compare-stages.ts'
import { diffDefinitions, summaryOf } from './diff-definitions.ts'
import { diffLines } from './diff-lines.ts'
import type { Fingerprint, Impact, NewlyFailing } from './impact.ts'
import * as store from './store.ts'

/** A version that somebody wants a pipeline to have next. */
export type Proposal = {
  pipeline: PipelineRow & { definition: Definition }
  /** The file of the version that is current. */
  current_source: string
  definition: Definition
  source: string
  stage_map: Record<string, string>
  migrate: Migrate
}

export type Planned = Impact & { fingerprint: Fingerprint; token: string }

/** A text read as the next version of a pipeline; 400 with every finding where it cannot be that. */
export async function nextDefinition(
  { tx, workspace_id }: Context,
  pipeline: Proposal['pipeline'],
  { source, stage_map, migrate }: Pick<Proposal, 'source' | 'stage_map' | 'migrate'>,
): Promise<Definition> {
  const library = await readLibrary(tx, workspace_id)
  const before = (await readVersions(tx, workspace_id, [pipeline.id])).map(({ definition }) => definition)
  return unwrapDefinition(source, library, (next) => checkNextVersion(next, before, { migrate, stage_map })).definition
}

export async function proposalOf(
  { tx, workspace_id }: Context,
  pipeline: Proposal['pipeline'],
  given: Pick<Proposal, 'definition' | 'source' | 'stage_map' | 'migrate'>,
): Promise<Proposal> {
  const current = await readSource(tx, workspace_id, pipeline.definition_id)
  return { pipeline, current_source: current?.source ?? '', ...given }
}

/** Everything that a proposed version would do, as of now; nothing is written. */
export async function impactOf(
  context: Context,
  proposal: Proposal,
  sources: readonly ReferenceSource[],
): Promise<Planned> {
  const { tx, workspace_id } = context
  const { pipeline, definition, migrate } = proposal
  const versions = await readVersions(tx, workspace_id, [pipeline.id])
  const places = placesIn(versions, proposal)
  const planned = migrate === 'all' ? { stages: definition.stages, places } : undefined
  // The database reads for the one while the other is reckoned with; both are over before anything is said of either.
  const [bound, figures] = await Promise.allSettled([
    bindingOf(context, proposal, versions),
    expectedAfter(context, pipeline.id, planned),
  ])
  if (bound.status === 'rejected') throw bound.reason
  if (figures.status === 'rejected') throw figures.reason
  const { groups, failing, ...binding } = bound.value
  const stages = compareStages(versions, definition, groups, { places, migrate })
  await breathe()
  const leaving = leavingFrom(pipeline, definition)
  const references: Reference[] = []
  for (const { find } of sources) references.push(...(await find(tx, workspace_id, leaving)))
  const changes = diffDefinitions(pipeline.definition, definition)
  const moving = stages.reduce(
    (sum, { to, key, open_deals }) => (to !== null && to !== key ? sum + open_deals : sum),
    0,
  )
  return {
    stages,
    newly_failing: failing.map(({ ids, ...one }) => ({
      ...one,
      count: ids.length,
      deal_ids: ids.slice(0, mostListed),
    })),
    expected: figures.value,
    references,
    rights_lost: rightsLost(pipeline.definition, definition, roles),
    diff: { changes, lines: diffLines(proposal.current_source, proposal.source) },
    summary: summaryOf(changes, moving),
    ...binding,
  }
}

/** What binds a decision to a plan: which deals it is about. Without figures, which take longer to read. */
export async function bindingOf(context: Context, proposal: Proposal, known?: readonly Version[]) {
  const { tx, workspace_id } = context
  const { pipeline, definition, migrate } = proposal
  const versions = known ?? (await readVersions(tx, workspace_id, [pipeline.id]))
  const places = placesIn(versions, proposal)
  const here = new Set(definition.stages.map(({ key }) => key))
  const going = Object.keys(places).filter((key) => !here.has(key))
  const groups = await store.readOpenGroups(tx, workspace_id, pipeline.id, going)
  const failing = migrate === 'all' ? await failingIn(context, proposal, { versions, places, groups }) : []
  const fingerprint = fingerprintOf(versions, groups, failing)
  return { groups, failing, fingerprint, token: tokenOf(proposal, fingerprint) }
}

const mostListed = 10_000

/** Where deals of every stage that there ever was belong in a proposed version. */
export const placesIn = (
  versions: readonly Version[],
  { definition, stage_map }: Pick<Proposal, 'definition' | 'stage_map'>,
) =>
  placesNow([
    ...versions.map((one) => one.definition),
    { ...definition, stage_map: { ...definition.stage_map, ...stage_map } },
  ])

type Around = { versions: readonly Version[]; places: StageMap; groups: readonly store.OpenGroup[] }
type Failing = Omit<NewlyFailing, 'count' | 'deal_ids'> & { ids: string[] }

/** The deals that would newly fail a gate, by criterion. Groups of deals that are asked for nothing new are not read. */
async function failingIn(context: Context, { definition, pipeline }: Proposal, around: Around): Promise<Failing[]> {
  const { versions, places, groups } = around
  const { tx, workspace_id } = context
  const known = await readLibrary(tx, workspace_id)
  const fitted = fieldsOf(definition, known)
  const library = fitted.ok ? [...known, ...fitted.value.added] : known
  const rules = new Map(criteriaOf(definition).map(({ criterion }) => [criterion.key, criterion.rule ?? null]))
  const found = new Map<string, Failing>()
  for (const { definition_id, stage } of groups) {
    const before = versions.find(({ id }) => id === definition_id)?.definition
    const to = places[stage]
    if (!before || to === undefined) continue
    const asks = newAsks({ definition: before, stage }, { definition, stage: to })
    if (asks.behind.length + asks.ahead.length === 0) continue
    const place = { pipeline_id: pipeline.id, definition_id, stage }
    for await (const situations of situationsIn(context, place, { to, asks })) {
      let judged = 0
      for (const known of situations) {
        if (++judged % judgedAtOnce === 0) await breathe()
        const situation = { ...known, definition, library }
        for (const { key, label, level, stage: at } of newlyFailing(situation, asks, context.now)) {
          const rule = rules.get(key) ?? null
          const one = found.get(key) ?? { criterion: key, label, level, rule, stage: at, ids: [] }
          one.ids.push(situation.deal.id)
          found.set(key, one)
        }
      }
    }
  }
  for (const { ids } of found.values()) ids.sort()
  return [...found.values()]
}

/** Read in few parts, since the database sorts the whole stage for each. */
const chunk = 25_000
const judgedAtOnce = 1_000

/** The open deals of a stage as they would stand in another one, some thousands at a time. */
async function* situationsIn(
  context: Context,
  place: { pipeline_id: string; definition_id: string; stage: string },
  { to, asks }: { to: string; asks: NewAsks },
): AsyncGenerator<Iterable<Situation>> {
  const { tx, workspace_id, now } = context
  const { columns, around } = readFor([...asks.behind, ...asks.ahead].map(({ criterion }) => criterion))
  for (let after = ''; ; ) {
    const rows = await readOpenDeals(tx, workspace_id, place, { after, limit: chunk, columns })
    const deals = rows.map((row): DealState => ({ ...unread, ...place, ...row, stage: to }))
    const situations = await readSituations(tx, workspace_id, deals, now, around)
    yield situations.values()
    const last = deals.at(-1)
    if (deals.length < chunk || !last) return
    after = last.id
    await breathe()
  }
}

/** What a deal says of which nothing was read, since nothing looks at it. */
const unread: Omit<DealState, 'id' | 'pipeline_id' | 'definition_id' | 'stage'> = {
  number: 0n,
  version: 0,
  name: '',
  account_id: null,
  partner_account_id: null,
  source: null,
  entered_stage_at: '1970-01-01T00:00:00.000Z',
  outcome: null,
  outcome_reason: null,
  closed_at: null,
  amount_minor: null,
  currency: '',
  close_date: null,
  category: 'pipeline',
  owner_id: null,
  fields: {},
  owed: [],
  carried: {},
  revenue_kind: 'new',
  amount_measure: 'total_contract_value',
  frozen_rate: null,
  counted: true,
  next_step: null,
  wait_until: null,
  created_at: '1970-01-01T00:00:00.000Z',
}

/** The keys that the current version has and the next one has not. */
function leavingFrom({ id, key, definition: before }: Proposal['pipeline'], after: Definition): Leaving {
  const gone = (a: readonly { key: string }[], b: readonly { key: string }[]) =>
    a.map((one) => one.key).filter((one) => !b.some((other) => other.key === one))
  const criteria = (definition: Definition) => criteriaOf(definition).map(({ criterion }) => criterion)
  return {
    pipeline_id: id,
    pipeline: key,
    stages: gone(before.stages, after.stages),
    fields: gone(before.fields, after.fields),
    criteria: gone(criteria(before), criteria(after)),
  }
}

function fingerprintOf(
  versions: readonly Version[],
  groups: readonly store.OpenGroup[],
  failing: readonly Failing[],
): Fingerprint {
  const stages: Fingerprint['stages'] = {}
  const name = (key: string) => {
    const found = versions.findLast(({ definition }) => definition.stages.some((stage) => stage.key === key))
    return found?.definition.stages.find((stage) => stage.key === key)?.name ?? key
  }
  for (const { stage, deals, digest } of groups.toSorted((a, b) => (a.definition_id < b.definition_id ? -1 : 1))) {
    if (digest === '') continue
    const before = stages[stage]
    stages[stage] = {
      name: name(stage),
      deals: (before?.deals ?? 0) + deals,
      digest: `${before?.digest ?? ''}${digest}`,
    }
  }
  return {
    version: versions.at(-1)?.version ?? 0,
    stages,
    failing: Object.fromEntries(
      failing.map(({ criterion, label, ids }) => [criterion, { label, deals: ids.length, digest: hash(ids.join()) }]),
    ),
  }
}

/** Stands for what was shown: the text, where deals go, and which deals that is about. */
const tokenOf = ({ pipeline, source, stage_map, migrate }: Proposal, { stages, failing }: Fingerprint): string => {
  const about = [pipeline.definition_id, source, sortedOf(stage_map), migrate, sortedOf(stages), sortedOf(failing)]
  return `plan_${hash(JSON.stringify(about)).slice(0, 32)}`
}

const sortedOf = (record: Record<string, unknown>) => Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
