import { setImmediate as breathe } from 'node:timers/promises'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, unwrap } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { edgesIn, type FiscalCalendar, periodOf, readPeriod } from '../../values/fiscal-calendar.ts'
import { dayOf, type Instant, plusDays } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { pageOf } from '../../values/page.ts'
import { forecastOfDeals, type Plan, readPlans, readTimeZone } from '../forecast/index.ts'
import {
  type BridgeRules,
  bridgeOf,
  bucketOf,
  type Crossing,
  type EndState,
  readBetween,
  readUntouched,
  type Share,
  type Span,
} from '../history/index.ts'
import { readDefinitionOf } from '../pipelines/index.ts'
import { readRates } from '../rates/index.ts'
import { permitOn } from '../rights/index.ts'
import { readTeams } from '../teams/index.ts'
import { Bridge, type BridgeDeal, BridgeDealPage, BridgeDealQuery, type BridgeEnd, BridgeQuery } from './bridge.ts'
import { crossingOf, type Ground, sumsByCurrency, worthOn } from './crossings.ts'
import * as store from './store.ts'

export const getBridge = operation({
  name: 'bridges.get',
  http: 'GET /bridge',
  access: 'forecast:read',
  effect: 'read',
  cost: 5,
  mcp: {
    tool: 'explain_forecast_change',
    hint: 'every deal is in one bucket; start + all buckets = end, to the cent; list_bridge_deals names the deals',
  },
  summary: 'What moved the open value or the expected value between two moments, bar by bar',
  input: BridgeQuery,
  output: Bridge,
  async run(context, request) {
    const asked = await readAsked(context, request)
    const known = await readGround(context, asked)
    const told = wireOf(asked)
    const without = { start: sumsByCurrency(), end: sumsByCurrency() }
    const unconverted = () => ({ start: without.start.all(), end: without.end.all() })
    if ('missing' in known)
      return {
        ...told,
        start: null,
        end: null,
        change: null,
        buckets: [],
        to_come: null,
        unconverted: unconverted(),
        note: known.missing,
      }
    const { ground, to_come } = known
    // What nobody touched is added up where it lies; only where each has its own chance, or its owner matters, is it read.
    const whole = request.measure === 'expected' || asked.span.owners !== null
    const between = await readBetween(context.tx, context.workspace_id, asked.span, { touched: !whole })
    const shares: Share[] = []
    for (const deal of between) {
      const crossing = crossingOf(deal, ground, { start: without.start.add, end: without.end.add })
      if (isTold(crossing)) shares.push(shareOf(crossing, asked.rules))
    }
    if (!whole) {
      const { worth: then } = ground.from
      const { worth: now } = ground.to
      for (const row of await readUntouched(context.tx, context.workspace_id, asked.span, asked.currency)) {
        const each = moneyOf(row.each_minor ?? row.sum_minor, row.currency)
        const times = row.each_minor === null ? 1n : BigInt(row.deals)
        const sum = moneyOf(row.sum_minor, row.currency)
        const [before, after] = [then(each), now(each)]
        if (before === null) without.start.add(sum)
        if (after === null) without.end.add(sum)
        const share = { before: (before ?? 0n) * times, after: (after ?? 0n) * times }
        shares.push({ ...share, deals: row.deals, bucket: share.before === share.after ? 'unchanged' : 'currency' })
      }
    }
    const { start, end, bars } = bridgeOf(shares, to_come ?? undefined)
    const money = (minor: bigint) => moneyOf(minor, asked.currency)
    return {
      ...told,
      start: money(start),
      end: money(end),
      change: money(end - start),
      buckets: [...bars].map(([bucket, { deals, change }]) => ({ bucket, deals, amount: money(change) })),
      to_come: to_come && { start: money(to_come.from), end: money(to_come.to) },
      unconverted: unconverted(),
      note: null,
    }
  },
})

export const listBridgeDeals = operation({
  name: 'bridge_deals.list',
  http: 'GET /bridge/deals',
  access: 'forecast:read',
  effect: 'read',
  cost: 5,
  mcp: { tool: 'list_bridge_deals' },
  summary: 'The deals behind the bars of a bridge, before and after; what moved the figure most comes first',
  input: BridgeDealQuery,
  output: BridgeDealPage,
  async run(context, { bucket, limit, cursor, ...request }) {
    const asked = await readAsked(context, request)
    const known = await readGround(context, asked)
    const told = wireOf(asked)
    if ('missing' in known) return { ...told, ...pageOf<z.input<typeof BridgeDeal>>([], limit, () => []) }
    const none = { start: () => undefined, end: () => undefined }
    const between = await readBetween(context.tx, context.workspace_id, asked.span, { touched: false })
    const rows = between.flatMap((deal) => {
      const crossing = crossingOf(deal, known.ground, none)
      if (!isTold(crossing)) return []
      const share = shareOf(crossing, asked.rules)
      if (bucket !== undefined && share.bucket !== bucket) return []
      const change = share.after - share.before
      return [{ ...deal, ...share, change, size: change < 0n ? -change : change }]
    })
    const [size, deal_id] = cursor ?? []
    const after = rows
      .filter((row) => size === undefined || isBehind(row, { size: BigInt(size), deal_id: deal_id ?? '' }))
      .sort((a, b) => (isBehind(b, a) ? -1 : 1))
    const page = pageOf(after.slice(0, limit + 1), limit, (row) => [String(row.size), row.deal_id])
    return { ...told, ...page, data: await dressed(context, asked, page.data) }
  },
})

type Sized = { size: bigint; deal_id: string }
const isBehind = (row: Sized, other: Sized) =>
  row.size < other.size || (row.size === other.size && row.deal_id > other.deal_id)

type Row = Share & { deal_id: string; number: bigint; from: EndState | null; to: EndState | null; change: bigint }

/** Rows with the names of what they point to. */
async function dressed(
  { tx, workspace_id }: Context,
  { currency, keyOf }: Asked,
  rows: readonly Row[],
): Promise<BridgeDeal[]> {
  const states = rows.flatMap(({ from, to }) => [from, to]).filter((state) => state !== null)
  const owners = await store.readNames(tx, workspace_id, [...new Set(states.map(({ owner_id }) => owner_id ?? ''))])
  const definitions = new Map(
    await Promise.all(
      [...new Set(states.map(({ definition_id }) => definition_id))].map(
        async (id) => [id, await readDefinitionOf(tx, workspace_id, id)] as const,
      ),
    ),
  )
  const endOf = (state: EndState | null): BridgeEnd | null =>
    state && {
      pipeline: keyOf(state.pipeline_id),
      stage: state.stage,
      stage_name:
        definitions.get(state.definition_id)?.stages.find(({ key }) => key === state.stage)?.name ?? state.stage,
      outcome: state.outcome,
      amount: state.amount_minor === null ? null : moneyOf(state.amount_minor, state.currency),
      close_date: state.close_date,
      category: state.category,
      owner: state.owner_id === null ? null : { id: state.owner_id, name: owners.get(state.owner_id) ?? '' },
    }
  return rows.map(({ deal_id, number, bucket, from, to, before, after, change }) => ({
    deal: { id: deal_id, key: `D-${number}`, name: (to ?? from)?.name ?? '' },
    bucket,
    from: endOf(from),
    to: endOf(to),
    before: moneyOf(before, currency),
    after: moneyOf(after, currency),
    change: moneyOf(change, currency),
  }))
}

const isTold = ({ from, to }: Crossing) => from.counts || to.counts

const shareOf = (crossing: Crossing, rules: BridgeRules): Share => ({
  bucket: bucketOf(crossing, rules),
  deals: 1,
  before: crossing.from.value,
  after: crossing.to.value,
})

type Asked = {
  span: Span
  rules: BridgeRules
  measure: BridgeQuery['measure']
  period: string | null
  /** By which the days of the period are counted at both ends. */
  calendar: FiscalCalendar
  currency: string
  keyOf(pipeline_id: string): string
}

const wireOf = ({ span: { from, to }, period, measure, currency }: Asked) => ({
  from,
  to,
  period,
  measure,
  amount_measure: 'total_contract_value' as const,
  currency,
})

/** What is asked, with everything that it names looked up; a moment later than now is now. */
async function readAsked(context: Context, request: BridgeQuery): Promise<Asked> {
  const { tx, workspace_id, now } = context
  const { measure } = request
  const to = request.to === undefined || request.to > now ? now : request.to
  const from = request.from ?? plusDays(to, -7)
  if (from > to) throw invalid('/from', 'after-the-end', `A bridge begins before it ends; it ends at ${to}.`)
  const settings = await settingsAt(tx, workspace_id, to)
  const time_zone = await readTimeZone(tx, workspace_id)
  const asked = request.period
  const day = Temporal.Instant.from(to).toZonedDateTimeISO(time_zone).toPlainDate().toString()
  const period =
    asked === undefined && measure === 'open'
      ? null
      : asked === undefined
        ? periodOf(day, 'quarter', settings)
        : unwrap(readPeriod(asked, settings))
  const named = request.pipeline?.split(',').map((name) => name.trim())
  const plans = await readPlans(tx, workspace_id, to, named)
  const chosen = await chosenPlans(context, plans, named)
  const days = period && { starts: period.starts, ends: period.ends }
  const ranks = ranksOf(plans)
  return {
    span: {
      from,
      to,
      pipeline_ids: chosen.map(({ id }) => id),
      owners: await ownersAsked(context, request, { from, to }),
      deal_ids: await dealsAsked(context, request.product),
      closing: measure === 'open' ? days : null,
      won: measure === 'expected' && period ? edgesIn(period, time_zone) : null,
    },
    rules: { from, closing: days, rankOf: (pipeline_id, stage) => ranks.get(pipeline_id)?.get(stage) },
    measure,
    period: period?.key ?? null,
    calendar: settings,
    currency: request.currency ?? settings.currency,
    keyOf: (id) => plans.find((plan) => plan.id === id)?.key ?? id,
  }
}

