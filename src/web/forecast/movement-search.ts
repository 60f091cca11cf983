/** What the page of movements shows, as its address says it. */
export type MovementSearch = {
  /** Since when: `week`, `month`, `period`, or the day with which it begins. */
  since?: string
  /** The day with which it ends; the moment that the page shows, where none is named. */
  until?: string
  measure?: string
  /** One pipeline, by its key. */
  in?: string
  /** A person, or a team, by its id. */
  whose?: string
  /** The bar whose deals are shown. */
  bar?: string
}
export const movementMembers = ['since', 'until', 'measure', 'in', 'whose', 'bar'] as const
