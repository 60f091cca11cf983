import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { holds, seesWhole } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { edgesIn, type FiscalCalendar, type Period } from '../../values/fiscal-calendar.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { readAdjustments } from '../adjustments/index.ts'
import { ageingOf } from '../ageing/index.ts'
import { crossingOf, type Ground, ranksOf, worthOn } from '../bridges/index.ts'
import { betsAt, type DealBet, type Exchange, readHomes, readPlans, readTimeZone } from '../forecast/index.ts'
import { figuresOf, kindOf, readStanding, worthOf } from '../forecast-grid/index.ts'
import { type Between, bucketOf, readBetween } from '../history/index.ts'
import { readPeople, todayIn } from '../people/index.ts'
import { type Definition, readDefinitionOf, readPipeline } from '../pipelines/index.ts'
import { readRates } from '../rates/index.ts'
import { permitOn } from '../rights/index.ts'
import { belowIn, currentPeriod, dueIn } from '../submissions/index.ts'
import { readPlaces, readTeams } from '../teams/index.ts'
import type { Agenda, AgendaQuery } from './agenda.ts'
import { type AgendaFact, agendaOf } from './order.ts'
import { oneRoundAgo } from './since.ts'
import { calledOf, stateOf, type Telling, worthIn } from './state-of.ts'
import * as store from './store.ts'
import { whatHappened } from './what-happened.ts'

/** Whose deals of which pipeline are talked about. */
export type Scope = {
  pipeline: { id: string; key: string; name: string }
  definition: Definition
  person: { id: string; name: string } | null
  team: { id: string; name: string } | null
  /** The same in a word: the id of the person or the team, else `all`. */
  key: string
  whose: Whose
  time_zone: string
}

/** The pipeline and the people that are named, whose forecast this reader may see; all or, of everybody's, some of it. */
export async function readScope(
  context: Context,
  asked: Pick<AgendaQuery, 'pipeline' | 'person' | 'team'>,
): Promise<Scope> {
  const { tx, workspace_id, actor, now } = context
  const found = await readPipeline(tx, workspace_id, asked.pipeline)
  if (!found) throw invalid('/pipeline', 'unknown', `There is no pipeline ${asked.pipeline} in this workspace.`)
  if (asked.person !== undefined && asked.team !== undefined)
    throw invalid('/team', 'two-scopes', 'Name a person or a team, not both.')
  const person_id = asked.person === 'me' ? actor.id : asked.person
  const person =
    person_id === undefined ? null : (await readPeople(tx, workspace_id)).find(({ id }) => id === person_id)
  if (person === undefined) throw invalid('/person', 'unknown', 'There is no such person in this workspace.')
  const team =
    asked.team === undefined ? null : (await readTeams(tx, workspace_id, now)).find(({ id }) => id === asked.team)
  if (team === undefined) throw invalid('/team', 'unknown', 'There is no such team in this workspace.')
  const owner = person === null ? {} : { owner_id: person.id }
  await permitOn(context, 'see_forecast', { pipeline_id: found.id, ...owner })
  return {
    pipeline: { id: found.id, key: found.key, name: found.name },
    definition: await readDefinitionOf(tx, workspace_id, found.definition_id),
    person: person && { id: person.id, name: person.name },
    team: team && { id: team.id, name: team.name },
    key: person?.id ?? team?.id ?? 'all',
    whose: { person_id: person?.id ?? null, team_id: team?.id ?? null },
    time_zone: await readTimeZone(tx, workspace_id),
  }
}

/** Whose deals, by their ids: a person with those below, a team, or everybody's. */
export type Whose = { person_id: string | null; team_id: string | null }

/** Everybody whose deals a scope is about at a moment; null for everybody's and nobody's. */
async function ownersAt(
  { tx, workspace_id }: Context,
  { person_id, team_id }: Whose,
  at: Instant,
): Promise<string[] | null> {
  if (person_id !== null) return [person_id, ...belowIn(await readPlaces(tx, workspace_id, at), person_id).map(idOf)]
  if (team_id === null) return null
  const found = (await readTeams(tx, workspace_id, at)).find(({ id }) => id === team_id)
  return (found?.members ?? []).map(({ id }) => id)
}

const idOf = ({ person }: { person: { id: string } }) => person.id

/** Whether this reader sees every deal of a scope and all that people call there, so that no review of it hides a part. */
export async function seesAllOf(context: Context, pipeline_id: string, whose: Whose): Promise<boolean> {
  const { actor } = context
  if (actor.rights.pipelines.size === 0) return true
  const owners = (await ownersAt(context, whose, context.now)) ?? [null]
  return owners.every(
    (owner_id) =>
      holds(actor, 'see_forecast', { pipeline_id, owner_id }) &&
      (seesWhole(actor, pipeline_id) || holds(actor, 'see', { pipeline_id, owner_id })),
  )
}

