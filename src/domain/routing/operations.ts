import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { beyondSight } from '../../platform/database/pipeline-security.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { sightOf } from '../../platform/rights.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, type Instant, plusDays } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'
import { GivenFields, type LibraryField, readLibrary } from '../fields/index.ts'
import { DealId, readDeals } from '../ledger/index.ts'
import { readRatesFor } from '../moves/index.ts'
import { type NamedIn, readPeople } from '../people/index.ts'
import { readPipelines, revenueKinds } from '../pipelines/index.ts'
import { readTeams } from '../teams/index.ts'
import { checkRules } from './check-rules.ts'
import { type Ready, traceRoute } from './decide-route.ts'
import { diffRules } from './diff-rules.ts'
import { findAbsent, rulesNaming } from './find-absent.ts'
import { findFaults } from './find-faults.ts'
import { incomingFacts } from './incoming.ts'
import { compileRules, routingLanguage } from './language.ts'
import { type Past, replayRoutes } from './replay.ts'
import { incomingOf, type Named, type Unplaced } from './route-deals.ts'
import {
  DealRouting,
  Proposal,
  Routing,
  RoutingPlan,
  RoutingVersion,
  RuleSet as ruleSet,
  type RuleSet,
  Trace,
} from './routing.ts'
import { sentenceOf } from './sentence.ts'
import * as store from './store.ts'

export const getRouting = operation({
  name: 'routing.get',
  http: 'GET /routing',
  access: 'pipelines:read',
  effect: 'read',
  mcp: { tool: 'get_routing' },
  summary: 'The rules that decide where new deals go, in order, and what is wrong with them',
  input: z.strictObject({}),
  output: Routing,
  version: ({ version }) => version,
  async run(context) {
    requireWholeSight(context)
    const { tx, workspace_id } = context
    const current = await store.readCurrent(tx, workspace_id)
    const set = setOf(current)
    const { ready } = await readyFor(context, set)
    const [people, teams] = await Promise.all([readPeople(tx, workspace_id), readTeams(tx, workspace_id, context.now)])
    const absent = findAbsent(set, byId(people), byId(teams))
    return {
      version: current?.version ?? 0,
      ...set,
      published_by: current?.published_by ?? null,
      published_at: current?.published_at ?? null,
      findings: [...findFaults(ready.rules, ready.fallback, ready.open), ...absent],
      waiting: await store.countWaiting(tx, workspace_id),
    }
  },
})

export const listVersions = operation({
  name: 'routing_versions.list',
  http: 'GET /routing/versions',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Every set of rules that was published, the newest first',
  input: z.strictObject(pageQuery(z.tuple([z.int()]))),
  output: Page(RoutingVersion),
  async run(context, { limit, cursor }) {
    requireWholeSight(context)
    const { tx, workspace_id } = context
    const rows = await store.readVersions(tx, workspace_id, { before: cursor?.[0], limit: limit + 1 })
    return pageOf(rows, limit, ({ version }) => [version])
  },
})

export const previewRouting = operation({
  name: 'routing.preview',
  http: 'POST /routing/preview',
  access: 'pipelines:configure',
  effect: 'read',
  cost: 10,
  summary:
    'What a set of rules would change: its diff, rules that nothing reaches, and past deals that would go elsewhere',
  input: Proposal,
  output: RoutingPlan,
  status: 200,
  async run(context, { rules, fallback, months }) {
    requireWholeSight(context)
    const current = setOf(await store.readCurrent(context.tx, context.workspace_id))
    const proposed = { rules: rules ?? current.rules, fallback: fallback === undefined ? current.fallback : fallback }
    // What is published is replayed as it is, also where it names somebody who left since.
    return planOf(context, proposed, months, rules !== undefined || fallback !== undefined)
  },
})

