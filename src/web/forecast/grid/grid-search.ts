export const gridMembers = ['rows', 'pipeline', 'span', 'sum'] as const

/** What the grid shows, as its address says: `span` a month or a year instead of the quarter. */
export type GridSearch = { [Member in (typeof gridMembers)[number]]?: string }
