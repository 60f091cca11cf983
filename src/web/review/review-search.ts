export const reviewMembers = ['in', 'whose', 'review', 'deal', 'since'] as const

/** What the review shows, as its address says it: a review that is under way or was held, or what one would be about. */
export type ReviewSearch = {
  /** The pipeline, by its key. */
  in?: string | undefined
  /** `me`, a person or a team, by id; everybody where none is named. */
  whose?: string | undefined
  /** The review, by its id. */
  review?: string | undefined
  /** The deal that is talked about, by its key. */
  deal?: string | undefined
  /** The day with which the comparison begins, where that is not the last review. */
  since?: string | undefined
}