/** The pipelines that are named, each of which this reader may see the forecast of; or all of those. */
async function chosenPlans(
  context: Context,
  plans: readonly Plan[],
  names: readonly string[] | undefined,
): Promise<Plan[]> {
  const visible = plans.filter(({ id }) => holds(context.actor, 'see_forecast', { pipeline_id: id }))
  if (names === undefined) return visible
  const chosen = names.map((name) => {
    const plan = plans.find(({ id, key }) => [id, key].includes(name))
    if (!plan) throw invalid('/pipeline', 'unknown', `There is no pipeline ${name} in this workspace.`)
    return plan
  })
  for (const { id } of chosen) await permitOn(context, 'see_forecast', { pipeline_id: id })
  return chosen
}

/** Stages of every version of a pipeline, by the place of the one where their deals belong in the version of the end. */
export const ranksOf = (plans: readonly Plan[]) =>
  new Map(
    plans.map(({ id, stages, places }) => {
      const rank = new Map(stages.map(({ key }, i) => [key, i]))
      for (const [older, key] of Object.entries(places)) {
        const at = rank.get(key)
        if (at !== undefined && !rank.has(older)) rank.set(older, at)
      }
      return [id, rank] as const
    }),
  )

async function ownersAsked(
  { tx, workspace_id, actor }: Context,
  { owner, team }: BridgeQuery,
  { from, to }: { from: Instant; to: Instant },
): Promise<Span['owners']> {
  const person = owner === 'me' ? actor.id : owner
  if (person !== undefined && !(await store.readNames(tx, workspace_id, [person])).has(person))
    throw invalid('/owner', 'unknown', 'There is no such person in this workspace.')
  if (team === undefined) return person === undefined ? null : { from: [person], to: [person] }
  const membersAt = async (at: Instant) => {
    const found = (await readTeams(tx, workspace_id, at)).find(({ id }) => id === team)
    if (!found) throw invalid('/team', 'unknown', 'There is no such team in this workspace.')
    return found.members.map(({ id }) => id).filter((id) => person === undefined || id === person)
  }
  return { from: await membersAt(from), to: await membersAt(to) }
}

async function dealsAsked({ tx, workspace_id }: Context, product: string | undefined): Promise<string[] | null> {
  if (product === undefined) return null
  const deals = await store.readDealsWithProduct(tx, workspace_id, product)
  if (!deals) throw invalid('/product', 'unknown', `There is no product ${product} in this workspace.`)
  return deals
}

/** What is known at both moments: rates, and for an expected figure the forecasts; or why there is none. */
async function readGround(
  context: Context,
  { span, measure, period, calendar, currency }: Asked,
): Promise<{ ground: Ground; to_come: { from: bigint; to: bigint } | null } | { missing: string }> {
  const { tx, workspace_id } = context
  const { from, to, owners, closing, won, pipeline_ids, deal_ids } = span
  const worth = {
    from: worthOn(dayOf(from), await readRates(tx, workspace_id, from), currency),
    to: worthOn(dayOf(to), await readRates(tx, workspace_id, to), currency),
  }
  const side = (end: 'from' | 'to', expected: ReadonlyMap<string, bigint> | null) => ({
    worth: worth[end],
    owners: owners && new Set(owners[end]),
    expected,
  })
  const ground = { pipeline_ids: new Set(pipeline_ids), closing, won }
  if (measure === 'open' || period === null)
    return { ground: { ...ground, from: side('from', null), to: side('to', null) }, to_come: null }
  const start = await forecastOfDeals(context, { period, as_of: from, currency, calendar })
  await breathe()
  const end = await forecastOfDeals(context, { period, as_of: to, currency, calendar })
  if ('missing' in start) return { missing: `at the start, ${start.missing}` }
  if ('missing' in end) return { missing: `at the end, ${end.missing}` }
  // Deals yet to come are nobody's yet, and of no product.
  const whose = owners !== null || deal_ids !== null
  const restOf = ({ to_come }: typeof start) => pipeline_ids.reduce((sum, id) => sum + (to_come.get(id) ?? 0n), 0n)
  return {
    ground: { ...ground, from: side('from', start.deals), to: side('to', end.deals) },
    to_come: whose ? null : { from: restOf(start), to: restOf(end) },
  }
}
