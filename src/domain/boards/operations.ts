import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { dayOf, DaySchema, ViewpointSchema } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { Id } from '../../values/id.ts'
import { pageOf, pageQuery } from '../../values/page.ts'
import { ageingOf } from '../ageing/index.ts'
import {
  type Definition,
  type Phase,
  phases,
  readDefinitionOf,
  readPipeline,
  readPipelines,
  readVersions,
  type Stage,
  stagesEver,
} from '../pipelines/index.ts'
import { readSuspected, type Suspected, type SuspectedRow } from '../overlaps/index.ts'
import { readDayRates } from '../rates/index.ts'
import { readStatistics, type StageStatistic } from '../stage-statistics/index.ts'
import { Board, BoardPage, type Card, UnionBoard } from './board.ts'
import { columnsOf } from './columns.ts'
import * as store from './store.ts'
import { type Sums, sumsOf } from './sums.ts'

const CardKey = z.tuple([z.union([DaySchema, z.literal('infinity')]), Id('deal')])
const { limit, cursor } = pageQuery(CardKey)

export const getBoard = operation({
  name: 'boards.get',
  http: 'GET /boards/{pipeline}',
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  summary: 'A pipeline as a board: every stage with its totals and its first cards, now or as of a moment',
  input: z.strictObject({ pipeline: z.string().max(100), as_of: ViewpointSchema.optional(), limit }),
  output: Board,
  async run(context, { pipeline, as_of, limit }) {
    const { tx, workspace_id } = context
    const found = await readPipeline(tx, workspace_id, pipeline)
    if (!found) throw notFound('pipeline')
    const place = { pipeline_id: found.id, stages: keysOf(found.definition.stages) }
    const [{ cards: first, totals }, statistics, position, suspected] = await Promise.all([
      standing(context, place, as_of, limit),
      readStatistics(tx, workspace_id, [found.id]),
      store.readPosition(tx, workspace_id),
      as_of === undefined ? readSuspected(tx, workspace_id) : null,
    ])
    const sums = await summing(context, totals, as_of, statistics)
    const { columns, version, cards } = await laidOut(context, found, { cards: first, totals }, as_of, limit)
    return {
      pipeline: { id: found.id, key: found.key, name: found.name },
      as_of: as_of ?? null,
      definition_version: version,
      currency: sums.currency,
      position,
      ...sums.of(totals),
      suspected: suspectedIn(
        sums,
        suspected?.filter(({ pipeline_id }) => pipeline_id === found.id),
      ),
      stages: await Promise.all(
        columns.map(async ({ stage: { key, name, phase }, older_version, belongs_to }) => {
          const statistic = statistics.find(({ stage }) => stage === key)
          return {
            key,
            name,
            phase,
            ...sums.of(totals.filter(({ stage }) => stage === key)),
            usual_days: statistic?.usual_days ?? null,
            slow_days: statistic?.slow_days ?? null,
            very_slow_days: statistic?.very_slow_days ?? null,
            older_version,
            belongs_to,
            ...(await column(
              context,
              cards.filter(({ stage }) => stage === key),
              limit,
              as_of,
            )),
          }
        }),
      ),
    }
  },
})

export const getBoardStage = operation({
  name: 'boards.stage',
  http: 'GET /boards/{pipeline}/stages/{stage}',
  access: 'deals:read',
  effect: 'read',
  summary: 'The next cards of one stage of a board',
  input: z.strictObject({ pipeline: z.string().max(100), stage: z.string().max(100), limit, cursor }),
  output: BoardPage,
  async run(context, { pipeline, stage, limit, cursor }) {
    const { tx, workspace_id } = context
    const found = await readPipeline(tx, workspace_id, pipeline)
    if (!found) throw notFound('stage')
    const known = found.definition.stages.some(({ key }) => key === stage)
    if (!known && !stagesEver(await readVersions(tx, workspace_id, [found.id])).has(stage)) throw notFound('stage')
    const after = cursor && { close_date: cursor[0], id: cursor[1] }
    return column(context, await store.readCards(tx, workspace_id, found.id, [stage], limit, after), limit, undefined)
  },
})