/** A review is of all deals of its scope, so that whoever comes to it sees what the others see. */
export async function requireAllOf(context: Context, scope: Scope): Promise<void> {
  if (await seesAllOf(context, scope.pipeline.id, scope.whose)) return
  const { name } = scope.pipeline
  const detail = `You see some deals of ${name} only, and a review is of all deals of its scope: review your own (person=me), or ask somebody who sees the others to begin it.`
  throw new Problem('forbidden', detail, 'scope-too-wide', { pipeline: scope.pipeline })
}

export type Moments = { from: Instant; to: Instant; currency: string }
type Times = { period: Period; calendar: FiscalCalendar & { currency: string } }

/** The period that a pipeline forecasts in at a moment, and how its days are counted. */
export async function readTimes(
  { tx, workspace_id }: Context,
  { definition, time_zone }: Scope,
  at: Instant,
): Promise<Times> {
  const calendar = await settingsAt(tx, workspace_id, at)
  return { period: currentPeriod(definition, { now: at, time_zone, calendar }), calendar }
}

/** The calls of a scope at two moments: what deals of each category come to, and what people say. */
export async function readCalled(
  context: Context,
  scope: Scope,
  period: Pick<Period, 'key' | 'starts' | 'ends'>,
  { from, to, currency }: Moments,
): Promise<Pick<Agenda, 'called' | 'called_by' | 'due_at' | 'cadence' | 'unconverted'>> {
  const { tx, workspace_id, actor } = context
  const { pipeline, definition, time_zone } = scope
  const sideAt = async (as_of: Instant) => {
    const owners = await ownersAt(context, scope.whose, as_of)
    const exchange = await exchangeAt(context, as_of, currency)
    const edges = edgesIn(period, time_zone)
    const standing = await readStanding(tx, workspace_id, { as_of, pipeline_ids: [pipeline.id], edges })
    const deals = standing
      .filter(({ owner_id }) => owners === null || (owner_id !== null && owners.includes(owner_id)))
      .filter(({ deal_id: id, owner_id }) => holds(actor, 'see_forecast', { pipeline_id: pipeline.id, id, owner_id }))
      .map((deal) => worthOf(deal, exchange))
    return { owners, deals, figures: figuresOf(deals, period) }
  }
  const then = await sideAt(from)
  const now = await sideAt(to)
  const calendar = await settingsAt(tx, workspace_id, to)
  const whole = { ...period, kind: kindOf(definition.forecast) }
  const round = await dueIn(tx, workspace_id, { ...pipeline, definition }, whole, { now: to, time_zone, calendar })
  const about = { pipeline_id: pipeline.id, period: period.key }
  const said = (await readAdjustments(tx, workspace_id, about, to)).filter(({ created_at }) => created_at > from)
  const isShown = ({ id }: { id: string }) =>
    (now.owners === null || now.owners.includes(id)) &&
    holds(actor, 'see_forecast', { pipeline_id: pipeline.id, owner_id: id })
  const people = new Map(round.people.map(({ person, last, submission }) => [person.id, { person, last, submission }]))
  for (const { person } of said) people.getOrInsertComputed(person.id, () => ({ person, last: null, submission: null }))
  return {
    ...calledOf(then, now, currency),
    called_by: [...people.values()]
      .filter(({ person }) => isShown(person))
      .map(({ person, last, submission }) => ({
        person,
        last,
        now: submission,
        adjustments: said.filter((one) => one.person.id === person.id),
      })),
    due_at: round.due_at,
    cadence: definition.forecast.submissions?.cadence ?? null,
  }
}

/** As many deals as one agenda holds; of more nobody would come to the end. */
export const mostOnAgenda = 1000

type Before = { since: Instant | undefined; ended_at: Instant | undefined; left_over: ReadonlySet<string> }

