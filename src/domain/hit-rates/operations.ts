import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { holds, seesWhole } from '../../platform/rights.ts'
import { type Settings, settingsAt } from '../../platform/settings.ts'
import { edgesIn, type Period, periodOf, previousPeriod, readPeriod } from '../../values/fiscal-calendar.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import { minorOf } from '../../values/money.ts'
import { type Adjustment, levelAbove, readAdjustments } from '../adjustments/index.ts'
import { type Exchange, readTimeZone, worthToday } from '../forecast/index.ts'
import { readPeople } from '../people/index.ts'
import { readPipelines } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { readPlaces, readTeams } from '../teams/index.ts'
import { byPerson, byPipeline, byTeam, type Call, countCalls, dealsNeeded, weeksBefore } from './count-calls.ts'
import { addedUp, exchangeAt } from './happened.ts'
import { HitRates, HitRatesQuery, NewPeopleLook, PeopleLook, type SubmissionRecord } from './hit-rates.ts'
import { type Judged, judgeAdjustments, lastWords } from './judge-adjustments.ts'
import { callsNeeded, meant } from './judge-rate.ts'
import { judgeSubmissions, periodsNeeded } from './judge-submissions.ts'
import * as store from './store.ts'
import { readSubmitted } from './submitted.ts'

export const getHitRates = operation({
  name: 'hit_rates.get',
  http: 'GET /hit-rates',
  access: 'forecast:read',
  effect: 'read',
  cost: 5,
  mcp: {
    tool: 'get_hit_rates',
    hint: 'a verdict other than cannot_tell rests on the whole interval; meant says what each category is taken to promise',
  },
  summary: 'Of the deals called commit, best case or pipeline for periods that are over, how many were won in them',
  input: HitRatesQuery,
  output: HitRates,
  async run(context, request) {
    const asked = await readAsked(context, request)
    const { tx, workspace_id } = context
    const { as_of, settings } = asked
    const { calls, late } = await readAllCalls(context, asked)
    const teams = request.by === 'team' ? await readTeams(tx, workspace_id, as_of) : []
    const { groups, withheld } = byTeam(teams, calls, { about_people: settings.figures_about_people })
    const exchange = await exchangeAt(context, { at: as_of, currency: settings.currency })
    const judged = await readJudged(context, asked, exchange)
    const authors = new Set(judged.map(({ author_id }) => author_id)).size
    // What one person alone adjusted is a figure about that person.
    const told = settings.figures_about_people || authors > 1
    const submitted = await readSubmissionRecords(context, asked)
    return {
      ...toldOf(asked),
      currency: settings.currency,
      groups: [
        countCalls({ kind: 'total', key: 'total', name: 'In all' }, calls),
        ...(request.by === 'team' ? groups : byPipeline(asked.pipelines, calls)),
      ],
      adjustments: judgeAdjustments(told ? judged : [], settings.currency),
      submissions: submitted.records,
      periods_needed: periodsNeeded,
      notes: [
        ...callNotes(calls, late, asked),
        ...(withheld > 0 ? [`left out: teams in which one person alone called anything (${withheld})`] : []),
        ...(told || judged.length === 0 ? [] : ['adjustments are left out: one person alone made them']),
        ...(submitted.withheld > 0
          ? [`left out: pipelines in which one person alone submitted anything (${submitted.withheld})`]
          : []),
        ...(asked.narrow ? ['only deals that you may see the forecast of are counted'] : []),
      ],
    }
  },
})

