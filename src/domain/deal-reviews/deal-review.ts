import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Line, Prose } from '../../values/text.ts'
import { agendaDeal, agendaHead, AgendaQuery, calledThenAndNow } from '../agendas/index.ts'
import { DealId } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'

export const reviewStates = ['under_way', 'ended'] as const
export type ReviewState = (typeof reviewStates)[number]

const summary = {
  id: Id('drv'),
  ...agendaHead,
  state: z.enum(reviewStates),
  began_at: InstantSchema,
  began_by: PersonRef,
  ended_at: InstantSchema.nullable(),
  ended_by: PersonRef.nullable(),
  /** What was said of all of it when it ended. */
  note: z.string().nullable(),
  /** Deals on its agenda that this reader sees, and those of them that were talked about. */
  deals_count: z.int(),
  reviewed_count: z.int(),
  decisions_count: z.int(),
  tasks_count: z.int(),
  /** Counts whatever anybody did in it. */
  version: z.int(),
}
export const DealReview = z.object(summary).meta({ id: 'DealReview' })
export type DealReview = z.infer<typeof DealReview>

/** A task that was decided on, as it is now. */
const DecidedTask = z
  .object({
    id: Id('act'),
    subject: z.string(),
    owner: PersonRef.nullable(),
    due_on: DaySchema.nullable(),
    done_at: InstantSchema.nullable(),
  })
  .meta({ id: 'DecidedTask' })
export type DecidedTask = z.infer<typeof DecidedTask>

/** What became of one deal in a review. */
const mark = {
  reviewed_at: InstantSchema.nullable(),
  reviewed_by: PersonRef.nullable(),
  /** What was decided on it, in words. */
  decision: z.string().nullable(),
  decided_by: PersonRef.nullable(),
  tasks: z.array(DecidedTask),
  /** Counts the changes of this mark: a change decided on an older one is refused. */
  version: z.int(),
}
export const ReviewMark = z
  .object({ deal_review_id: Id('drv'), deal_id: Id('deal'), ...mark })
  .meta({ id: 'ReviewMark' })
export type ReviewMark = z.infer<typeof ReviewMark>

export const ReviewedDeal = z.object({ ...agendaDeal, mark: ReviewMark }).meta({ id: 'ReviewedDeal' })

export const DealReviewDetail = z
  .object({
    ...summary,
    /** The moment that `to` is about: now while it is under way, else when it ended. */
    as_of: InstantSchema,
    ...calledThenAndNow,
    deals: z.array(ReviewedDeal),
  })
  .meta({ id: 'DealReviewDetail' })

export const NewDealReview = AgendaQuery

export const MarkChange = z.strictObject({
  deal_review_id: Id('drv'),
  deal_id: DealId,
  /** Whether the deal was talked about. */
  reviewed: z.boolean().optional(),
  /** What was decided, in words; null takes it back. */
  decision: Prose(4000).nullable().optional(),
  ...ifVersion,
})
export type MarkChange = z.output<typeof MarkChange>

export const NewTask = z.strictObject({
  deal_review_id: Id('drv'),
  deal_id: DealId,
  subject: Line(300),
  /** Who is to do it; the deal's owner, where nobody is named. */
  owner: Id('per').optional(),
  due_on: DaySchema,
})

export const ReviewEnd = z.strictObject({ deal_review_id: Id('drv'), note: Prose(4000).optional() })

export const DealReviewQuery = z.strictObject({
  pipeline: z.string().min(1).max(100).optional(),
  state: z.enum(reviewStates).optional(),
  ...pageQuery(z.tuple([InstantSchema, Id('drv')])),
})
