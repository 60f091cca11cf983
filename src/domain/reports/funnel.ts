import { z } from 'zod'
import { InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import {
  type Definition,
  PipelineRef,
  phases,
  placesNow,
  type Stage,
  stagesEver,
  stagesInOrder,
} from '../pipelines/index.ts'

export const readings = ['as_was', 'restated'] as const

const FunnelStage = z
  .object({
    key: Ours,
    name: z.string(),
    phase: z.enum(phases),
    /** Deals of the cohort that stood here; the sum of what became of them, below. */
    entered: z.int(),
    moved_on: z.int(),
    moved_back: z.int(),
    won: z.int(),
    lost: z.int(),
    transferred: z.int(),
    /** Moved by a split or merge of pipelines: neither an outcome nor open here, and in no rate. */
    censored: z.int(),
    open: z.int(),
    /** moved on or won / those that left; null where nobody has left. */
    conversion: z.number().nullable(),
    /** Deals that stood here and were won in the end, wherever from. */
    won_ever: z.int(),
  })
  .meta({ id: 'FunnelStage' })

export const Funnel = z
  .object({
    pipeline: PipelineRef,
    definition: z.enum(readings),
    /** The versions in which the cohort went through the stages. */
    versions: z.array(z.int()),
    /** The cohort: deals that came into the pipeline from then until then. */
    from: InstantSchema.nullable(),
    to: InstantSchema.nullable(),
    as_of: InstantSchema.nullable(),
    deals: z.int(),
    won: z.int(),
    lost: z.int(),
    transferred: z.int(),
    censored: z.int(),
    open: z.int(),
    stages: z.array(FunnelStage),
  })
  .meta({ id: 'Funnel' })

/** A row of the ledger that changed a place, of a deal that was ever in the pipeline. */
export type PlaceRow = {
  deal_id: string
  pipeline_id: string
  definition_id: string
  stage: string
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  occurred_at: string
  administrative: boolean
}

export type FunnelVersion = { id: string; version: number; definition: Definition }

type Read = {
  pipeline_id: string
  versions: readonly FunnelVersion[]
  rows: readonly PlaceRow[]
  reading: (typeof readings)[number]
  from: string | null
  to: string | null
}

type Way = { places: string[]; end: 'won' | 'lost' | 'transferred' | 'censored' | 'open'; versions: Set<string> }

/**
 * What became of the deals that came into a pipeline, stage by stage. As it was: in the stages that people put deals
 * into, so that no change of the pipeline alters it. Restated: every stage read as the one of today where it belongs.
 */
export function funnelOf({ pipeline_id, versions, rows, reading, from, to }: Read) {
  const places = placesNow(versions.map(({ definition }) => definition))
  const ways = [...Map.groupBy(rows, ({ deal_id }) => deal_id).values()].flatMap((own) => {
    const here = own.find((row) => row.pipeline_id === pipeline_id)
    if (!here || (from !== null && here.occurred_at < from) || (to !== null && here.occurred_at >= to)) return []
    const way = wayOf(own, pipeline_id)
    return way === undefined ? [] : [reading === 'as_was' ? way : restatedWay(way, places)]
  })
  const used = versions.filter(({ id }) => ways.some((way) => way.versions.has(id)))
  const stages =
    reading === 'restated' || used.length === 0 ? (versions.at(-1)?.definition.stages ?? []) : ordered(used)
  const ended = (end: Way['end']) => ways.filter((way) => way.end === end).length
  return {
    versions: used.map(({ version }) => version),
    deals: ways.length,
    won: ended('won'),
    lost: ended('lost'),
    transferred: ended('transferred'),
    censored: ended('censored'),
    open: ended('open'),
    stages: stages.map((stage) => stageOf(stage, stages, ways)),
  }
}

/** Where people put a deal, without what a migration did; undefined for one that was never an opportunity of its own. */
function wayOf(rows: readonly PlaceRow[], pipeline_id: string): Way | undefined {
  const way: Way = { places: [], end: 'open', versions: new Set() }
  let here = false
  for (const row of rows) {
    if (row.outcome === 'void') return undefined
    if (row.pipeline_id !== pipeline_id) {
      if (here) way.end = row.administrative ? 'censored' : 'transferred'
      here = false
      continue
    }
    here = true
    way.end = row.outcome ?? 'open'
    if (row.administrative && way.places.length > 0) continue
    if (row.outcome === null && way.places.at(-1) !== row.stage) way.places.push(row.stage)
    if (way.places.length === 0) way.places.push(row.stage)
    way.versions.add(row.definition_id)
  }
  return way
}

const restatedWay = (way: Way, places: Readonly<Record<string, string>>): Way => ({
  ...way,
  places: way.places.map((key) => places[key] ?? key).filter((key, i, all) => key !== all[i - 1]),
})

/** The stages of several versions in one order. */
function ordered(versions: readonly FunnelVersion[]): Stage[] {
  const ever = stagesEver(versions)
  return stagesInOrder(versions).flatMap((key) => ever.get(key)?.stage ?? [])
}

function stageOf({ key, name, phase }: Stage, stages: readonly Stage[], ways: readonly Way[]) {
  const order = stages.map((stage) => stage.key)
  const counts = { moved_on: 0, moved_back: 0, won: 0, lost: 0, transferred: 0, censored: 0, open: 0 }
  let [entered, won_ever] = [0, 0]
  for (const { places, end } of ways) {
    const at = places.lastIndexOf(key)
    if (at < 0) continue
    entered++
    if (end === 'won') won_ever++
    const next = places[at + 1]
    if (next === undefined) counts[end]++
    else counts[order.indexOf(next) > order.indexOf(key) ? 'moved_on' : 'moved_back']++
  }
  const left = entered - counts.open - counts.censored
  const conversion = left === 0 ? null : (counts.moved_on + counts.won) / left
  return { key, name, phase, entered, ...counts, conversion, won_ever }
}
