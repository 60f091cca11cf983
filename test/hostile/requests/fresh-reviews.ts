import type { Wire } from '../../stories/wire.ts'
import type { Fresh } from './fresh.ts'
import { newDeal, post } from './made-anew.ts'

/** A review of what is one's own, with a deal on it that nobody has come to; what was under way of the same has ended. */
const newReview = async (wire: Wire) => {
  const going = await wire.call('GET', '/deal-reviews?state=under_way')
  for (const { id, person } of going.body.data) if (person !== null) await post(wire, `/deal-reviews/${id}/end`, {})
  const { id: deal_id } = await newDeal(wire)
  return { deal_id, begin: () => post(wire, '/deal-reviews', { pipeline: 'trade', person: 'me' }) }
}

/** The addresses of a deal on it. */
const onReview = async (wire: Wire) => {
  const { deal_id, begin } = await newReview(wire)
  return { deal_id, deal_review_id: (await begin()).id as string }
}

export const preparedReviews: Record<string, Fresh> = {
  'deal_reviews.create': async (wire) => {
    await newReview(wire)
    return { body: { pipeline: 'trade', person: 'me' } }
  },
  'deal_reviews.mark': async (wire, random) => ({
    path: await onReview(wire),
    body: { decision: `Ring them ${random.below(1e9)}` },
  }),
  'deal_review_tasks.create': async (wire) => ({
    path: await onReview(wire),
    body: { subject: 'Ring them', due_on: '2027-01-15' },
  }),
  'deal_reviews.end': async (wire) => ({
    path: { deal_review_id: (await onReview(wire)).deal_review_id },
    body: {},
  }),
}