/** The agenda of a scope as of now, and of each of its deals both chances. Everything is read once, whatever its length. */
export async function readAgenda(
  context: Context,
  scope: Scope,
  { since: asked, ended_at, left_over }: Before,
  given: string | undefined,
): Promise<Omit<Agenda, 'last_review' | 'under_way'>> {
  const { now } = context
  const { pipeline, definition, person, team, time_zone } = scope
  if (asked !== undefined && asked >= now)
    throw invalid('/since', 'not-past', 'Deals are compared with a moment that is past; give an earlier one.')
  const { period, calendar } = await readTimes(context, scope, now)
  const currency = given ?? calendar.currency
  const since = asked ?? ended_at ?? oneRoundAgo(now, time_zone, definition.forecast.submissions?.cadence)
  const moments = { from: since, to: now, currency }
  const bets = await readBets(context, scope, { period, calendar }, moments)
  const { facts, between, standings } = await readFacts(context, scope, { period, moments, left_over, bets })
  await breathe()
  const drawn = agendaOf(facts, { today: todayIn(time_zone, now), most: mostOnAgenda })
  const states = new Map(between.map((one) => [one.deal_id, one]))
  const tell = await tellingOf(context, [...states.values()], moments, bets)
  return {
    pipeline,
    person,
    team,
    period: period.key,
    starts: period.starts,
    ends: period.ends,
    currency,
    since,
    since_from: asked !== undefined ? 'asked' : ended_at !== undefined ? 'last_review' : 'cadence',
    as_of: now,
    ...(await readCalled(context, scope, period, moments)),
    deals: drawn.deals.map(({ deal_id, person, reasons }, i) => {
      const { number = 0n, from = null, to = null } = states.get(deal_id) ?? {}
      return {
        position: i + 1,
        deal: { id: deal_id, key: `D-${number}`, name: (to ?? from)?.name ?? '' },
        person,
        reasons,
        from: stateOf(deal_id, from, tell.from),
        to: stateOf(deal_id, to, tell.to),
        next_step: standings.get(deal_id)?.next_step ?? null,
      }
    }),
    quiet: drawn.quiet,
    left_out: drawn.left_out,
    note: bets.note,
  }
}

type Bets = { from: ReadonlyMap<string, DealBet>; to: ReadonlyMap<string, DealBet>; note: string | null }

/** What the forecast of the period bet on each deal, then and now; without enough history on none. */
async function readBets(
  context: Context,
  { pipeline }: Scope,
  { period, calendar }: Times,
  { from, to, currency }: Moments,
): Promise<Bets> {
  const at = (as_of: Instant) =>
    betsAt(context, { period: period.key, as_of, currency, pipeline: pipeline.id, calendar })
  const then = await at(from)
  await breathe()
  const now = await at(to)
  await breathe()
  return {
    from: 'missing' in then ? new Map() : then.bets,
    to: 'missing' in now ? new Map() : now.bets,
    note: 'missing' in now ? now.missing : 'missing' in then ? `at the start, ${then.missing}` : null,
  }
}

type Asked = { period: Period; moments: Moments; left_over: ReadonlySet<string>; bets: Bets }

/** All that an agenda is drawn up from, deal by deal; and the deals at both moments. */
async function readFacts(context: Context, scope: Scope, { period, moments, left_over, bets }: Asked) {
  const { tx, workspace_id, now, actor } = context
  const { from, to, currency } = moments
  const owners = {
    from: await ownersAt(context, scope.whose, from),
    to: await ownersAt(context, scope.whose, to),
  }
  const both = owners.from && owners.to && { from: owners.from, to: owners.to }
  const pipeline_ids = [scope.pipeline.id]
  // Whatever was won in between is told of, in whichever period; the end is beyond every moment.
  const won = { from, until: '9999-12-31T00:00:00.000Z' }
  const closing = null
  const span = { from, to, pipeline_ids, owners: both, deal_ids: null, closing, won }
  const all = await readBetween(tx, workspace_id, span, { touched: false })
  const isShown = ({ deal_id: id, from, to }: Between) => {
    const { pipeline_id, owner_id } = to ?? from ?? { pipeline_id: scope.pipeline.id, owner_id: null }
    return holds(actor, 'see_forecast', { pipeline_id, id, owner_id })
  }
  const shown = all.filter(isShown)
  const exchanges = {
    from: await exchangeAt(context, from, currency),
    to: await exchangeAt(context, to, currency),
  }
  const sideOf = (end: 'from' | 'to') => ({
    worth: worthOn(exchanges[end].day, exchanges[end].rates, currency),
    owners: owners[end] && new Set(owners[end]),
    expected: null,
  })
  const ground: Ground = { pipeline_ids: new Set(pipeline_ids), from: sideOf('from'), to: sideOf('to'), closing, won }
  const ranks = ranksOf((await readPlans(tx, workspace_id, now)).filter(({ id }) => pipeline_ids.includes(id)))
  const rules = { from, closing: period, rankOf: (id: string, stage: string) => ranks.get(id)?.get(stage) }
  const standings = await store.readStandings(tx, workspace_id, scope.pipeline.id, todayIn(scope.time_zone, now))
  const names = await namesOf(context, shown)
  const definitions = await definitionsOf(context, shown)
  await breathe()
  const none = { start: () => undefined, end: () => undefined }
  const facts: AgendaFact[] = []
  const between: Between[] = []
  for (const deal of shown) {
    const crossing = crossingOf(deal, ground, none)
    if (!crossing.from.counts && !crossing.to.counts) continue
    between.push(deal)
    const { deal_id, number } = deal
    const open = crossing.to.counts && deal.to?.outcome === null
    const owner_id = (crossing.to.inside ? deal.to : (deal.from ?? deal.to))?.owner_id ?? null
    const standing = standings.get(deal_id)
    const stage = definitions.get(deal.to?.definition_id ?? '')?.stages.find(({ key }) => key === deal.to?.stage)
    const ageing = standing ? ageingOf({ outcome: null, ...standing }, stage, now) : null
    const bet = bets.to.get(deal_id)
    const worth = [
      deal.from && worthIn(deal_id, deal.from, exchanges.from),
      deal.to && worthIn(deal_id, deal.to, exchanges.to),
    ]
    facts.push({
      deal_id,
      number,
      person: owner_id === null ? null : { id: owner_id, name: names.get(owner_id) ?? '' },
      open,
      happened: whatHappened(bucketOf(crossing, rules), crossing),
      left_over: left_over.has(deal_id),
      close_date: deal.to?.close_date ?? null,
      stuck_days: ageing?.state === 'stuck' ? Math.floor(ageing.days) : null,
      overdue_since: standing?.overdue_since ?? null,
      variance: bet ? bet.chance * (1 - bet.chance) * bet.worth ** 2 : 0,
      worth: worth.reduce<bigint>((most, one) => (one !== null && one > most ? one : most), 0n),
    })
  }
  return { facts, between, standings }
}

