import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem, unwrap } from '../../platform/problem.ts'
import { settingsAt } from '../../platform/settings.ts'
import { currentDeal, Deal, type FoundReferences, requireReferences } from '../deals/index.ts'
import { acceptFields, readLibrary } from '../fields/index.ts'
import { type DealState, saveChange, takeNumbers } from '../ledger/index.ts'
import { decideEntry, noActivities, noLineItems, readRatesFor, type Situation } from '../moves/index.ts'
import { type Definition, readPipelines } from '../pipelines/index.ts'
import { readChance } from '../stage-statistics/index.ts'
import { NewDeal } from './new-deal.ts'
import { choosePipeline, openedDeal } from './open-deal.ts'

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
    const { tx, workspace_id, actor, now, newId } = context
    const pipeline = pipelineFor(await readPipelines(tx, workspace_id), given.pipeline)
    const owner_id = given.owner === undefined || given.owner === 'me' ? actor.id : given.owner
    const [named, fields, { currency }] = await Promise.all([
      requireReferences(context, { ...given, owner_id }),
      acceptFields(context, 'deal', given.fields),
      settingsAt(tx, workspace_id, now),
    ])
    const draft = openedDeal(pipeline, given, { id: newId('deal'), number: 0n, owner_id, fields, now, currency })
    const [situation, chance] = await Promise.all([
      surroundings(context, draft, pipeline.definition, named),
      readChance(tx, workspace_id, pipeline.id, draft.stage),
    ])
    unwrap(decideEntry(situation, given.reason, now))
    // Last of all, since the counter's row stays locked until the commit.
    const deal = { ...draft, number: await takeNumbers(tx, workspace_id, 1) }
    await saveChange(context, {
      before: null,
      after: deal,
      kind: 'created',
      type: 'deal.created',
      chance,
      reason: given.reason ?? null,
    })
    return currentDeal(context, deal.id)
  },
})

function pipelineFor(pipelines: Awaited<ReturnType<typeof readPipelines>>, named: string | undefined) {
  const chosen = choosePipeline(pipelines, named)
  if (chosen.ok) return chosen.value
  const { code, message, details } = chosen.refusal
  if (code === 'pipeline-unknown') throw invalid('/pipeline', 'unknown', message)
  throw new Problem('refused', message, code, details)
}

/** A deal that is only about to begin has nothing around it yet but what it names. */
async function surroundings(
  { tx, workspace_id, now }: Context,
  deal: DealState,
  definition: Definition,
  { account, partner, owner }: FoundReferences,
): Promise<Situation> {
  const [library, rates] = await Promise.all([
    readLibrary(tx, workspace_id),
    readRatesFor(tx, workspace_id, [deal], now),
  ])
  const nothing = { evidence: [], activities: noActivities, contacts: {}, line_items: noLineItems }
  return { deal, definition, library, rates, account, partner, owner: owner?.email ?? null, ...nothing }
}
