import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem, unwrap } from '../../platform/problem.ts'
import { settingsAt } from '../../platform/settings.ts'
import { currentDeal, Deal, foundReferences } from '../deals/index.ts'
import { acceptKnownFields, readLibrary } from '../fields/index.ts'
import { type DealState, differences, type History, takeNumbers, writeHistories } from '../ledger/index.ts'
import { decideEntry, noActivities, noLineItems, readRatesFor } from '../moves/index.ts'
import { type Person, readPeople } from '../people/index.ts'
import { readPipelines, requireWritable } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { chancesFor } from './jobs.ts'
import { NewDeal } from './new-deal.ts'
import { choosePipeline, openedDeal } from './open-deal.ts'
import { readNotActive, readParties } from './store.ts'

export const createDeal = operation({
  name: 'deals.create',
  http: 'POST /deals',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'create_deal', hint: 'Say the pipeline by its key where there are several' },
  summary: 'Open a deal in a pipeline; its first stage may ask for something',
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
export async function openDeals(context: Context, wanted: readonly NewDeal[]): Promise<(DealState | Problem)[]> {
  const { tx, workspace_id, now } = context
  const accounts = wanted.flatMap(({ account_id, partner_account_id }) => [
    account_id ?? null,
    partner_account_id ?? null,
  ])
  const [pipelines, library, people, parties, { currency }] = await Promise.all([
    readPipelines(tx, workspace_id),
    readLibrary(tx, workspace_id),
    readPeople(tx, workspace_id),
    readParties(tx, workspace_id, accounts),
    settingsAt(tx, workspace_id, now),
  ])
  const around = { pipelines, library, people: new Map(people.map((one) => [one.id, one])), parties, currency }
  const drafts = await Promise.all(wanted.map((given) => orProblem(() => draftOf(context, given, around))))
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
    const { deal, reason, definition, ...named } = draft
    return orProblem(async () => {
      unwrap(decideEntry({ deal, definition, library, rates, ...named, ...nothing }, reason ?? undefined, now))
      return { deal, reason }
    })
  })
  return saveOpened(context, await Promise.all(decided), chances)
}

type Around = {
  pipelines: Awaited<ReturnType<typeof readPipelines>>
  library: Awaited<ReturnType<typeof readLibrary>>
  people: ReadonlyMap<string, Person>
  parties: Awaited<ReturnType<typeof readParties>>
  currency: string
}

/** A deal that is only about to begin has nothing around it yet but what it names. */
const nothing = { evidence: [], activities: noActivities, contacts: {}, line_items: noLineItems }

/** A deal as somebody wants it opened, everything that it names found. */
async function draftOf(context: Context, given: NewDeal, around: Around) {
  const { actor, newId, now } = context
  const pipeline = pipelineFor(around.pipelines, given.pipeline)
  const owner_id = given.owner === undefined || given.owner === 'me' ? actor.id : given.owner
  await permitOn(context, 'work', { pipeline_id: pipeline.id, owner_id })
  requireWritable(pipeline.definition, actor.role, given.fields)
  const found = (id: string | undefined) => (id === undefined ? null : around.parties.get(id))
  const named = foundReferences({
    account: found(given.account_id),
    partner: found(given.partner_account_id),
    owner: around.people.get(owner_id),
  })
  const people = new Set(around.people.keys())
  const fields = acceptKnownFields({ library: around.library, people }, 'deal', given.fields)
  const identity = { id: newId('deal'), number: 0n, owner_id, fields, now, currency: around.currency }
  const { account, partner, owner } = named
  return {
    deal: openedDeal(pipeline, given, identity),
    definition: pipeline.definition,
    reason: given.reason ?? null,
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

type Decided = { deal: DealState; reason: string | null } | Problem

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
    const data = { key: `D-${state.number}`, name: state.name, before: null, after }
    const event_id = record({ type: 'deal.created', subject: state.id, version: 1, data })
    const moment = { occurred_at: now, recorded_at: now }
    const change = { id: newId('led'), kind: 'created' as const, event_id, ...moment, reason: one.reason }
    const chance = chances.get(`${state.pipeline_id} ${state.stage}`) ?? null
    histories.push({ states: [{ state, change }], chance })
    return state
  })
  await writeHistories(tx, workspace_id, histories)
  await refuseClosedSince(context, opened.filter(isGood))
  return opened
}

/** A pipeline may be put away while a deal is on its way in: asked again once the deal stands there and holds it. */
async function refuseClosedSince({ tx, workspace_id }: Context, opened: readonly DealState[]): Promise<void> {
  const ids = [...new Set(opened.map(({ pipeline_id }) => pipeline_id))]
  const [closed] = await readNotActive(tx, workspace_id, ids)
  if (closed) throw new Problem('conflict', `${closed} takes no new deals since a moment ago.`, 'pipeline-not-active')
}

function pipelineFor(pipelines: Awaited<ReturnType<typeof readPipelines>>, named: string | undefined) {
  const chosen = choosePipeline(pipelines, named)
  if (chosen.ok) return chosen.value
  const { code, message, details } = chosen.refusal
  if (code === 'pipeline-unknown') throw invalid('/pipeline', 'unknown', message)
  throw new Problem('refused', message, code, details)
}
