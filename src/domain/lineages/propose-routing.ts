import type { Context } from '../../platform/context.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { sightOf } from '../../platform/rights.ts'
import { loadRule } from '../../values/rule/load-rule.ts'
import { readLibrary } from '../fields/index.ts'
import { proposeRouting, routingChanges, withdrawRouting } from '../routing-changes/index.ts'
import {
  readCurrent,
  readRoutingVersions,
  requireWholeSight,
  routingLanguage,
  RuleSet,
  setOf,
} from '../routing/index.ts'
import { type RoutedPart, routedByParts } from './route-parts.ts'
import type { Parts } from './sort-deals.ts'

type Rules = NonNullable<ReturnType<typeof routedByParts>>
/** The rules as they have to be, or why there can be none, and at which part. */
export type Routed = { rules: Rules } | { unfit: { part: number; why: string } } | null

/** What becomes of the routing rules that lead to what is left; null where none does, or not for this reader to see. */
export async function routingFor(context: Context, { parts }: Parts): Promise<Routed> {
  const { tx, workspace_id, actor } = context
  if (sightOf(actor).bound) return null
  const rules = routedByParts(setOf(await readCurrent(tx, workspace_id)), parts.map(routedPart))
  if (rules === null) return null
  const language = routingLanguage(await readLibrary(tx, workspace_id))
  for (const [part, { text }] of parts.entries()) {
    const loaded = text === null ? null : loadRule(language, text)
    if (loaded && !loaded.ok) return { unfit: { part, why: loaded.refusal.message } }
  }
  const fault = RuleSet.rules.safeParse(rules.rules).error?.issues[0]
  if (fault) return { unfit: { part: 0, why: `a rule of the set that comes of it is wrong: ${fault.message}.` } }
  return { rules }
}

const routedPart = ({ from, to, text, stages }: Parts['parts'][number]): RoutedPart => ({
  from: from.key,
  to: to.key,
  name: to.name,
  text,
  stages: new Map([...stages].map(([stage, { landing }]) => [stage, landing.stage])),
})

/**
 * Asks for routing rules by which new deals go where a split or merge sends the open ones; answers the id of that change.
 * Where nobody asked for it, it is left out when it cannot be, or need not.
 */
export async function routeAlong(
  context: Context,
  parts: Parts,
  { summary, routing }: { summary: string; routing?: boolean | undefined },
): Promise<string | null> {
  if (routing === false) return null
  if (routing) requireWholeSight(context)
  const routed = await routingFor(context, parts)
  if (routed && 'rules' in routed) return propose(context, routed.rules, `New deals: ${summary}`, summary)
  if (!routing) return null
  if (routed === null)
    throw new Problem('refused', 'No routing rule leads to a pipeline that is left; leave routing out.', 'routing-idle')
  const { part, why } = routed.unfit
  throw invalid(`/parts/${part}/rule`, 'unfit', `No routing rule can ask that of a deal that is only coming in: ${why}`)
}

/** Rules that still wait are taken back; for those that were published the ones before them are asked for again. */
export async function routeBack(context: Context, change_id: string | null, summary: string): Promise<string | null> {
  const { tx, workspace_id, actor } = context
  if (change_id === null || sightOf(actor).bound) return change_id
  const change = await routingChanges.read(tx, workspace_id, change_id)
  if (change?.state === 'open') await withdrawRouting.run(context, { change_id })
  const current = await readCurrent(tx, workspace_id)
  // Whoever published others since has decided anew.
  if (change?.state !== 'published' || current?.change_id !== change_id) return change_id
  const before = await readRulesBefore(context, current.version)
  return before === null ? change_id : propose(context, before, `Undone: ${summary}`, summary)
}

async function readRulesBefore({ tx, workspace_id }: Context, version: number): Promise<Rules | null> {
  const [before] = await readRoutingVersions(tx, workspace_id, { before: version, limit: 1 })
  return before ? setOf(before) : null
}

const longestTitle = 120

async function propose(context: Context, { rules, fallback }: Rules, title: string, reason: string): Promise<string> {
  const said = { title: title.slice(0, longestTitle), reason, months: 3 }
  const { id } = await proposeRouting.run(context, { rules, fallback, ...said })
  return id
}
