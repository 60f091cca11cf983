import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { edgesIn, type Period, periodOf, readPeriod } from '../../values/fiscal-calendar.ts'
import { cutOn } from '../../values/fiscal-year.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { minorOf, moneyOf } from '../../values/money.ts'
import { pageOf } from '../../values/page.ts'
import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { addAdjustment, readAdjustments, refusePast } from '../adjustments/index.ts'
import { readTimeZone, worthToday } from '../forecast/index.ts'
import { type GridRow, kindOf, readGrid } from '../forecast-grid/index.ts'
import { type Definition, readDefinitionOf, readPipeline, readPipelines } from '../pipelines/index.ts'
import { readRates } from '../rates/index.ts'
import { permitOn } from '../rights/index.ts'
import { readPlaces } from '../teams/index.ts'
import { callsOf, computedFrom, decideCalled } from './compose.ts'
import { roundOf } from './deadlines.ts'
import { differenceSince } from './differ.ts'
import { expectedOf } from './people-below.ts'
import * as store from './store.ts'
import {
  DueQuery,
  DueRound,
  NewSubmission,
  Submission,
  SubmissionDetail,
  SubmissionPage,
  SubmissionQuery,
} from './submission.ts'

export const listSubmissions = operation({
  name: 'submissions.list',
  http: 'GET /submissions',
  access: 'forecast:read',
  effect: 'read',
  summary: 'Forecasts as they were submitted, the newest first',
  input: SubmissionQuery,
  output: SubmissionPage,
  async run(context, { pipeline: named, limit, cursor, ...filter }) {
    const { tx, workspace_id, now, actor } = context
    const pipeline = named === undefined ? undefined : await pipelineNamed(context, named)
    const authors = await store.readAuthors(tx, workspace_id)
    const hidden = authors
      .filter(({ pipeline_id, person_id }) => !holds(actor, 'see_forecast', { pipeline_id, owner_id: person_id }))
      .map(({ pipeline_id, person_id }) => `${pipeline_id} ${person_id}`)
    const wanted = { ...filter, pipeline_id: pipeline?.id, limit, cursor, hidden }
    const rows = await store.readSubmissions(tx, workspace_id, wanted, now)
    return pageOf(rows, limit, ({ submitted_at, id }) => [submitted_at, id])
  },
})

export const getSubmission = operation({
  name: 'submissions.get',
  http: 'GET /submissions/{submission_id}',
  access: 'forecast:read',
  effect: 'read',
  summary: 'One submission with all that it was computed from, and what differs from the last one and from the model',
  input: z.strictObject({ submission_id: Id('sub') }),
  output: SubmissionDetail,
  run: (context, { submission_id }) => detailOf(context, submission_id),
})

async function detailOf(context: Context, id: string): Promise<z.input<typeof SubmissionDetail>> {
  const { tx, workspace_id, now, actor } = context
  const kept = await store.readSubmission(tx, workspace_id, id, now)
  if (!kept) throw notFound('submission')
  const { pipeline, person, called, computed_from } = kept
  if (!holds(actor, 'see_forecast', { pipeline_id: pipeline.id, owner_id: person.id })) throw notFound('submission')
  const last = await store.readLastBefore(tx, workspace_id, kept, now)
  const { likely } = computed_from.model
  return {
    ...kept,
    since_last: last ? differenceSince(last, kept) : null,
    against_model: likely && moneyOf(minorOf(called.commit) - minorOf(likely), kept.currency),
  }
}

