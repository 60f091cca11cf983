import { id } from './sample-ids.ts'

/** Pipeline reviews, as the reference shows them. */
export const reviewExamples = {
  'deal_reviews.agenda': { pipeline: 'trade', person: 'me' },
  'deal_reviews.create': { pipeline: 'trade', person: 'me' },
  'deal_reviews.list': { pipeline: 'trade', state: 'under_way' },
  'deal_reviews.get': { deal_review_id: id('drv') },
  'deal_reviews.mark': {
    deal_review_id: id('drv'),
    deal_id: 'D-7',
    decision: 'Push to January; Ana asks the buyer why',
  },
  'deal_review_tasks.create': {
    deal_review_id: id('drv'),
    deal_id: 'D-7',
    subject: 'Ask the buyer for a date',
    due_on: '2026-12-04',
  },
  'deal_reviews.end': { deal_review_id: id('drv'), note: 'We keep the commit' },
}