export const traceDeal = operation({
  name: 'routing.trace',
  http: 'POST /routing/trace',
  access: 'pipelines:read',
  effect: 'read',
  mcp: { tool: 'trace_routing', hint: 'Give deal_id, or deal as it would be handed in; rules to try others' },
  summary: 'Where a deal would go, or would have gone, and what each rule says to it',
  input: z.strictObject({
    deal_id: DealId.optional(),
    /** A deal as it would be handed in. */
    deal: z
      .strictObject({
        name: Line(200).default('A deal'),
        amount: MoneySchema.optional(),
        close_date: DaySchema.optional(),
        source: Line(100).optional(),
        revenue_kind: z.enum(revenueKinds).optional(),
        next_step: Line(500).optional(),
        account_id: Id('acc').optional(),
        partner_account_id: Id('acc').optional(),
        fields: GivenFields.optional(),
      })
      .optional(),
    /** Instead of what is published. */
    rules: ruleSet.rules.optional(),
    fallback: ruleSet.fallback.optional(),
  }),
  output: Trace,
  status: 200,
  async run(context, { deal_id, deal, rules, fallback }) {
    requireWholeSight(context)
    const { tx, workspace_id } = context
    if ((deal_id === undefined) === (deal === undefined))
      throw invalid(
        '/deal',
        'invalid',
        'Give deal_id of a deal there is, or deal as it would be handed in; one of both.',
      )
    const current = await store.readCurrent(tx, workspace_id)
    const set = setOf(current)
    const asked = { rules: rules ?? set.rules, fallback: fallback === undefined ? set.fallback : fallback }
    const { ready, library, pipelines } = await readyFor(context, asked, true)
    const [found] = deal_id === undefined ? [] : await readDeals(tx, workspace_id, [deal_id])
    const [past] = found ? await pastDeals(context, { since: found.created_at, limit: 1, id: found.id }, library) : []
    if (deal_id !== undefined && !past) throw invalid('/deal_id', 'unknown', 'There is no such deal in this workspace.')
    const facts = past?.facts ?? (await factsOfGiven(context, deal ?? { name: '' }, library))
    const { route, steps } = traceRoute(ready, facts)
    const to = pipelines.find(({ key }) => key === route.to?.pipeline)
    return {
      version: rules === undefined && fallback === undefined ? (current?.version ?? 0) : 0,
      decided_by: route.by,
      position: route.rule?.position ?? null,
      rule: route.rule?.key ?? null,
      name: route.rule?.name ?? null,
      pipeline: to ? { id: to.id, key: to.key, name: to.name } : null,
      stage: to ? (route.to?.stage ?? to.definition.stages[0]?.key ?? null) : null,
      because: steps.find(({ rule }) => rule === route.rule?.key)?.because ?? ['No rule holds for it.'],
      rules: steps,
    }
  },
})

export const getDealRouting = operation({
  name: 'deal_routing.get',
  http: 'GET /deals/{deal_id}/routing',
  access: 'deals:read',
  effect: 'read',
  summary: 'Why a deal began in the pipeline where it did',
  input: z.strictObject({ deal_id: DealId }),
  output: DealRouting,
  async run({ tx, workspace_id }, { deal_id }) {
    const [deal] = await readDeals(tx, workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    const row = await store.readRouting(tx, workspace_id, deal.id)
    const kept = {
      decided_by: row?.decided_by ?? ('named' as const),
      version: row?.routing_version ?? null,
      position: row?.position ?? null,
      rule: row?.rule ?? null,
      name: row?.rule_name ?? null,
      because: row?.because ?? [],
      person: row?.person ?? null,
      decided_at: row?.decided_at ?? null,
    }
    return { deal_id: deal.id, ...kept, sentence: sentenceOf(kept) }
  },
})

/** Refuses whoever sees only a part of the deals: rules name every pipeline, and a replay tells of every deal. */
export function requireWholeSight({ actor }: Pick<Context, 'actor'>): void {
  if (!sightOf(actor).bound) return
  const message = 'Grants keep you from some pipelines, and this is about all of them; ask somebody whom none binds.'
  throw new Problem('forbidden', message, 'routing-part-sight')
}

const byId = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((one) => [one.id, one]))

/** The rules that give deals to somebody or to a team, for whoever takes them away; whom grants bind is told of none. */
export async function rulesThatName({ tx, workspace_id, actor }: Context, id: string): Promise<NamedIn[]> {
  if (sightOf(actor).bound) return []
  return rulesNaming(setOf(await store.readCurrent(tx, workspace_id)), id).map(({ name }) => ({
    kind: 'routing',
    name,
  }))
}

export const setOf = (current: RuleSet | undefined): RuleSet => ({
  rules: current?.rules ?? [],
  fallback: current?.fallback ?? null,
})

type Reading = Pick<Context, 'tx' | 'workspace_id' | 'now'>
type Asking = Reading & Pick<Context, 'actor'>

