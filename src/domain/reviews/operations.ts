import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { dayOf, daysBetween, type Instant, plusDays } from '../../values/instant.ts'
import { type Definition, type PipelineRow, readPipeline, readPipelines } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { NewReview, Review, ReviewState } from './review.ts'
import { reviewDue } from './review-due.ts'
import * as store from './store.ts'

export const listReviews = operation({
  name: 'reviews.list',
  http: 'GET /reviews',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'When each pipeline is to be reviewed, and the last review of it; those that are due first',
  input: z.strictObject({}),
  output: z.object({ data: z.array(ReviewState) }),
  async run(context) {
    const { tx, workspace_id } = context
    const pipelines = await readPipelines(tx, workspace_id)
    const states = await reviewStates(context, pipelines)
    const late = (state: ReviewState) => state.days_late ?? Number.NEGATIVE_INFINITY
    return { data: states.toSorted((a, b) => late(b) - late(a)) }
  },
})

export const listReviewsOfPipeline = operation({
  name: 'pipeline_reviews.list',
  http: 'GET /pipelines/{pipeline}/reviews',
  access: 'pipelines:read',
  effect: 'read',
  summary: 'Every review of a pipeline that was held, the newest first',
  input: z.strictObject({ pipeline: z.string().max(100) }),
  output: z.object({ data: z.array(Review) }),
  async run({ tx, workspace_id }, { pipeline }) {
    const row = await readPipeline(tx, workspace_id, pipeline)
    if (!row) throw notFound('pipeline')
    return { data: await store.readReviews(tx, workspace_id, row.id) }
  },
})

/** As far as the rhythm of a charter reaches. */
const mostDaysAhead = 1096

export const createReview = operation({
  name: 'pipeline_reviews.create',
  http: 'POST /pipelines/{pipeline}/reviews',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Note that a pipeline was reviewed: what was said and decided, and when to look at it again',
  input: NewReview,
  output: Review,
  async run(context, { pipeline, notes, decisions, next_on = null }) {
    const { tx, workspace_id, now, actor, newId, record } = context
    const row = await readPipeline(tx, workspace_id, pipeline)
    if (!row) throw notFound('pipeline')
    await permitOn(context, 'configure', { pipeline_id: row.id })
    if (next_on !== null && next_on <= dayOf(now))
      throw invalid('/next_on', 'past', 'The next review lies after this one; give a later day, or leave it out.')
    const latest = dayOf(plusDays(now, mostDaysAhead))
    if (next_on !== null && next_on > latest)
      throw invalid('/next_on', 'too-far', `A review that far away is none; give a day up to ${latest}.`)
    const [before] = await reviewStates(context, [row])
    const review = {
      id: newId('rev'),
      pipeline_id: row.id,
      definition_id: row.definition_id,
      held_at: now,
      held_by: actor.id,
      notes,
      decisions,
      next_on,
    }
    await store.insertReview(tx, workspace_id, review)
    const due_on = reviewDue({ ...row.definition.charter, reviewed_at: now, published_at: null, next_on })
    record({
      type: 'pipeline.reviewed',
      subject: row.id,
      version: row.version,
      data: {
        key: row.key,
        name: row.name,
        before: { reviewed_at: before?.last?.held_at ?? null, due_on: before?.due_on ?? null },
        after: { reviewed_at: now, due_on, review_id: review.id, notes, decisions },
      },
    })
    return {
      id: review.id,
      pipeline: { id: row.id, key: row.key, name: row.name },
      definition: { id: row.definition_id, version: row.version },
      held_at: now,
      held_by: { id: actor.id, name: actor.name },
      notes,
      decisions,
      next_on,
    }
  },
})

type Known = PipelineRow & { definition: Definition }

/** Where each of these pipelines stands with its reviews. One that was archived is reviewed no more. */
export async function reviewStates(
  { tx, workspace_id, now }: Pick<Context, 'tx' | 'workspace_id'> & { now: Instant },
  pipelines: readonly Known[],
): Promise<ReviewState[]> {
  const last = await store.readLastReviews(tx, workspace_id)
  const published = await store.readFirstPublished(tx, workspace_id)
  return pipelines.map(({ id, key, name, lifecycle, definition: { charter } }) => {
    const review = last.get(id) ?? null
    const held = { reviewed_at: review?.held_at ?? null, next_on: review?.next_on ?? null }
    const due_on =
      lifecycle === 'archived' ? null : reviewDue({ ...charter, ...held, published_at: published.get(id) ?? null })
    const days_late = due_on === null ? null : Math.floor(daysBetween(due_on, dayOf(now)))
    return { pipeline: { id, key, name }, owner: charter.owner, last: review, due_on, days_late }
  })
}
