import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, unwrap } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf } from '../../values/page.ts'
import { addActivity } from '../activities/index.ts'
import {
  Agenda,
  AgendaQuery,
  readAgenda,
  readCalled,
  readScope,
  readTold,
  requireAllOf,
  type Scope,
  seesAllOf,
} from '../agendas/index.ts'
import { currentDeal } from '../deals/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import {
  DealReview,
  DealReviewDetail,
  DealReviewQuery,
  type DecidedTask,
  MarkChange,
  NewDealReview,
  NewTask,
  ReviewEnd,
  ReviewMark,
} from './deal-review.ts'
import { decideMark, decideOpen } from './decide-mark.ts'
import * as store from './store.ts'

const getReviewAgenda = operation({
  name: 'deal_reviews.agenda',
  http: 'GET /deal-reviews/agenda',
  access: 'forecast:read',
  effect: 'read',
  cost: 5,
  mcp: {
    tool: 'get_review_agenda',
    hint: 'each deal once with all its reasons, in the order to walk them; from is the last review, to is now',
  },
  summary: 'What a pipeline review would walk through now: deals that changed, are late or carry the risk, and why',
  input: AgendaQuery,
  output: Agenda,
  async run(context, query) {
    const scope = await readScope(context, query)
    // Whoever sees a part of the deals has no part in the reviews of all of them.
    const whole = await seesAllOf(context, scope.pipeline.id, scope.whose)
    const around = whole ? await aroundOf(context, scope) : { under_way: null, last: null }
    return drawnUp(context, scope, query, around)
  },
})

type Around = Awaited<ReturnType<typeof store.readAround>>

const aroundOf = ({ tx, workspace_id }: Context, { pipeline, key }: Scope): Promise<Around> =>
  store.readAround(tx, workspace_id, { pipeline_id: pipeline.id, scope: key })

async function drawnUp(
  context: Context,
  scope: Scope,
  { since, currency }: z.output<typeof AgendaQuery>,
  { under_way, last }: Around,
): Promise<Agenda> {
  const { tx, workspace_id } = context
  const pipeline_id = scope.pipeline.id
  const left_over =
    last === null ? new Set<string>() : await store.readLeftOver(tx, workspace_id, { ...last, pipeline_id })
  const before = { since, ended_at: last?.ended_at, left_over }
  const agenda = await readAgenda(context, scope, before, currency)
  return { ...agenda, last_review: last && { id: last.id, ended_at: last.ended_at }, under_way }
}

const createDealReview = operation({
  name: 'deal_reviews.create',
  http: 'POST /deal-reviews',
  access: 'forecast:submit',
  effect: 'write',
  cost: 5,
  summary: 'Begin a pipeline review with the agenda of now, or come to the one of the same deals that is under way',
  input: NewDealReview,
  output: DealReviewDetail,
  async run(context, query) {
    const { tx, workspace_id, actor, now, newId, record, unchanged } = context
    const scope = await readScope(context, query)
    await requireAllOf(context, scope)
    const around = await aroundOf(context, scope)
    const joined = async (id: string) => {
      unchanged()
      return detailOf(context, id)
    }
    if (around.under_way !== null) return joined(around.under_way)
    const agenda = await drawnUp(context, scope, query, around)
    const review: store.NewReview = {
      id: newId('drv'),
      pipeline_id: scope.pipeline.id,
      person_id: scope.person?.id ?? null,
      team_id: scope.team?.id ?? null,
      scope: scope.key,
      period: agenda.period,
      starts: agenda.starts,
      ends: agenda.ends,
      currency: agenda.currency,
      since: agenda.since,
      since_from: agenda.since_from,
      began_by: actor.id,
      began_at: now,
    }
    const first = await store.insertReview(tx, workspace_id, review)
    if (!first) return joined((await aroundOf(context, scope)).under_way ?? review.id)
    const rows = agenda.deals.map(({ deal, position, reasons, from, to }) => ({
      deal_id: deal.id,
      position,
      reasons,
      chance_from: from?.chance ?? null,
      chance_to: to?.chance ?? null,
    }))
    await store.insertAgenda(tx, workspace_id, review.id, rows)
    const { pipeline, person, team, period, since } = agenda
    const said = { pipeline, person, team, period, since, deals_count: rows.length }
    record({ type: 'deal_review.began', subject: review.id, version: 1, data: { after: said } })
    return detailOf(context, review.id)
  },
})

