import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem, unwrap } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { currentDeal, Deal, foundReferences } from '../deals/index.ts'
import { acceptKnownFields, readLibrary } from '../fields/index.ts'
import { type DealState, differences, type History, takeNumbers, writeHistories } from '../ledger/index.ts'
import { decideEntry, noActivities, noLineItems, readRatesFor } from '../moves/index.ts'
import { type Person, readPeople } from '../people/index.ts'
import { armOf, insertSent, readRunning, type Sent } from '../pilots/index.ts'
import { readPipelines, requireWritable } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { insertRoutings, type Routed, routeDeals, type RoutingRow } from '../routing/index.ts'
import { chancesFor } from './jobs.ts'
import { NewDeal } from './new-deal.ts'
import { choosePipeline, openedDeal } from './open-deal.ts'
import { readNotActive, readParties } from './store.ts'

export const createDeal = operation({
  name: 'deals.create',
  http: 'POST /deals',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'create_deal', hint: 'Say the pipeline by its key; without one, the routing rules decide' },
  summary: 'Open a deal in the pipeline that is named, or else where the routing rules send it',
  input: NewDeal,
  output: Deal,
  version: ({ version }) => version,
  async run(context, given) {
    const [opened] = await openDeals(context, [given])
    if (opened === undefined || opened instanceof Problem) throw opened
    return currentDeal(context, opened.id)
  },
})

/**
 * Opens deals, the same rules for each as if it came alone, in a handful of statements for all of them. Answers for each
 * its first state, or what refuses it.
 */
export async function openDeals(
  context: Context,
  wanted: readonly NewDeal[],
  placed?: Placed,
): Promise<(DealState | Problem)[]> {
  const { tx, workspace_id, now } = context
  const accounts = wanted.flatMap(({ account_id, partner_account_id }) => [
    account_id ?? null,
    partner_account_id ?? null,
  ])
  const [pipelines, pilots, library, people, parties, { currency }] = await Promise.all([
    readPipelines(tx, workspace_id),
    readRunning(tx, workspace_id, now),
    readLibrary(tx, workspace_id),
    readPeople(tx, workspace_id),
    readParties(tx, workspace_id, accounts),
    settingsAt(tx, workspace_id, now),
  ])
  const around = { pipelines, pilots, library, people: new Map(people.map((one) => [one.id, one])), parties, currency }
  const routed = await routesFor(context, wanted)
  const drafts = await Promise.all(
    wanted.map((given, i) => orProblem(() => draftOf(context, given, around, routed.get(i), placed?.stage))),
  )
  const good = drafts.filter(isGood)
  const [rates, chances] = await Promise.all([
    readRatesFor(
      tx,
      workspace_id,
      good.map(({ deal }) => deal),
      now,
    ),
    chancesFor(
      context,
      good.map(({ deal }) => deal),
    ),
  ])
  const decided = drafts.map(async (draft) => {
    if (draft instanceof Problem) return draft
    const { deal, reason, sent, definition, kept, ...named } = draft
    return orProblem(async () => {
      unwrap(decideEntry({ deal, definition, library, rates, ...named, ...nothing }, reason ?? undefined, now))
      return { deal, reason, sent, kept: kept ?? placed?.kept ?? null }
    })
  })
  return saveOpened(context, await Promise.all(decided), chances)
}

/** Why deals are put where they are by something else than routing, and the stage that they begin in. */
export type Placed = { kept: Kept; stage?: string | undefined }
type Kept = Omit<RoutingRow, 'deal_id' | 'decided_at'>

/** What the routing rules say of those deals for which nobody named a pipeline, by their place in the batch. */
async function routesFor(context: Context, wanted: readonly NewDeal[]): Promise<ReadonlyMap<number, Routed>> {
  const unplaced = [...wanted.entries()].filter(([, { pipeline }]) => pipeline === undefined)
  if (unplaced.length === 0) return new Map()
  const deals = unplaced.map(([, { owner, ...given }]) => {
    return { ...given, owner_id: owner === 'me' ? context.actor.id : owner }
  })
  const routed = await routeDeals(context, deals)
  return new Map(unplaced.flatMap(([i], nth) => (routed?.[nth] ? [[i, routed[nth]] as const] : [])))
}

