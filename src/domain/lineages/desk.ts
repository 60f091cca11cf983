import type { Context } from '../../platform/context.ts'
import type { Instant } from '../../values/instant.ts'
import { type Continuation, type DealState, differences, type StoredDeal } from '../ledger/index.ts'
import { owedOnArrival, type Situation } from '../moves/index.ts'
import { placesNow, readPipelines, readVersions } from '../pipelines/index.ts'
import { readStatistics } from '../stage-statistics/index.ts'
import type { Mapped } from '../transfer-maps/index.ts'
import { arrive, passageOf, placeOf } from '../transfers/index.ts'
import type { LineageRow } from './store.ts'

type Found = Awaited<ReturnType<typeof readPipelines>>[number]

/** What the deals of a batch share: their lineage, the pipelines as they are now, and the chances of their stages. */
export type Desk = {
  lineage: LineageRow
  pipelines: ReadonlyMap<string, Found>
  chances: ReadonlyMap<string, number | null>
  /** Of the pipelines that were left: from each stage that they ever had to the one of today where its deals belong. */
  places: ReadonlyMap<string, Record<string, string>>
}

export async function deskOf({ tx, workspace_id }: Context, lineage: LineageRow): Promise<Desk> {
  const pipelines = new Map((await readPipelines(tx, workspace_id)).map((one) => [one.id, one]))
  const statistics = await readStatistics(tx, workspace_id, [...pipelines.keys()])
  const chances = new Map(statistics.map(({ pipeline_id, stage, chance }) => [`${pipeline_id} ${stage}`, chance]))
  const places = new Map<string, Record<string, string>>()
  for (const id of new Set(lineage.parts.map(({ from }) => from))) {
    const versions = await readVersions(tx, workspace_id, [id])
    places.set(id, placesNow(versions.map(({ definition }) => definition)))
  }
  return { lineage, pipelines, chances, places }
}

export function pipelineOf({ pipelines }: Desk, id: string): Found {
  const found = pipelines.get(id)
  if (!found) throw new Error(`pipeline ${id} is missing`)
  return found
}

/** A deal as it stands in another pipeline. The clock of the stage goes on: nothing happened to the deal. */
export function placedIn(desk: Desk, situation: Situation, pipeline_id: string, map: Mapped, now: Instant): DealState {
  const { id, key, name, lifecycle, definition_id, definition } = pipelineOf(desk, pipeline_id)
  const arrived = arrive(situation, { id, key, name, lifecycle, definition_id, definition, map }, {}, now)
  if (!arrived.ok) throw new Error(arrived.refusal.message)
  const { deal } = arrived.value.situation
  const owed = owedOnArrival(arrived.value.situation, now)
  return { ...deal, version: situation.deal.version + 1, entered_stage_at: situation.deal.entered_stage_at, owed }
}

/** One row of the ledger and one event: an administrative change, which no conversion counts. */
export function continuationOf(context: Context, desk: Desk, before: StoredDeal, state: DealState): Continuation {
  const { now, newId, record } = context
  const { id: lineage_id, kind, summary } = desk.lineage
  const [from, to] = [pipelineOf(desk, before.pipeline_id), pipelineOf(desk, state.pipeline_id)]
  const id = newId('led')
  const change = differences(before, state)
  const passage = passageOf(placeOf(from, from.definition, before.stage), placeOf(to, to.definition, state.stage))
  const about = { lineage_id, lineage: kind, reason: summary, before: change.before, after: change.after }
  const data = { key: `D-${state.number}`, name: state.name, transfer_id: id, ...passage, ...about }
  const event_id = record({ type: 'deal.reassigned', subject: state.id, version: state.version, data })
  const moment = { occurred_at: now, recorded_at: now }
  const row = { id, kind: 'transferred' as const, event_id, ...moment, reason: summary, administrative: true }
  const chance = desk.chances.get(`${state.pipeline_id} ${state.stage}`) ?? before.probability
  return { before, states: [{ state, change: row }], chance }
}