export const lookAtPeople = operation({
  name: 'hit_rates.look',
  http: 'POST /hit-rates/looks',
  access: 'forecast:read',
  effect: 'write',
  cost: 5,
  summary:
    'The same person by person, teams first, where the owner allows figures about people; who looked is recorded',
  input: NewPeopleLook,
  output: PeopleLook,
  async run(context, request) {
    const { tx, workspace_id, actor, record } = context
    const asked = await readAsked(context, request)
    if (!asked.settings.figures_about_people)
      throw new Problem(
        'refused',
        'Figures about people are off. An owner turns them on under Settings, Workspace; until then there are those of pipelines and teams.',
        'people-figures-off',
      )
    const { calls, late } = await readAllCalls(context, asked)
    const teams = byTeam(await readTeams(tx, workspace_id, asked.as_of), calls, { about_people: true }).groups
    const places = await readPlaces(tx, workspace_id, asked.as_of)
    const leads = actor.role === 'owner' || actor.role === 'executive'
    const people = (await readPeople(tx, workspace_id)).filter(
      ({ id }) => leads || levelAbove(places, id, actor.id) !== null,
    )
    const { groups, too_few } = byPerson(people, calls)
    const { kind, periods } = toldOf(asked)
    const looked = {
      kind,
      periods,
      pipelines: asked.pipelines.map(({ key }) => key),
      people: groups.map(({ key }) => key),
    }
    record({ type: 'person.hit_rates_looked_at', subject: actor.id, version: 1, data: { after: looked } })
    return {
      ...toldOf(asked),
      teams,
      groups,
      deals_needed: dealsNeeded,
      notes: [
        ...callNotes(calls, late, asked),
        ...(leads ? [] : ['you see yourself and those who report to you']),
        ...(too_few > 0 ? [`left out: people who called fewer than ${dealsNeeded} deals (${too_few})`] : []),
      ],
    }
  },
})

const callNotes = (calls: readonly Call[], late: number, { kind }: Asked): string[] => [
  ...(calls.length > 0 ? [] : [`nothing was called for a ${kind} that is over`]),
  ...(late > 0
    ? [`left out: deals whose past was brought in later, so that nobody knows what they were called then (${late})`]
    : []),
]

type Asked = {
  as_of: Instant
  kind: HitRatesQuery['kind']
  settings: Settings
  time_zone: string
  pipelines: { id: string; key: string; name: string }[]
  periods: Period[]
  /** Of some pipeline this reader sees some of the deals alone. */
  narrow: boolean
}

const toldOf = ({ as_of, kind, periods }: Asked) => ({
  as_of,
  kind,
  periods: periods.map(({ key }) => key),
  weeks_before: [...weeksBefore],
  meant: [...meant],
  calls_needed: callsNeeded,
})

async function readAsked(
  context: Context,
  request: Pick<HitRatesQuery, 'kind' | 'periods' | 'pipeline' | 'as_of'>,
): Promise<Asked> {
  const { tx, workspace_id, now, actor } = context
  const as_of = request.as_of === undefined || request.as_of > now ? now : request.as_of
  const settings = await settingsAt(tx, workspace_id, as_of)
  const time_zone = await readTimeZone(tx, workspace_id)
  const all = await readPipelines(tx, workspace_id)
  const named = request.pipeline
  const only = named === undefined ? undefined : all.find(({ id, key }) => [id, key].includes(named))
  if (named !== undefined && !only)
    throw invalid('/pipeline', 'unknown', `There is no pipeline ${named} in this workspace.`)
  if (only) await permitOn(context, 'see_forecast', { pipeline_id: only.id })
  const pipelines = (only ? [only] : all)
    .filter(({ id, lifecycle }) => (only || lifecycle !== 'draft') && holds(actor, 'see_forecast', { pipeline_id: id }))
    .map(({ id, key, name }) => ({ id, key, name }))
  const today = Temporal.Instant.from(as_of).toZonedDateTimeISO(time_zone).toPlainDate().toString()
  const periods: Period[] = []
  for (let at = periodOf(today, request.kind, settings); periods.length < request.periods; ) {
    at = previousPeriod(at, settings)
    periods.unshift(at)
  }
  const narrow = pipelines.some(({ id }) => !isWhole(context, id))
  return { as_of, kind: request.kind, settings, time_zone, pipelines, periods, narrow }
}

/** Whether this reader sees the forecast of everybody's deals in a pipeline. */
const isWhole = ({ actor }: Context, pipeline_id: string): boolean =>
  seesWhole(actor, pipeline_id) && holds(actor, 'see_forecast', { pipeline_id, owner_id: null })

/** What was called, and how many deals are left out as their past was brought in later. */
async function readAllCalls(
  { tx, workspace_id, actor }: Context,
  { as_of, periods, pipelines, time_zone }: Asked,
): Promise<{ calls: Call[]; late: number }> {
  const calls: Call[] = []
  const late = new Set<string>()
  for (const period of periods) {
    const edges = edgesIn(period, time_zone)
    const moments = weeksBefore.map((weeks_before) => ({ weeks_before, at: plusDays(edges.until, -7 * weeks_before) }))
    const pipeline_ids = pipelines.map(({ id }) => id)
    for (const call of await store.readCalls(tx, workspace_id, { as_of, pipeline_ids, period, edges, moments })) {
      const { pipeline_id, deal_id, owner_id } = call
      if (!holds(actor, 'see_forecast', { pipeline_id, id: deal_id, owner_id })) continue
      if (call.recorded) calls.push(call)
      if (!call.recorded) late.add(deal_id)
    }
    await breathe()
  }
  return { calls, late: late.size }
}

