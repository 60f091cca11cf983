export const gridMembers = ['rows', 'pipeline', 'span', 'sum', 'rates'] as const

/** What the grid shows, as its address says: `span` a month or a year instead of the quarter, `rates` both the frozen and today’s. */
export type GridSearch = { [Member in (typeof gridMembers)[number]]?: string }