type Around = {
  pipelines: Awaited<ReturnType<typeof readPipelines>>
  pilots: Awaited<ReturnType<typeof readRunning>>
  library: Awaited<ReturnType<typeof readLibrary>>
  people: ReadonlyMap<string, Person>
  parties: Awaited<ReturnType<typeof readParties>>
  currency: string
}

/** A deal that is only about to begin has nothing around it yet but what it names. */
const nothing = {
  evidence: [],
  asked: [],
  approvals: [],
  activities: noActivities,
  contacts: [],
  line_items: noLineItems,
}

/** A deal as somebody wants it opened, everything that it names found. */
async function draftOf(
  context: Context,
  given: NewDeal,
  around: Around,
  routed: Routed | undefined,
  begins_in: string | undefined,
) {
  const { actor, newId, now } = context
  const id = newId('deal')
  const named_owner = given.owner === 'me' ? actor.id : given.owner
  const owner_id = named_owner ?? (routed?.pipeline === undefined ? undefined : routed.owner_id) ?? actor.id
  const found = (id: string | undefined) => (id === undefined ? null : around.parties.get(id))
  const named = foundReferences({
    account: found(given.account_id),
    partner: found(given.partner_account_id),
    owner: around.people.get(owner_id),
  })
  const people = new Set(around.people.keys())
  const fields = acceptKnownFields({ library: around.library, people }, 'deal', given.fields)
  // After what is wrong with the deal itself: what waits for a person is to be whole.
  if (routed && routed.pipeline === undefined) throw unrouted(routed.version, around)
  if (routed && !around.pipelines.some(({ key }) => key === routed.pipeline)) throw unrouted(null, around)
  const { pipeline, sent } = placeOf(context, { id, owner_id, named: given.pipeline ?? routed?.pipeline }, around)
  await permitOn(context, 'work', { pipeline_id: pipeline.id, owner_id })
  requireWritable(pipeline.definition, actor.role, given.fields)
  const identity = {
    id,
    number: 0n,
    owner_id,
    fields,
    now,
    stage: begins_in ?? routed?.stage,
    currency: around.currency,
  }
  const { account, partner, owner } = named
  return {
    deal: openedDeal(pipeline, given, identity),
    definition: pipeline.definition,
    reason: given.reason ?? null,
    sent,
    kept: routed?.kept ?? null,
    account,
    partner,
    owner: owner?.email ?? null,
  }
}

const isGood = <T>(one: T | Problem): one is T => !(one instanceof Problem)

/** What a rule of the caller's own refuses, as a value. */
async function orProblem<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

type Decided = { deal: DealState; reason: string | null; sent: Sent | null; kept: Kept | null } | Problem

async function saveOpened(
  context: Context,
  decided: readonly Decided[],
  chances: ReadonlyMap<string, number | null>,
): Promise<(DealState | Problem)[]> {
  const { tx, workspace_id, now, newId, record } = context
  const good = decided.filter(isGood)
  if (good.length === 0) return decided as Problem[]
  // Last of all, since the counter's row stays locked until the commit.
  let number = await takeNumbers(tx, workspace_id, good.length)
  const histories: History[] = []
  const opened = decided.map((one) => {
    if (one instanceof Problem) return one
    const state = { ...one.deal, number: number++ }
    const { after } = differences({} as DealState, state)
    const pilot = one.sent ? { pilot: { id: one.sent.pilot_id, arm: one.sent.arm } } : {}
    const data = { key: `D-${state.number}`, name: state.name, before: null, after, ...pilot, ...toldOf(one.kept) }
    const event_id = record({ type: 'deal.created', subject: state.id, version: 1, data })
    const moment = { occurred_at: now, recorded_at: now }
    const change = { id: newId('led'), kind: 'created' as const, event_id, ...moment, reason: one.reason }
    const chance = chances.get(`${state.pipeline_id} ${state.stage}`) ?? null
    histories.push({ states: [{ state, change }], chance })
    return state
  })
  await writeHistories(tx, workspace_id, histories)
  await insertSent(
    tx,
    workspace_id,
    good.flatMap(({ sent }) => sent ?? []),
  )
  await insertRoutings(
    tx,
    workspace_id,
    good.flatMap(({ deal, kept }) => (kept ? [{ deal_id: deal.id, decided_at: now, ...kept }] : [])),
  )
  await refuseClosedSince(context, opened.filter(isGood))
  return opened
}

