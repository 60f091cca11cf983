export { tellOfDueReviews } from './jobs.ts'
export { createReview, listReviews, listReviewsOfPipeline, reviewStates } from './operations.ts'
export { Review, ReviewState } from './review.ts'
export { reviewDue } from './review-due.ts'