/** Most entries that are judged; the newest. */
const mostJudged = 100

/**
 * What was said about periods that are over, beside what the deals or those below had said at that moment and what was won:
 * by the person it is about and everybody who reported to them then. Of pipelines alone whose every deal this reader sees.
 */
async function readJudged(context: Context, asked: Asked, after: Exchange): Promise<Judged[]> {
  const { tx, workspace_id } = context
  const { as_of, settings, time_zone } = asked
  const whole = new Set(asked.pipelines.filter(({ id }) => isWhole(context, id)).map(({ id }) => id))
  const entries = await readAdjustments(tx, workspace_id, {}, as_of)
  const words = lastWords(entries.filter(({ pipeline }) => whole.has(pipeline.id)))
    .map((word) => ({ ...word, period: readPeriod(word.entry.period, settings) }))
    .toSorted((a, b) => (a.entry.created_at < b.entry.created_at ? 1 : -1))
  const judged: Judged[] = []
  for (const { entry, before, period: read } of words) {
    if (judged.length === mostJudged) break
    if (!read.ok) continue
    const period = read.value
    const edges = edgesIn(period, time_zone)
    if (edges.until > as_of) continue
    const at = entry.created_at
    const then = await exchangeAt(context, { at, currency: settings.currency })
    const scope = { pipeline_id: entry.pipeline.id, owner_ids: await readLine(context, entry), period, edges }
    const dealsSaid = await store.readFirm(tx, workspace_id, { ...scope, at }, { committed: true })
    const won = await store.readFirm(tx, workspace_id, { ...scope, at: as_of }, { committed: false })
    const adjusted = entry.amount && worthToday(entry.amount, then)
    const replaced = before?.amount ? worthToday(before.amount, then) : null
    // Without a rate there is nothing to measure by.
    if (!adjusted || (before && !replaced)) continue
    judged.push({
      level: entry.level,
      author_id: entry.by.id,
      adjusted: minorOf(adjusted),
      before: replaced ? minorOf(replaced) : addedUp(dealsSaid, then),
      happened: addedUp(won, after),
    })
    await breathe()
  }
  return judged
}

/** The person that an entry is about, with everybody who reported to them when it was made. */
async function readLine({ tx, workspace_id }: Context, { person, created_at }: Adjustment): Promise<string[]> {
  const places = await readPlaces(tx, workspace_id, created_at)
  return places.filter((one) => levelAbove(places, one.person.id, person.id) !== null).map((one) => one.person.id)
}

/**
 * How what was submitted compares with what was won: in all, then pipeline by pipeline. What one person alone submitted in
 * a pipeline is a figure about that person, and left out unless such may be shown.
 */
async function readSubmissionRecords(
  context: Context,
  { as_of, settings, time_zone, pipelines, periods }: Asked,
): Promise<{ records: SubmissionRecord[]; withheld: number }> {
  const pipeline_ids = pipelines.filter(({ id }) => isWhole(context, id)).map(({ id }) => id)
  const asked = { pipeline_ids, as_of, settings, time_zone, periods: periods.length }
  const { judged, authors } = await readSubmitted(context, asked)
  const isTold = (id: string) => settings.figures_about_people || (authors.get(id)?.size ?? 0) !== 1
  const told = judged.filter(({ pipeline_id }) => isTold(pipeline_id))
  const recordOf = (named: { key: string; name: string }, all: typeof judged) =>
    judgeSubmissions(named, all, settings.currency)
  return {
    records: [
      recordOf({ key: 'total', name: 'In all' }, told),
      ...pipelines.map(({ id, key, name }) =>
        recordOf(
          { key, name },
          told.filter(({ pipeline_id }) => pipeline_id === id),
        ),
      ),
    ],
    withheld: pipeline_ids.filter((id) => !isTold(id)).length,
  }
}