type States = readonly Pick<Between, 'from' | 'to'>[]

const statesOf = (deals: States) => deals.flatMap(({ from, to }) => [from, to]).filter((state) => state !== null)

const namesOf = ({ tx, workspace_id }: Context, deals: States) =>
  store.readNames(tx, workspace_id, [...new Set(statesOf(deals).map(({ owner_id }) => owner_id ?? ''))])

async function definitionsOf({ tx, workspace_id }: Context, deals: States): Promise<Map<string, Definition>> {
  const definitions = new Map<string, Definition>()
  for (const { definition_id: id } of statesOf(deals))
    if (!definitions.has(id)) definitions.set(id, await readDefinitionOf(tx, workspace_id, id))
  return definitions
}

type Ends<T> = { from: T; to: T }

/** What is needed to tell of these deals, at both moments. */
async function tellingOf(
  context: Context,
  deals: States,
  { from, to, currency }: Moments,
  bets: Ends<ReadonlyMap<string, Pick<DealBet, 'chance'>>>,
): Promise<Ends<Telling>> {
  const [names, definitions] = [await namesOf(context, deals), await definitionsOf(context, deals)]
  const chancesOf = (side: ReadonlyMap<string, Pick<DealBet, 'chance'>>) =>
    new Map([...side].map(([id, { chance }]) => [id, chance]))
  const same = { names, definitions }
  return {
    from: { ...same, exchange: await exchangeAt(context, from, currency), chances: chancesOf(bets.from) },
    to: { ...same, exchange: await exchangeAt(context, to, currency), chances: chancesOf(bets.to) },
  }
}

export type Kept = { deal_id: string; chance_from: number | null; chance_to: number | null }
export type Told = Pick<Agenda['deals'][number], 'from' | 'to' | 'next_step'> & { name: string }

/** Deals of an agenda that was drawn up earlier, at its two moments; chances are those of its day. */
export async function readTold(context: Context, kept: readonly Kept[], moments: Moments): Promise<Map<string, Told>> {
  const { tx, workspace_id } = context
  const ids = kept.map(({ deal_id }) => deal_id)
  const states = await store.readStates(tx, workspace_id, ids, moments)
  const sides = { from: new Map<string, { chance: number }>(), to: new Map<string, { chance: number }>() }
  for (const { deal_id, chance_from, chance_to } of kept) {
    if (chance_from !== null) sides.from.set(deal_id, { chance: chance_from })
    if (chance_to !== null) sides.to.set(deal_id, { chance: chance_to })
  }
  const tell = await tellingOf(context, [...states.values()], moments, sides)
  return new Map(
    [...states].map(([deal_id, { from, to, next_step }]) => {
      const told = { from: stateOf(deal_id, from, tell.from), to: stateOf(deal_id, to, tell.to) }
      return [deal_id, { ...told, next_step, name: (to ?? from)?.name ?? '' }]
    }),
  )
}

async function exchangeAt({ tx, workspace_id }: Context, as_of: Instant, currency: string): Promise<Exchange> {
  const rates = await readRates(tx, workspace_id, as_of)
  return { currency, day: dayOf(as_of), rates, homes: await readHomes(tx, workspace_id) }
}
