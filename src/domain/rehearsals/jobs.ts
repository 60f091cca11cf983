import { setImmediate as breathe } from 'node:timers/promises'
import type { Actor, Context } from '../../platform/context.ts'
import type { JobHandler, Task } from '../../platform/jobs.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { evaluateRule } from '../../values/rule/evaluate-rule.ts'
import { loadRule } from '../../values/rule/load-rule.ts'
import type { Instant } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { type LibraryField, readLibrary } from '../fields/index.ts'
import { readDeals } from '../ledger/index.ts'
import { readSituations } from '../moves/index.ts'
import { accessOf, memberById } from '../people/index.ts'
import {
  type Definition,
  dealLanguage,
  fieldsOf,
  readDefinition,
  readPipeline,
  readPipelines,
} from '../pipelines/index.ts'
import { rightsOf } from '../rights/index.ts'
import { readStatistics } from '../stage-statistics/index.ts'
import { heldAt } from './held-back.ts'
import { judgeMove, type Rehearsed } from './judge-move.ts'
import { readPastFacts } from './past-facts.ts'
import type { Replay, Routed } from './rehearsal.ts'
import { broughtBy, pastMove, sumOf, worthOf } from './replay.ts'
import { type Candidate, routedOf } from './routed.ts'
import * as store from './store.ts'
import { tally } from './tally.ts'

/** Deals of one part: no transaction holds the one connection of a database inside the process for long. */
const part = 100
const shown = 100

type Work = Task & { actor: Actor; read<T>(work: (context: Context) => Promise<T>): Promise<T> }

/** Does a rehearsal, with the rights of whoever asked for it. It changes nothing, so that it may begin anew. */
export const doRehearsal: JobHandler = async (task) => {
  const actor = await actorOf(task)
  const read: Work['read'] = (work) =>
    inTransaction(task.database, { actor, effect: 'read', name: 'rehearsals.read', now: task.now() }, work)
  const work: Work = { ...task, actor, read }
  const id = String(task.input['rehearsal_id'])
  const row = await read(({ tx, workspace_id }) => store.readRehearsal(tx, workspace_id, id))
  if (!row) throw notFound('rehearsal')
  if (row.finished_at !== null) return { rehearsal_id: id }
  const to = row.created_at
  const from = monthsBefore(to, row.months)
  const found =
    row.pipeline_id === null
      ? { replay: null, routed: await route(work, row, { from, to }) }
      : { replay: await replay(work, row, row.pipeline_id, { from, to }), routed: null }
  if (await task.cancelled()) return { rehearsal_id: id, cancelled: true }
  await save(work, id, found)
  return { rehearsal_id: id }
}

async function save({ database, actor, now }: Work, id: string, result: store.Result): Promise<void> {
  const asked = { actor, effect: 'write', name: 'rehearsals.finish', now: now() } as const
  await inTransaction(database, asked, async ({ tx, workspace_id, now, record, unchanged }) => {
    if (!(await store.saveResult(tx, workspace_id, { id, result, finished_at: now }))) return unchanged()
    const { replay, routed } = result
    const after = { finished_at: now, moves: replay?.moves ?? null, matched: routed?.matched ?? null }
    record({ type: 'rehearsal.finished', subject: id, version: 2, data: { before: { finished_at: null }, after } })
  })
}

type Span = { from: Instant; to: Instant }

async function replay(work: Work, row: store.RehearsalRow, pipeline_id: string, { from, to }: Span): Promise<Replay> {
  const setup = await work.read(async ({ tx, workspace_id }) => {
    const pipeline = await readPipeline(tx, workspace_id, pipeline_id)
    if (!pipeline) throw notFound('pipeline')
    const library = await readLibrary(tx, workspace_id)
    return {
      today: pipeline.definition,
      ...definitionIn(row.source, library),
      exchange: await store.exchangeOf(tx, workspace_id, to),
      moved: await store.readMovedDeals(tx, workspace_id, pipeline_id, from),
      open: await store.readOpenDeals(tx, workspace_id, pipeline_id),
      statistics: await readStatistics(tx, workspace_id, [pipeline_id]),
    }
  })
  const { exchange, moved, open, library } = setup
  const rehearsed: Rehearsed = { definition: setup.definition, today: setup.today, stage_map: row.stage_map }
  const total = moved.length + open.length
  const judged: Parameters<typeof tally>[0][number][] = []
  const amounts = new Map<string, ReturnType<typeof broughtBy>>()
  await inParts(work, moved, { before: 0, total }, async ({ tx, workspace_id }, deal_ids) => {
    const deals = await readDeals(tx, workspace_id, deal_ids)
    const situations = await readSituations(tx, workspace_id, deals, to)
    const around = await store.readAround(tx, workspace_id, deal_ids)
    for (const move of await store.readMoves(tx, workspace_id, { pipeline_id, deal_ids, from })) {
      const [situation, then] = [situations.get(move.id), around.get(move.id)]
      if (!situation || !then || situation.deal.outcome === 'void') continue
      const past = pastMove(move, { ...situation, library }, then, exchange)
      judged.push({ deal: move.id, outcome: past.outcome, judgement: judgeMove(rehearsed, past) })
      if (past.outcome === 'won') amounts.set(move.id, broughtBy(situation.deal, exchange.home))
    }
  })

  const standing = await hold(work, setup, rehearsed, { before: moved.length, total, now: to })
  const { stopped_won, ...counts } = tally(judged)
  const brought = stopped_won.map((id) => amounts.get(id) ?? null)
  return { from, to, ...counts, won_amount_stopped: sumOf(brought, exchange.home), standing }
}