/** A set of rules with all that asking it takes; `given` rules come from a request, which is told what is wrong. */
export async function readyFor({ tx, workspace_id, now, actor }: Asking, set: RuleSet, given = false) {
  const library = await readLibrary(tx, workspace_id)
  // A rule decides alike for everybody, also where it sends a deal to a pipeline that whoever opens it does not see.
  const pipelines = await beyondSight(tx, actor, () => readPipelines(tx, workspace_id))
  const { compiled, unreadable } = compiledFor(set, library)
  if (given) {
    const [people, teams] = await Promise.all([readPeople(tx, workspace_id), readTeams(tx, workspace_id, now)])
    const active = new Set(people.filter((one) => one.active).map(({ id }) => id))
    const known = { pipelines, people: active, teams: new Set(teams.filter((one) => one.active).map(({ id }) => id)) }
    const faults = checkRules(set, unreadable, known)
    if (faults.length > 0)
      throw new Problem('invalid', faults[0]?.detail ?? '', 'invalid', { errors: faults.slice(0, 50) })
  }
  const open = new Set(pipelines.filter(({ lifecycle }) => lifecycle === 'active').map(({ key }) => key))
  const ready: Ready = { rules: compiled, fallback: set.fallback, open }
  return { ready, library, pipelines }
}

/** Compiling takes some milliseconds a rule, and a set that is asked was mostly asked just before. */
const compiledSets = new Map<string, ReturnType<typeof compileRules>>()
const mostCompiled = 50

function compiledFor({ rules }: RuleSet, library: readonly LibraryField[]) {
  const name = JSON.stringify([rules, library])
  const known = compiledSets.get(name) ?? compileRules(rules, routingLanguage(library))
  compiledSets.delete(name)
  compiledSets.set(name, known)
  const [oldest] = compiledSets.keys()
  if (compiledSets.size > mostCompiled && oldest !== undefined) compiledSets.delete(oldest)
  return known
}

/** What a set of rules would change, and what is wrong with it; refused where it names what is not there. */
export async function planOf(
  context: Context,
  proposed: RuleSet,
  months: number,
  given = true,
): Promise<z.input<typeof RoutingPlan>> {
  const { tx, workspace_id, now } = context
  const current = await store.readCurrent(tx, workspace_id)
  const { ready, library } = await readyFor(context, proposed, given)
  const since = plusDays(now, -Math.round(months * 30.44))
  const deals = await pastDeals(context, { since, limit: mostReplayed + 1 }, library)
  return {
    based_on: current?.version ?? 0,
    diff: diffRules(setOf(current), proposed),
    findings: findFaults(ready.rules, ready.fallback, ready.open),
    replay: { since, truncated: deals.length > mostReplayed, ...replayRoutes(ready, deals.slice(0, mostReplayed)) },
  }
}

/** Read and judged in about a second; who has more sees that the oldest are left out. */
const mostReplayed = 5000

async function pastDeals(
  { tx, workspace_id, now }: Reading,
  wanted: { since: Instant; limit: number; id?: string },
  library: LibraryField[],
): Promise<Past[]> {
  const rows = await store.readPast(tx, workspace_id, wanted)
  const parties = await store.readParties(
    tx,
    workspace_id,
    rows.flatMap(({ account_id, partner_account_id }) => [account_id, partner_account_id]),
  )
  const rates = await readRatesFor(tx, workspace_id, rows, now)
  return rows.map(
    ({ id, number, pipeline, account_id, partner_account_id, amount_minor, customer, created_at, ...deal }) => {
      const account = parties.get(account_id ?? '') ?? null
      const incoming = {
        ...deal,
        amount: amount_minor === null ? null : { minor: amount_minor, currency: deal.currency },
        account: account && { ...account, customer },
        partner: parties.get(partner_account_id ?? '') ?? null,
        at: created_at,
      }
      return { id, number, name: deal.name, pipeline, facts: incomingFacts(incoming, { library, rates }) }
    },
  )
}

async function factsOfGiven(context: Context, deal: Unplaced, library: LibraryField[]) {
  const named = await namedBy(context, [deal])
  const rates = await ratesFor(context, [deal])
  const { actor, tx, workspace_id } = context
  const owner = (await readPeople(tx, workspace_id)).find(({ id }) => id === actor.id)?.email ?? null
  return incomingFacts(incomingOf(deal, owner, named), { library, rates })
}

export const ratesFor = ({ tx, workspace_id, now }: Reading, deals: readonly Unplaced[]) =>
  readRatesFor(
    tx,
    workspace_id,
    deals.map(({ amount, fields = {} }) => ({ currency: amount?.currency ?? '', fields })),
    now,
  )

export async function namedBy({ tx, workspace_id, now, actor }: Context, deals: readonly Unplaced[]): Promise<Named> {
  const accounts = deals.flatMap(({ account_id }) => account_id ?? [])
  const ids = [...accounts, ...deals.flatMap(({ partner_account_id }) => partner_account_id ?? [])]
  const parties = await store.readParties(tx, workspace_id, ids)
  // Whether an account has bought is no secret of the deal that it bought by.
  const customers = await beyondSight(tx, actor, () => store.readCustomers(tx, workspace_id, accounts))
  return { parties, customers, channel: actor.channel, now }
}