const listDealReviews = operation({
  name: 'deal_reviews.list',
  http: 'GET /deal-reviews',
  access: 'forecast:read',
  effect: 'read',
  summary: 'Pipeline reviews that were held or are under way, the newest first',
  input: DealReviewQuery,
  output: Page(DealReview),
  async run(context, { pipeline: named, state, limit, cursor }) {
    const { tx, workspace_id } = context
    const pipeline = named === undefined ? undefined : await readPipeline(tx, workspace_id, named)
    if (named !== undefined && !pipeline)
      throw invalid('/pipeline', 'unknown', `There is no pipeline ${named} in this workspace.`)
    const filter = { pipeline_id: pipeline?.id, state, limit, cursor, hidden: await hiddenScopes(context) }
    const rows = await store.readReviews(tx, workspace_id, filter)
    return pageOf(rows, limit, ({ began_at, id }) => [began_at, id])
  },
})

/** Scopes of which this reader does not see every deal; nothing is asked where nothing keeps them from any. */
async function hiddenScopes(context: Context): Promise<string[]> {
  const { tx, workspace_id, actor } = context
  if (actor.rights.pipelines.size === 0) return []
  const hidden: string[] = []
  for (const { pipeline_id, scope, person_id, team_id } of await store.readScopes(tx, workspace_id)) {
    const seen = await seesAllOf(context, pipeline_id, { person_id, team_id })
    if (!seen) hidden.push(`${pipeline_id} ${scope}`)
  }
  return hidden
}

const getDealReview = operation({
  name: 'deal_reviews.get',
  http: 'GET /deal-reviews/{deal_review_id}',
  access: 'forecast:read',
  effect: 'read',
  cost: 2,
  summary: 'A pipeline review deal by deal: why it was talked about, what it was and is, and what was decided',
  input: z.strictObject({ deal_review_id: Id('drv') }),
  output: DealReviewDetail,
  run: (context, { deal_review_id }) => detailOf(context, deal_review_id),
})

async function detailOf(context: Context, id: string): Promise<z.input<typeof DealReviewDetail>> {
  const { tx, workspace_id, now } = context
  const review = await store.readReview(tx, workspace_id, id)
  if (!review) throw notFound('deal review')
  const scope = await scopeOf(context, review)
  const moments = { from: review.since, to: review.ended_at ?? now, currency: review.currency }
  const rows = await store.readMarks(tx, workspace_id, id)
  const tasks = await store.readTasks(tx, workspace_id, id)
  const told = await readTold(context, rows, moments)
  const { starts, ends, period } = review
  const deals = rows.map((row) => {
    const { name = '', from = null, to = null, next_step = null } = told.get(row.deal_id) ?? {}
    const { deal_id, number, position, reasons } = row
    return {
      position,
      deal: { id: deal_id, key: `D-${number}`, name },
      person: (to ?? from)?.owner ?? null,
      reasons,
      from,
      to,
      next_step,
      mark: markOf(id, row, tasks.get(deal_id) ?? []),
    }
  })
  const called = await readCalled(context, scope, { key: period, starts, ends }, moments)
  return { ...review, as_of: moments.to, ...called, deals }
}

/** The scope of a review, for those who see all of it; to others there is none. */
async function scopeOf(context: Context, { pipeline, person, team }: DealReview): Promise<Scope> {
  const whose = { person_id: person?.id ?? null, team_id: team?.id ?? null }
  if (!(await seesAllOf(context, pipeline.id, whose))) throw notFound('deal review')
  return readScope(context, { pipeline: pipeline.id, person: person?.id, team: team?.id })
}

const markOf = (deal_review_id: string, row: store.MarkRow, tasks: DecidedTask[]): ReviewMark => ({
  deal_review_id,
  deal_id: row.deal_id,
  reviewed_at: row.reviewed_at,
  reviewed_by: row.reviewed_by === null ? null : { id: row.reviewed_by, name: row.reviewed_by_name ?? '' },
  decision: row.decision,
  decided_by: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' },
  tasks,
  version: row.version,
})

/** A deal of a review that is under way, both kept from others until the transaction ends. */
async function lockedMark(context: Context, deal_review_id: string, deal_id: string): Promise<store.MarkRow> {
  const { tx, workspace_id } = context
  const review = await store.lockReview(tx, workspace_id, deal_review_id)
  if (!review) throw notFound('deal review')
  await scopeOf(context, review)
  unwrap(decideOpen(review.ended_at))
  const row = await store.readMark(tx, workspace_id, deal_review_id, deal_id)
  if (!row) throw invalid('/deal_id', 'not-on-agenda', 'This deal is not on the agenda of this review.')
  return row
}

async function markAgain({ tx, workspace_id }: Context, deal_review_id: string, deal_id: string): Promise<ReviewMark> {
  const row = await store.readMark(tx, workspace_id, deal_review_id, deal_id)
  if (!row) throw notFound('deal')
  return markOf(deal_review_id, row, (await store.readTasks(tx, workspace_id, deal_review_id)).get(row.deal_id) ?? [])
}

