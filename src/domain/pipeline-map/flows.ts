import { type Money, moneyOf } from '../../values/money.ts'
import type { HandoffRule } from '../handoff-rules/index.ts'
import type { PipelineRow } from '../pipelines/index.ts'
import type { Total } from '../rates/index.ts'
import { type Box, labelSize, laidOut } from './layout.ts'
import { type EdgeKind, type MapEdge, type MapNode, type PipelineMap, type Source, sources } from './pipeline-map.ts'

/** What went from one place to another; places are ids of pipelines, or `@` and the name of a source. */
type Way = { kind: EdgeKind; from_id: string; to_id: string }
export type Flow = Way & {
  deals: number
  accepted: number
  decided: number
  waiting: number
  days: number | null
  days_n: number
}
export type FlowSum = Way & { currency: string; amount_minor: bigint }
/** Open deals of a stage in one currency. */
export type Standing = { pipeline_id: string; stage: string; currency: string; deals: number; amount_minor: bigint }

export type KnownPipeline = Pick<PipelineRow, 'id' | 'key' | 'name' | 'lifecycle'> & {
  definition: { stages: readonly { key: string; name: string }[] }
}

/** The rules in force, by key of the pipelines that they name; null for whoever may not read them. */
export type Rules = {
  routing: { rules: readonly { key: string; name: string; pipeline: string }[]; fallback: { pipeline: string } | null }
  handoffs: readonly Pick<HandoffRule, 'key' | 'name' | 'as' | 'trigger' | 'to'>[]
  maps: readonly { pipeline_id: string; to_pipeline_id: string }[]
}

type Known = {
  pipelines: readonly KnownPipeline[]
  standing: readonly Standing[]
  flows: readonly Flow[]
  sums: readonly FlowSum[]
  rules: Rules | null
  /** Deals that wait for a person before they are in any pipeline; null for whoever may not know. */
  unplaced: number | null
  /** Adds sums of several currencies up in that of the workspace. */
  addUp: (amounts: readonly Money[]) => Total
}
type Told = Pick<PipelineMap, 'nodes' | 'edges' | 'width' | 'height'>
type Declaration = MapEdge['declared'][number]
type Declared = Way & { declaration: Declaration }

/** Boxes of pipelines and of where deals come from, and the ways between them, each in its place. */
export function mapOf(known: Known): Told {
  const ids = new Set(known.pipelines.map(({ id }) => id))
  const isKnown = ({ from_id, to_id }: Way) => (from_id.startsWith('@') || ids.has(from_id)) && ids.has(to_id)
  const flows = known.flows.filter(isKnown).filter(({ deals, waiting, decided }) => deals + waiting + decided > 0)
  const declared = declaredBy(known, flows).filter(isKnown)
  const ways = new Map<string, Way>()
  for (const { kind, from_id, to_id } of [...flows, ...declared])
    ways.set(`${kind} ${from_id} ${to_id}`, { kind, from_id, to_id })
  const keys = new Map(known.pipelines.map(({ id, key }) => [id, key]))
  const edges = [...ways.entries()].map(([name, way]) => {
    const flow = flows.find((one) => nameOf(one) === name)
    const from = keys.get(way.from_id) ?? way.from_id
    const to = keys.get(way.to_id) ?? way.to_id
    const amounts = amountsOf(known.sums.filter((sum) => nameOf(sum) === name))
    return {
      id: `${way.kind}:${from}>${to}`,
      kind: way.kind,
      from,
      to,
      deals: flow?.deals ?? 0,
      amounts,
      ...known.addUp(amounts),
      acceptance: flow && flow.decided > 0 ? { accepted: flow.accepted, decided: flow.decided } : null,
      lag: flow && flow.days !== null ? { days: flow.days, n: flow.days_n } : null,
      waiting: flow?.waiting ?? 0,
      declared: declared.filter((one) => nameOf(one) === name).map(({ declaration }) => declaration),
    }
  })
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const nodes = [...sourcesIn(touched, known.unplaced), ...pipelinesIn(touched, known)]
  return placed(nodes, edges)
}

const nameOf = ({ kind, from_id, to_id }: Way) => `${kind} ${from_id} ${to_id}`

/** The ways that rules in force lead, whether a deal went there yet or not. */
function declaredBy({ pipelines, rules }: Known, flows: readonly Flow[]): Declared[] {
  if (rules === null) return []
  const ids = new Map(pipelines.map(({ id, key }) => [key, id]))
  const routed = (from_id: string, pipeline: string, rule: string | null, name: string): Declared => {
    const declaration = { in: 'routing' as const, rule, name }
    return { kind: 'route', from_id, to_id: ids.get(pipeline) ?? '', declaration }
  }
  const { rules: routing, fallback } = rules.routing
  return [
    ...routing.map(({ key, name, pipeline }) => routed('@rule', pipeline, key, name)),
    ...(fallback ? [routed('@fallback', fallback.pipeline, null, '')] : []),
    ...rules.handoffs.flatMap(({ key, name, as, trigger, to }) => {
      const way = { kind: as, to_id: ids.get(to.pipeline) ?? '' }
      const declaration = { in: 'handoff_rules' as const, rule: key, name }
      const from = trigger.pipeline === undefined ? startsOf(way, flows) : [ids.get(trigger.pipeline) ?? '']
      return from.map((from_id): Declared => ({ ...way, from_id, declaration }))
    }),
    ...rules.maps.map(({ pipeline_id, to_pipeline_id }): Declared => {
      const declaration = { in: 'transfer_maps' as const, rule: null, name: '' }
      return { kind: 'transfer', from_id: pipeline_id, to_id: to_pipeline_id, declaration }
    }),
  ]
}

/** A rule that names no pipeline begins wherever its hand-offs came from; while there are none, at the accounts. */
function startsOf({ kind, to_id }: Omit<Way, 'from_id'>, flows: readonly Flow[]): string[] {
  const begun = flows.filter((flow) => flow.kind === kind && flow.to_id === to_id).map(({ from_id }) => from_id)
  return begun.length > 0 ? begun : ['@account']
}

type Unplaced<T> = Omit<T, 'place' | 'points' | 'label'>

function sourcesIn(touched: ReadonlySet<string>, unplaced: number | null): Unplaced<MapNode>[] {
  const waits = (source: Source) => (source === 'person' ? (unplaced ?? 0) : 0)
  return sources
    .filter((source) => touched.has(`@${source}`) || waits(source) > 0)
    .map((source) => {
      const about = { pipeline: null, lifecycle: null, source, amounts: [], stages: [] }
      return { key: `@${source}`, ...about, deals: waits(source) }
    })
}

/** Those that are put away only where something led there or still stands in them. */
function pipelinesIn(touched: ReadonlySet<string>, { pipelines, standing }: Known): Unplaced<MapNode>[] {
  return pipelines.flatMap(({ id, key, name, lifecycle, definition }) => {
    const own = standing.filter((one) => one.pipeline_id === id)
    if (lifecycle === 'archived' && own.length === 0 && !touched.has(key)) return []
    const stages = definition.stages.map((stage) => {
      const here = own.filter((one) => one.stage === stage.key)
      return { key: stage.key, name: stage.name, ...worthOf(here) }
    })
    return [{ key, pipeline: { id, key, name }, lifecycle, source: null, ...worthOf(own), stages }]
  })
}

const worthOf = (rows: readonly Standing[]) => ({
  deals: rows.reduce((sum, { deals }) => sum + deals, 0),
  amounts: amountsOf(rows),
})

function amountsOf(rows: readonly { currency: string; amount_minor: bigint }[]) {
  const sums = new Map<string, bigint>()
  for (const { currency, amount_minor } of rows) sums.set(currency, (sums.get(currency) ?? 0n) + amount_minor)
  return [...sums]
    .filter(([, amount]) => amount !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => moneyOf(amount, currency))
}

const pipelineSize = { width: 224, height: 84 }
const sourceSize = { width: 148, height: 52 }
const perArrow = 20

function placed(nodes: readonly Unplaced<MapNode>[], edges: readonly Unplaced<MapEdge>[]): Told {
  const boxes = nodes.map(({ key, source }): Box => {
    const ways = edges.filter(({ from, to }) => from !== to && (from === key || to === key))
    const most = Math.max(ways.filter(({ from }) => from === key).length, ways.filter(({ to }) => to === key).length)
    const size = source === null ? pipelineSize : sourceSize
    return { key, width: size.width, height: Math.max(size.height, perArrow * (most + 1)), first: source !== null }
  })
  const layout = laidOut(boxes, edges)
  const nowhere = { x: 0, y: 0 }
  return {
    nodes: nodes.map((node) => ({
      ...node,
      place: layout.boxes.get(node.key) ?? { ...nowhere, ...pipelineSize },
    })),
    edges: edges
      .map((edge) => {
        const { points = [], label = { ...nowhere, ...labelSize } } = layout.arrows.get(edge.id) ?? {}
        return { ...edge, points, label }
      })
      .toSorted((a, b) => b.deals - a.deals || (a.id < b.id ? -1 : 1)),
    width: layout.width,
    height: layout.height,
  }
}