type Setup = {
  exchange: store.Exchange
  open: string[]
  library: LibraryField[]
  statistics: { stage: string; chance: number | null }[]
}

/** Where the open deals would stand under the definition, and what they would be worth there. */
async function hold(
  work: Work,
  { exchange, open, library, statistics }: Setup,
  rehearsed: Rehearsed,
  { now, ...progress }: { before: number; total: number; now: Instant },
): Promise<Replay['standing']> {
  const { stage_map } = rehearsed
  const chances = new Map(statistics.map(({ stage, chance }) => [stage_map[stage] ?? stage, chance]))
  const held: string[] = []
  let [before, after, unknown] = [0n, 0n, false]
  await inParts(work, open, progress, async ({ tx, workspace_id }, deal_ids) => {
    const deals = await readDeals(tx, workspace_id, deal_ids)
    const situations = await readSituations(tx, workspace_id, deals, now)
    for (const situation of situations.values()) {
      const stage = stage_map[situation.deal.stage] ?? situation.deal.stage
      const at = heldAt(rehearsed, { ...situation, library }, stage, now) ?? stage
      if (at !== stage) held.push(situation.deal.id)
      const [here, there] = [chances.get(stage) ?? null, chances.get(at) ?? null]
      unknown ||= here === null || there === null
      before += worthOf(situation, here ?? 0, exchange.home)
      after += worthOf(situation, there ?? 0, exchange.home)
    }
  })
  return {
    open_deals: open.length,
    held_back: held.length,
    deal_ids: held.slice(0, shown),
    expected_before: unknown ? null : moneyOf(before, exchange.home),
    expected_after: unknown ? null : moneyOf(after, exchange.home),
  }
}

async function route(work: Work, row: store.RehearsalRow, { from, to }: Span): Promise<Routed> {
  const setup = await work.read(async ({ tx, workspace_id }) => ({
    library: await readLibrary(tx, workspace_id),
    pipelines: new Map((await readPipelines(tx, workspace_id)).map((one) => [one.id, one])),
    exchange: await store.exchangeOf(tx, workspace_id, to),
    begun: await store.readBegunDeals(tx, workspace_id, from),
  }))
  const { library, pipelines, exchange, begun } = setup
  const loaded = loadRule(dealLanguage(library), row.rule ?? '')
  if (!loaded.ok) throw new Problem('refused', loaded.refusal.message, loaded.refusal.code)
  const candidates: Candidate[] = []
  await inParts(work, begun, { before: 0, total: begun.length }, async (context, deal_ids) => {
    for (const { deal, began, last } of await readPastFacts(context, deal_ids, { library, exchange, to })) {
      const pipeline = pipelines.get(deal.pipeline_id)
      if (!pipeline) continue
      candidates.push({
        deal: deal.id,
        pipeline: { id: pipeline.id, key: pipeline.key, name: pipeline.name },
        outcome: deal.outcome,
        at_creation: evaluateRule(loaded.value, began).holds,
        at_last: evaluateRule(loaded.value, last).holds,
      })
    }
  })
  return { from, to, ...routedOf(candidates) }
}

/** Goes through deals part by part, each in a reading transaction of its own; stops where somebody asked to. */
async function inParts(
  work: Work,
  ids: readonly string[],
  { before, total }: { before: number; total: number },
  look: (context: Context, ids: string[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < ids.length; at += part) {
    if (await work.cancelled()) return
    const some = ids.slice(at, at + part)
    await work.read((context) => look(context, some))
    await work.progress(before + at + some.length, total)
    await breathe()
  }
}

/** The definition as it was checked when the rehearsal was asked for, and the fields that its rules may name. */
function definitionIn(source: string, library: LibraryField[]): { definition: Definition; library: LibraryField[] } {
  const read = readDefinition({ text: source }, library)
  if (!read.ok) throw new Problem('invalid', read.refusal.message, read.refusal.code)
  const { definition } = read.value
  const fitted = fieldsOf(definition, library)
  return { definition, library: [...library, ...(fitted.ok ? fitted.value.added : [])] }
}

async function actorOf({ database, workspace_id, actor_id, now }: Task): Promise<Actor> {
  const person = actor_id === null ? undefined : await memberById(database, workspace_id, actor_id, now())
  if (!person || !accessOf(person.role).has('pipelines:configure'))
    throw new Problem('forbidden', 'Whoever asked for this rehearsal may not configure pipelines any more.')
  const { id, name, role } = person
  return { id, name, role, workspace_id, channel: 'system', access: accessOf(role), rights: rightsOf(person) }
}

const monthsBefore = (at: Instant, months: number): Instant =>
  Temporal.Instant.from(at)
    .toZonedDateTimeISO('UTC')
    .subtract({ months })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })
