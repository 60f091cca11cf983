import { operation } from '../../platform/operation.ts'
import { invalid } from '../../platform/problem.ts'
import { sightOf } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { type Money, moneyOf } from '../../values/money.ts'
import { Page, pageOf } from '../../values/page.ts'
import { readCurrentRules } from '../handoff-rules/index.ts'
import { readPipelines } from '../pipelines/index.ts'
import { readRates, totalOf } from '../rates/index.ts'
import { readTransferMaps } from '../transfer-maps/index.ts'
import { mapOf, type Rules } from './flows.ts'
import { type EdgeKind, MapQuery, Passage, PassageQuery, PipelineMap } from './pipeline-map.ts'
import * as store from './store.ts'

const getMap = operation({
  name: 'pipeline_map.get',
  http: 'GET /pipeline-map',
  access: 'deals:read',
  effect: 'read',
  cost: 10,
  mcp: { tool: 'get_pipeline_map' },
  summary: 'All pipelines and what went between them: routes, hand-offs, transfers, splits and merges, as one picture',
  input: MapQuery,
  output: PipelineMap,
  async run({ tx, workspace_id, now, actor }, asked) {
    const window = windowOf(asked, now)
    const { as_of } = window
    // Rules are about all pipelines, so that whom grants keep from some is told of none.
    const whole = !sightOf(actor).bound
    const [pipelines, standing, flows, sums, rules, unplaced] = await Promise.all([
      readPipelines(tx, workspace_id),
      store.readStanding(tx, workspace_id, as_of),
      store.readFlows(tx, workspace_id, window),
      store.readFlowSums(tx, workspace_id, window),
      whole ? rulesAt(tx, workspace_id, as_of) : null,
      whole ? store.countUnplaced(tx, workspace_id, as_of) : null,
    ])
    const { currency } = await settingsAt(tx, workspace_id, as_of)
    const rates = await readRates(tx, workspace_id, as_of)
    const addUp = (amounts: readonly Money[]) => totalOf(amounts, currency, dayOf(as_of), rates)
    const map = mapOf({ pipelines, standing, flows, sums, rules, unplaced, addUp })
    return { as_of, from: window.from, to: window.to, ...map }
  },
})

const listPassages = operation({
  name: 'pipeline_map.passages',
  http: 'GET /pipeline-map/passages',
  access: 'deals:read',
  effect: 'read',
  cost: 5,
  summary:
    'The deals and hand-offs that an edge of the pipeline map counts, the newest first, and those that wait there',
  input: PassageQuery,
  output: Page(Passage),
  async run({ tx, workspace_id, now }, { edge, limit, cursor, ...asked }) {
    const window = windowOf(asked, now)
    const [kind = '', from = '', to = ''] = edge.split(/[:>]/)
    const ids = new Map((await readPipelines(tx, workspace_id)).map(({ id, key }) => [key, id]))
    const [from_id, to_id] = [from.startsWith('@') ? from : ids.get(from), ids.get(to)]
    if (from_id === undefined || to_id === undefined)
      throw invalid('/edge', 'unknown', `There is no pipeline ${to_id ? from : to} here; take an id from the map.`)
    const way = { kind: kind as EdgeKind, from_id, to_id }
    const rows = await store.readPassages(tx, workspace_id, { ...window, ...way, before: cursor, limit: limit + 1 })
    const page = pageOf(rows, limit, ({ at, id }) => [at, id])
    return {
      ...page,
      data: page.data.map(({ amount_minor, currency, ...row }) => ({
        ...row,
        amount: amount_minor === null || currency === null ? null : moneyOf(amount_minor, currency),
      })),
    }
  },
})

export const pipelineMapOperations = [getMap, listPassages]

type Asked = { from?: Instant | undefined; to?: Instant | undefined; as_of?: Instant | undefined }

function windowOf({ from, to, as_of }: Asked, now: Instant): store.Window {
  if (from !== undefined && to !== undefined && from >= to)
    throw invalid('/to', 'invalid', 'It must be later than from; the period runs from the one up to the other.')
  return { from: from ?? null, to: to ?? null, as_of: as_of === undefined || as_of > now ? now : as_of }
}

type Tx = Parameters<typeof readPipelines>[0]

async function rulesAt(tx: Tx, workspace_id: string, at: Instant): Promise<Rules> {
  const [routing, handoffs, maps] = await Promise.all([
    store.readRoutingAt(tx, workspace_id, at),
    readCurrentRules(tx, workspace_id, at),
    readTransferMaps(tx, workspace_id, at),
  ])
  return { routing: routing ?? { rules: [], fallback: null }, handoffs: handoffs?.rules ?? [], maps }
}