const markReviewedDeal = operation({
  name: 'deal_reviews.mark',
  http: 'PATCH /deal-reviews/{deal_review_id}/deals/{deal_id}',
  access: 'forecast:submit',
  effect: 'write',
  summary: 'Say of a deal that it was talked about in a review, and what was decided; what is absent stays',
  input: MarkChange,
  output: ReviewMark,
  version: ({ version }) => version,
  async run(context, { deal_review_id, deal_id, if_version, ...change }) {
    const { tx, workspace_id, actor, now, record, unchanged } = context
    const before = await lockedMark(context, deal_review_id, deal_id)
    const seen = await markAgain(context, deal_review_id, before.deal_id)
    requireVersion('mark', seen, if_version)
    const state = {
      reviewed_at: before.reviewed_at,
      reviewed_by: before.reviewed_by,
      decision: before.decision,
      decided_by: before.decided_by,
    }
    const after = unwrap(decideMark(state, change, { actor_id: actor.id, now }))
    if (after === null) {
      unchanged()
      return seen
    }
    const { deal_id: id } = before
    await store.saveMark(tx, workspace_id, deal_review_id, { ...after, deal_id: id, version: before.version + 1 })
    const version = await store.saveReview(tx, workspace_id, deal_review_id)
    const saved = await markAgain(context, deal_review_id, id)
    const told = ({ reviewed_at, decision }: ReviewMark) => ({ reviewed_at, decision })
    const data = { deal_id: id, before: told(seen), after: told(saved) }
    record({ type: 'deal_review.marked', subject: deal_review_id, version, data })
    return saved
  },
})

const createReviewTask = operation({
  name: 'deal_review_tasks.create',
  http: 'POST /deal-reviews/{deal_review_id}/deals/{deal_id}/tasks',
  access: 'deals:work',
  effect: 'write',
  summary: 'Note what was decided on a deal in a review as a task, with who is to do it by when',
  input: NewTask,
  output: ReviewMark,
  version: ({ version }) => version,
  async run(context, { deal_review_id, deal_id, subject, owner, due_on }) {
    const { tx, workspace_id, actor, now, record } = context
    const before = await lockedMark(context, deal_review_id, deal_id)
    const { deal_id: id } = before
    const deal = await currentDeal(context, id)
    const whose = owner ?? deal.owner?.id ?? actor.id
    const task = await addActivity(context, { kind: 'task', subject, deal_id: id, owner: whose, due_on })
    await store.insertTask(tx, workspace_id, { deal_review_id, deal_id: id, activity_id: task.id })
    const { reviewed_at, reviewed_by, decision, decided_by } = before
    const talked = reviewed_at === null ? { reviewed_at: now, reviewed_by: actor.id } : { reviewed_at, reviewed_by }
    const mark = { ...talked, decision, decided_by, deal_id: id, version: before.version + 1 }
    await store.saveMark(tx, workspace_id, deal_review_id, mark)
    const version = await store.saveReview(tx, workspace_id, deal_review_id)
    const data = { deal_id: id, after: { task: { id: task.id, subject, owner: task.owner, due_on } } }
    record({ type: 'deal_review.task_added', subject: deal_review_id, version, data })
    return markAgain(context, deal_review_id, id)
  },
})

const endDealReview = operation({
  name: 'deal_reviews.end',
  http: 'POST /deal-reviews/{deal_review_id}/end',
  access: 'forecast:submit',
  effect: 'write',
  summary: 'End a review: it is kept as it is, and the next one of the same deals starts from here',
  input: ReviewEnd,
  output: DealReview,
  async run(context, { deal_review_id, note = null }) {
    const { tx, workspace_id, actor, now, record } = context
    const review = await store.lockReview(tx, workspace_id, deal_review_id)
    if (!review) throw notFound('deal review')
    await scopeOf(context, review)
    unwrap(decideOpen(review.ended_at))
    const version = await store.saveReview(tx, workspace_id, deal_review_id, {
      ended_at: now,
      ended_by: actor.id,
      note,
    })
    const { deals_count, reviewed_count, decisions_count, tasks_count } = review
    const after = { ended_at: now, note, deals_count, reviewed_count, decisions_count, tasks_count }
    record({ type: 'deal_review.ended', subject: deal_review_id, version, data: { after } })
    return (await store.readReview(tx, workspace_id, deal_review_id)) ?? review
  },
})

export const dealReviewOperations = [
  getReviewAgenda,
  createDealReview,
  listDealReviews,
  getDealReview,
  markReviewedDeal,
  createReviewTask,
  endDealReview,
]