export const createSubmission = operation({
  name: 'submissions.create',
  http: 'POST /submissions',
  access: 'forecast:submit',
  effect: 'write',
  cost: 5,
  mcp: { tool: 'submit_forecast', hint: 'What is called otherwise than the deals say needs a note that says why' },
  summary: 'Submit your forecast for a period and pipeline: what you and those who report to you call, and why',
  input: NewSubmission,
  output: SubmissionDetail,
  async run(context, given) {
    const { tx, workspace_id, now, newId, actor, record } = context
    const pipeline = await pipelineNamed(context, given.pipeline)
    await permitOn(context, 'see_forecast', { pipeline_id: pipeline.id, owner_id: actor.id })
    const definition = await readDefinitionOf(tx, workspace_id, pipeline.definition_id)
    const settings = await settingsAt(tx, workspace_id, now)
    const time_zone = await readTimeZone(tx, workspace_id)
    const clock = { now, time_zone, calendar: settings }
    const period =
      given.period === undefined ? currentPeriod(definition, clock) : unwrap(readPeriod(given.period, settings))
    await refusePast(context, period.key)
    const { due_at } = roundOf(definition.forecast.submissions, period, clock)
    refuseLate(given.due_at, due_at)

    const asked = { period: period.key, pipeline: pipeline.id, rows: 'hierarchy' as const, said_by: actor.id }
    const first = rowFor((await readGrid(context, asked)).grid.rows, actor.id)
    const { currency } = first.closed.amount
    const rates = await readRates(tx, workspace_id, now)
    const exchange = { currency, day: dayOf(now), rates }
    const own = unwrap(decideCalled(first, given, (money) => worthToday(money, exchange)))
    for (const { category, amount } of own)
      await addAdjustment(context, {
        pipeline: pipeline.id,
        period: period.key,
        person_id: actor.id,
        category,
        amount,
        reason: given.note ?? '',
      })
    const { grid, deals } = await readGrid(context, asked)
    const row = rowFor(grid.rows, actor.id)
    const cells = callsOf(row)
    const adjustments = await readAdjustments(tx, workspace_id, { pipeline_id: pipeline.id, period: period.key }, now)
    const kept: store.Kept = {
      id: newId('sub'),
      pipeline: { id: pipeline.id, key: pipeline.key, name: pipeline.name },
      person: { id: actor.id, name: actor.name },
      period: period.key,
      starts: period.starts,
      ends: period.ends,
      currency,
      called: {
        commit: cells.commit.cumulative,
        best_case: cells.best_case.cumulative,
        pipeline: cells.pipeline.cumulative,
      },
      note: given.note ?? null,
      due_at,
      submitted_at: now,
      locked: false,
      computed_from: computedFrom(row, actor.id, {
        time_zone,
        cut: cutOn(period.starts, settings),
        definition,
        definition_version: pipeline.version,
        places: await readPlaces(tx, workspace_id, now),
        adjustments,
        deals: deals.get(row.key) ?? [],
        currency,
      }),
    }
    await store.insertSubmission(tx, workspace_id, kept, pipeline.definition_id)
    const { computed_from: _, ...said } = kept
    record({ type: 'submission.made', subject: kept.id, version: 1, data: { after: said } })
    return detailOf(context, kept.id)
  },
})

/** A page that was left open shows a deadline that is over: what it sends was meant for that. */
function refuseLate(shown: Instant | undefined, due_at: Instant | null): void {
  if (shown === undefined || shown === due_at) return
  const next = due_at === null ? 'There is no deadline now' : `The next one is ${due_at}`
  throw new Problem(
    'conflict',
    `What was submitted until ${shown} is locked. ${next}; look at your forecast again.`,
    'submission-locked',
    {
      due_at,
    },
  )
}

/** Somebody without a deal, a quota or anybody below calls nothing, and that may be said as well. */
function rowFor(rows: readonly GridRow[], person_id: string): GridRow {
  const found = rows.find(({ key }) => key === `person ${person_id}`)
  if (found) return found
  const detail = 'You own no deal here, have no quota, and nobody who does reports to you: there is nothing to submit.'
  throw new Problem('refused', detail, 'nothing-to-submit')
}

export const listDue = operation({
  name: 'submissions.due',
  http: 'GET /submissions/due',
  access: 'forecast:read',
  effect: 'read',
  summary: 'Until when forecasts are to be submitted, who has done so in this round and who has not',
  input: DueQuery,
  output: z.object({ as_of: z.string(), data: z.array(DueRound) }),
  async run(context, { pipeline: named, period: key, as_of: asked }) {
    const { tx, workspace_id, now, actor } = context
    const as_of = asked === undefined || asked > now ? now : asked
    const only = named === undefined ? undefined : await pipelineNamed(context, named)
    if (only) await permitOn(context, 'see_forecast', { pipeline_id: only.id })
    const settings = await settingsAt(tx, workspace_id, as_of)
    const time_zone = await readTimeZone(tx, workspace_id)
    const period = key === undefined ? undefined : unwrap(readPeriod(key, settings))
    const pipelines = only ? [only] : await readPipelines(tx, workspace_id)
    const shown = pipelines.filter(
      ({ id, lifecycle }) => (only || lifecycle === 'active') && holds(actor, 'see_forecast', { pipeline_id: id }),
    )
    const clock = { now: as_of, time_zone, calendar: settings }
    const rounds = []
    for (const pipeline of shown) {
      const definition = await readDefinitionOf(tx, workspace_id, pipeline.definition_id)
      const round = await dueIn(tx, workspace_id, { ...pipeline, definition }, period, clock)
      const isShown = ({ person }: DueRound['people'][number]) =>
        holds(actor, 'see_forecast', { pipeline_id: pipeline.id, owner_id: person.id })
      rounds.push({ ...round, people: round.people.filter(isShown) })
    }
    return { as_of, data: rounds }
  },
})

type Clock = Parameters<typeof roundOf>[2]

/** The period that a pipeline forecasts in now. */
export const currentPeriod = ({ forecast }: Definition, { time_zone, now, calendar }: Clock): Period =>
  periodOf(dayIn(time_zone, now), kindOf(forecast), calendar)

/** The round of the period that a pipeline forecasts in now. */
export const currentRound = (definition: Definition, clock: Clock) =>
  roundOf(definition.forecast.submissions, currentPeriod(definition, clock), clock)

type Called = { id: string; key: string; name: string; definition: Definition }

/** The round that is under way in a pipeline, for the period that it forecasts in or the one that is named. */
export async function dueIn(
  tx: Context['tx'],
  workspace_id: string,
  { id, key, name, definition }: Called,
  named: Period | undefined,
  clock: Clock,
): Promise<DueRound> {
  const period = named ?? currentPeriod(definition, clock)
  const round = roundOf(definition.forecast.submissions, period, clock)
  const over = edgesIn(period, clock.time_zone).until <= clock.now
  const places = await readPlaces(tx, workspace_id, clock.now)
  const people = expectedOf(places, over ? [] : await store.readOwners(tx, workspace_id, id))
  const of = { pipeline_id: id, period: period.key }
  const { now } = clock
  const here = await store.readNewest(tx, workspace_id, { ...of, after: round.opens_at, until: now }, now)
  const before = round.opens_at
  const last =
    before === null
      ? new Map<string, Submission>()
      : await store.readNewest(tx, workspace_id, { ...of, after: null, until: before }, now)
  const submitted = places.filter(
    ({ person }) => here.has(person.id) && !people.some((one) => one.person.id === person.id),
  )
  return {
    pipeline: { id, key, name },
    period: period.key,
    ...round,
    people: [...people, ...submitted].map(({ person, manager_id }) => ({
      person,
      manager_id,
      submission: here.get(person.id) ?? null,
      last: last.get(person.id) ?? null,
    })),
  }
}

async function pipelineNamed({ tx, workspace_id }: Context, named: string) {
  const pipeline = await readPipeline(tx, workspace_id, named)
  if (!pipeline) throw invalid('/pipeline', 'unknown', `There is no pipeline ${named} in this workspace.`)
  return pipeline
}

const dayIn = (time_zone: string, moment: Instant): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(time_zone).toPlainDate().toString()