export const getUnionBoard = operation({
  name: 'boards.union',
  http: 'GET /union-board',
  access: 'deals:read',
  effect: 'read',
  cost: 4,
  summary: 'All pipelines on one board by phase, for reading',
  input: z.strictObject({ as_of: ViewpointSchema.optional(), limit }),
  output: UnionBoard,
  async run(context, { as_of, limit }) {
    const { tx, workspace_id } = context
    const pipelines = await everyStage(context)
    const ids = pipelines.map(({ id }) => id)
    const past = as_of ? await store.readPast(tx, workspace_id, ids, as_of, limit) : undefined
    const totals = past?.totals ?? (await store.readTotals(tx, workspace_id, ids, inPart(context, ids)))
    const sums = await summing(context, totals, as_of, await readStatistics(tx, workspace_id, ids))
    const phaseOf = phasesOf(pipelines)
    const columns = []
    for (const phase of phases) {
      const isHere = (pipeline: string, stage: string) => phaseOf.get(`${pipeline} ${stage}`) === phase
      const cards = past
        ? past.cards.filter((card) => isHere(card.pipeline_key, card.stage)).slice(0, limit)
        : await store.readUnionCards(tx, workspace_id, placesOf(pipelines, phase), limit)
      const own = totals.filter(({ pipeline_id, stage }) => isHere(pipeline_id, stage))
      columns.push({ key: phase, ...sums.of(own), ...(await column(context, cards, limit, as_of)) })
    }
    return {
      as_of: as_of ?? null,
      currency: sums.currency,
      position: await store.readPosition(tx, workspace_id),
      ...sums.of(totals),
      suspected: suspectedIn(sums, as_of === undefined ? await readSuspected(tx, workspace_id) : undefined),
      phases: columns,
    }
  },
})

export const getUnionPhase = operation({
  name: 'boards.union_phase',
  http: 'GET /union-board/{phase}',
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  summary: 'The next cards of one phase of the board of all pipelines',
  input: z.strictObject({ phase: z.enum(phases), limit, cursor }),
  output: BoardPage,
  async run(context, { phase, limit, cursor }) {
    const { tx, workspace_id } = context
    const places = placesOf(await everyStage(context), phase)
    const after = cursor && { close_date: cursor[0], id: cursor[1] }
    return column(context, await store.readUnionCards(tx, workspace_id, places, limit, after), limit, undefined)
  },
})

type Staged = { id: string; key: string; stages: Stage[] }

/** The pipelines with every stage that they ever had: a deal stands in its own version until it is brought along. */
async function everyStage({ tx, workspace_id }: Context): Promise<Staged[]> {
  const pipelines = await readPipelines(tx, workspace_id)
  const ids = pipelines.map(({ id }) => id)
  const versions = Map.groupBy(await readVersions(tx, workspace_id, ids), ({ pipeline_id }) => pipeline_id)
  return pipelines.map(({ id, key }) => {
    const stages = [...stagesEver(versions.get(id) ?? []).values()].map(({ stage }) => stage)
    return { id, key, stages }
  })
}

/** The phase of every stage, by the pipeline's id or key and the stage's key. */
const phasesOf = (pipelines: readonly Staged[]): Map<string, Phase> =>
  new Map(
    pipelines.flatMap(({ id, key, stages }) =>
      stages.flatMap((stage) => [id, key].map((pipeline) => [`${pipeline} ${stage.key}`, stage.phase] as const)),
    ),
  )

const placesOf = (pipelines: readonly Staged[], phase: Phase) =>
  pipelines.flatMap(({ id, stages }) =>
    stages.filter((stage) => stage.phase === phase).map(({ key }) => ({ pipeline_id: id, stage: key })),
  )

const keysOf = (stages: readonly { key: string }[]) => stages.map(({ key }) => key)

type Place = { pipeline_id: string; stages: string[] }

/** Cards and totals of one pipeline: from the current deals and their totals, or from the ledger as of a moment. */
async function standing(context: Context, { pipeline_id, stages }: Place, as_of: string | undefined, limit: number) {
  const { tx, workspace_id } = context
  if (as_of !== undefined) return store.readPast(tx, workspace_id, [pipeline_id], as_of, limit)
  const [totals, cards] = await Promise.all([
    store.readTotals(tx, workspace_id, [pipeline_id], inPart(context, [pipeline_id])),
    store.readCards(tx, workspace_id, pipeline_id, stages, limit),
  ])
  return { totals, cards }
}

/**
 * The columns of a board at its moment, with the cards of stages that only older versions have. Such stages are asked for
 * only where totals say that deals stand in one.
 */
async function laidOut(
  { tx, workspace_id }: Context,
  { id, version, definition }: { id: string; version: number; definition: Definition },
  { cards, totals }: { cards: store.CardRow[]; totals: store.TotalRow[] },
  as_of: string | undefined,
  limit: number,
) {
  const occupied = new Set(totals.map(({ stage }) => stage))
  const known = new Set(keysOf(definition.stages))
  if (as_of === undefined && occupied.isSubsetOf(known))
    return { version, cards, columns: columnsOf([{ version, definition }], occupied) }
  const versions = await readVersions(tx, workspace_id, [id])
  const then = versions.filter(({ published_at }) => as_of === undefined || published_at <= as_of)
  const until = then.length > 0 ? then : versions.slice(0, 1)
  const columns = columnsOf(until, occupied)
  const missing = columns.map(({ stage }) => stage.key).filter((key) => !known.has(key))
  const more = as_of === undefined ? await store.readCards(tx, workspace_id, id, missing, limit) : []
  return { version: until.at(-1)?.version ?? version, columns, cards: [...cards, ...more] }
}

/** The pipelines of which this reader does not see every deal, and which deals they may see there. */
const inPart = ({ actor }: Context, ids: readonly string[]): store.Counted => ({
  pipeline_ids: ids.filter((id) => !seesWhole(actor, id)),
  owner_ids: [actor.id, ...actor.rights.team],
  deal_ids: [...actor.rights.deals.keys()],
})

type Summing = { currency: string; of(rows: readonly store.TotalRow[]): Sums }

/** Adds totals up in the workspace's currency at the rates of the board's day; weighs only what history can weigh. */
async function summing(
  { tx, workspace_id, now }: Context,
  totals: readonly store.TotalRow[],
  as_of: string | undefined,
  statistics: readonly StageStatistic[],
): Promise<Summing> {
  const at = as_of ?? now
  const { currency } = await settingsAt(tx, workspace_id, at)
  const foreign = totals.map((row) => row.currency).filter((code) => code !== currency)
  const rates = await readDayRates(tx, workspace_id, foreign.length > 0 ? [...foreign, currency] : [], dayOf(at))
  const known = new Set(statistics.filter(({ chance }) => chance !== null).map(({ pipeline_id }) => pipeline_id))
  const weighed = (rows: readonly store.TotalRow[]) =>
    rows.map((row) => (known.has(row.pipeline_id) ? row : { ...row, weighted_minor: null }))
  return { currency, of: (rows) => sumsOf(weighed(rows), currency, dayOf(at), rates) }
}

function suspectedIn(sums: Summing, rows: readonly SuspectedRow[] | undefined): z.input<typeof Suspected> | null {
  if (rows === undefined) return null
  const { count, sum, unconverted } = sums.of(
    rows.map((row) => ({ ...row, deals: BigInt(row.deals), stage: '', weighted_minor: null })),
  )
  return { count, sum, unconverted }
}

/** A page of a column. Past moments are read whole up to the limit: the ledger has no cursor of its own. */
async function column(
  { tx, workspace_id, now }: Context,
  rows: store.CardRow[],
  limit: number,
  as_of: string | undefined,
) {
  const { data, next_cursor } = pageOf(rows, limit, ({ close_date, id }) => [close_date ?? 'infinity', id])
  const deals = data.map(async (row) => {
    const { stages } = await readDefinitionOf(tx, workspace_id, row.definition_id)
    const stage = stages.find(({ key }) => key === row.stage)
    return cardOf(row, ageingOf({ ...row, outcome: null }, stage, as_of ?? now))
  })
  return { deals: await Promise.all(deals), next_cursor: as_of === undefined ? next_cursor : null }
}

const cardOf = (row: store.CardRow, ageing: Card['ageing']): z.input<typeof Card> => ({
  id: row.id,
  key: `D-${row.number}`,
  version: row.version,
  name: row.name,
  account: row.account_name,
  pipeline: row.pipeline_key,
  stage: row.stage,
  amount: row.amount_minor === null ? null : moneyOf(row.amount_minor, row.currency),
  close_date: row.close_date,
  category: row.category,
  owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
  owed: row.owed,
  entered_stage_at: row.entered_stage_at,
  wait_until: row.wait_until,
  ageing,
  next_step: row.next_step,
  probability: row.probability,
  next_activity:
    row.activity_kind === null
      ? null
      : { kind: row.activity_kind, subject: row.activity_subject ?? '', due_on: row.activity_due_on },
})
