import type { Context } from '../../platform/context.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { evaluateRule } from '../../values/rule/evaluate-rule.ts'
import { loadRule } from '../../values/rule/load-rule.ts'
import { readLibrary } from '../fields/index.ts'
import { dayNumber, readLineages, restatedPlace } from '../history/index.ts'
import { readRunning } from '../pilots/index.ts'
import { dealLanguage, placesNow, readPipeline, readVersions, stagesEver } from '../pipelines/index.ts'
import { exchangeOf, readPastFacts } from '../rehearsals/index.ts'
import { permitOn } from '../rights/index.ts'
import { faultsOfMap, readTransferMaps } from '../transfer-maps/index.ts'
import { type Landing, landingIn } from '../transfers/index.ts'
import type { z } from 'zod'
import { decideKind } from './decide-parts.ts'
import type { LineageQuestion } from './lineage.ts'
import * as store from './store.ts'

type Asked = z.output<typeof LineageQuestion>['parts'][number]
type Found = NonNullable<Awaited<ReturnType<typeof readPipeline>>>
type Rule = Extract<ReturnType<typeof loadRule>, { ok: true }>['value']

/** A part with everything that it names found: where each stage that the old pipeline ever had is read. */
export type Part = {
  from: Found
  to: Found
  text: string | null
  rule: Rule | null
  fields: Record<string, string>
  /** Every stage that the old pipeline ever had, the ones of today first, by key. */
  stages: Map<string, { name: string; landing: Landing }>
}

export type Parts = { kind: 'split' | 'merge'; parts: Part[] }

/** Finds what the parts name, and refuses what cannot be: each fault with the place where it stands. */
export async function readParts(context: Context, asked: readonly Asked[]): Promise<Parts> {
  const { tx, workspace_id, now } = context
  const library = await readLibrary(tx, workspace_id)
  const maps = await readTransferMaps(tx, workspace_id, now)
  const pilots = await readRunning(tx, workspace_id, now)
  const named: { from: Found; to: Found }[] = []
  for (const [i, { from, to }] of asked.entries())
    named.push({
      from: await existing(context, `/parts/${i}/from`, from),
      to: await existing(context, `/parts/${i}/to`, to),
    })
  // By their ids: a pipeline may be called by its key in one part and by its id in another.
  const kind = decideKind(named.map(({ from, to }, i) => ({ from: from.id, to: to.id, rule: asked[i]?.rule })))
  if (!kind.ok) {
    const { code, message, details = {} } = kind.refusal
    const pointer = details['pointer']
    throw typeof pointer === 'string' ? invalid(pointer, code, message) : new Problem('refused', message, code)
  }
  const parts: Part[] = []
  for (const [i, { rule: text, stages, fields }] of asked.entries()) {
    const { from, to } = named[i] as { from: Found; to: Found }
    for (const one of [from, to]) {
      await permitWhole(context, one)
      const pilot = pilots.find(({ pipeline_id, pilot_pipeline_id }) =>
        [pipeline_id, pilot_pipeline_id].includes(one.id),
      )
      if (pilot) throw new Problem('conflict', `A pilot runs in ${one.name}; stop or adopt it first.`, 'pilot-running')
    }
    if (to.lifecycle !== 'active')
      throw invalid(`/parts/${i}/to`, 'pipeline-not-active', `${to.name} is ${to.lifecycle} and takes no deals.`)
    const [fault] = faultsOfMap({ stages, fields }, from.definition, to.definition, library)
    if (fault) throw invalid(`/parts/${i}${fault.pointer}`, fault.code, fault.detail)
    const rule = text === undefined ? null : loadRule(dealLanguage(library), text)
    if (rule && !rule.ok) throw invalid(`/parts/${i}/rule`, rule.refusal.code, rule.refusal.message)
    const declared = maps.find((map) => map.pipeline_id === from.id && map.to_pipeline_id === to.id)
    const map = { stages: { ...declared?.stages, ...stages }, fields: { ...declared?.fields, ...fields } }
    parts.push({
      from,
      to,
      text: text ?? null,
      rule: rule?.value ?? null,
      fields: map.fields,
      stages: await landingsOf(context, from, to, map),
    })
  }
  return { kind: kind.value, parts }
}