/** Which rule sent a deal here, as its event says it. */
const toldOf = (kept: Kept | null) =>
  kept === null
    ? {}
    : {
        routing: {
          decided_by: kept.decided_by,
          version: kept.routing_version,
          position: kept.position,
          rule: kept.rule,
        },
      }

/** A pipeline may be put away while a deal is on its way in: asked again once the deal stands there and holds it. */
async function refuseClosedSince({ tx, workspace_id }: Context, opened: readonly DealState[]): Promise<void> {
  const ids = [...new Set(opened.map(({ pipeline_id }) => pipeline_id))]
  const [closed] = await readNotActive(tx, workspace_id, ids)
  if (closed) throw new Problem('conflict', `${closed} takes no new deals since a moment ago.`, 'pipeline-not-active')
}

type Asked = { id: string; owner_id: string; named: string | undefined }

/**
 * Where a new deal goes: where it is asked for, unless a pilot of that pipeline sends it the way that is tried. Whoever
 * names what is tried, or may not work there, chose the way themselves: such a deal is in no comparison.
 */
function placeOf({ actor, now }: Context, { id, owner_id, named }: Asked, { pipelines, pilots }: Around) {
  const tried = new Set(pilots.map(({ pilot_pipeline_id }) => pilot_pipeline_id))
  const open = named === undefined ? pipelines.filter((one) => !tried.has(one.id)) : pipelines
  const pipeline = pipelineFor(open, named)
  const pilot = pilots.find(({ pipeline_id }) => pipeline_id === pipeline.id)
  const other = pipelines.find((one) => one.id === pilot?.pilot_pipeline_id && one.lifecycle === 'active')
  if (!pilot || !other || !holds(actor, 'work', { pipeline_id: other.id, owner_id })) return { pipeline, sent: null }
  const arm = armOf(pilot, { id, owner_id })
  const sent: Sent = { deal_id: id, pilot_id: pilot.id, arm, assigned_at: now }
  return { pipeline: arm === 'pilot' ? other : pipeline, sent }
}

/** Without a version, a rule takes it to where whoever opens it sees nothing. */
function unrouted(version: number | null, { pipelines }: Around): Problem {
  const keys = pipelines.filter(({ lifecycle }) => lifecycle === 'active').map(({ key }) => key)
  const why =
    version === null
      ? 'The routing rules send this deal to where you may not open any.'
      : `No rule of version ${version} takes this deal, and there is no fallback.`
  const message = `${why} Name a pipeline (${keys.join(', ')}), or hand it in at POST /incoming-deals, where it waits for a person.`
  return new Problem('refused', message, 'unrouted', { version, pipelines: keys })
}

function pipelineFor(pipelines: Awaited<ReturnType<typeof readPipelines>>, named: string | undefined) {
  const chosen = choosePipeline(pipelines, named)
  if (chosen.ok) return chosen.value
  const { code, message, details } = chosen.refusal
  if (code === 'pipeline-unknown') throw invalid('/pipeline', 'unknown', message)
  throw new Problem('refused', message, code, details)
}