/** What becomes of all deals of a pipeline says whoever may configure it and sees them all. */
export async function permitWhole(context: Context, { id, name }: { id: string; name: string }): Promise<void> {
  await permitOn(context, 'configure', { pipeline_id: id })
  if (seesWhole(context.actor, id)) return
  const detail = `You see only some of the deals of ${name}, so you cannot say what becomes of them.`
  throw new Problem('forbidden', detail, 'pipeline-part-sight')
}

async function existing({ tx, workspace_id }: Context, pointer: string, named: string): Promise<Found> {
  const found = await readPipeline(tx, workspace_id, named)
  if (!found) throw invalid(pointer, 'unknown', `There is no pipeline ${named} in this workspace.`)
  return found
}

/** Where the deals of each stage land, those of older versions by the stage of today where they belong. */
async function landingsOf(
  { tx, workspace_id }: Context,
  from: Found,
  to: Found,
  map: { stages: Record<string, string>; fields: Record<string, string> },
): Promise<Part['stages']> {
  const versions = await readVersions(tx, workspace_id, [from.id])
  const places = placesNow(versions.map(({ definition }) => definition))
  const landing = (stage: string) => landingIn(from.definition, places[stage] ?? stage, map, to.definition)
  const today = from.definition.stages.map(({ key, name }) => [key, { name, landing: landing(key) }] as const)
  const older = [...stagesEver(versions)].map(
    ([key, { stage }]) => [key, { name: stage.name, landing: landing(key) }] as const,
  )
  return new Map([...today, ...older.filter(([key]) => !today.some(([known]) => known === key))])
}

/** A deal, and the part that takes it; null for one that stays. */
export type Sorted = { deal: store.Concerned; part: Part | null }

const most = 20_000
const batch = 500

/**
 * Which part takes which deal: the first whose rule holds. Open deals are looked at as they are, since that is where they
 * go on; closed ones as they were when they began, since a rule would have seen them so.
 */
export async function sortDeals(context: Context, { parts }: Parts): Promise<Sorted[]> {
  const { tx, workspace_id, now } = context
  const sources = [...new Set(parts.map(({ from }) => from.id))]
  const lineages = await readLineages(tx, workspace_id, now, { anew: true })
  const found = await store.readConcerned(tx, workspace_id, sources, most)
  // Of a closed deal the past is taken from where it counts by now, which an earlier split or merge may have said.
  const deals = found
    .map((deal) => (deal.outcome === null ? deal : restatedPlace(deal, lineages, dayNumber(deal.closed_at ?? now))))
    .filter(({ pipeline_id }) => sources.includes(pipeline_id))
  if (found.length > most)
    throw new Problem(
      'refused',
      `More than ${most} deals are in these pipelines; merge or split them one by one.`,
      'too-many',
    )
  const ruled = new Set(parts.filter(({ rule }) => rule !== null).map(({ from }) => from.id))
  const library = await readLibrary(tx, workspace_id)
  const around = { library, exchange: await exchangeOf(tx, workspace_id, now), to: now }
  const chosen = new Map<string, Part | null>()
  const looked = deals.filter(({ pipeline_id }) => ruled.has(pipeline_id))
  const counts = new Map(looked.map(({ id, pipeline_id }) => [id, pipeline_id]))
  for (let at = 0; at < looked.length; at += batch) {
    const ids = looked.slice(at, at + batch).map(({ id }) => id)
    for (const { deal, began, last } of await readPastFacts(context, ids, around)) {
      const facts = deal.outcome === null ? last : began
      const takes = ({ from, rule }: Part) =>
        from.id === counts.get(deal.id) && (rule === null || evaluateRule(rule, facts).holds)
      chosen.set(deal.id, parts.find(takes) ?? null)
    }
  }
  return deals.map((deal) => {
    const part = ruled.has(deal.pipeline_id)
      ? chosen.get(deal.id)
      : parts.find(({ from }) => from.id === deal.pipeline_id)
    return { deal, part: part ?? null }
  })
}

export const requireLineage = <T>(row: T | undefined): T => {
  if (row === undefined) throw notFound('lineage')
  return row
}
