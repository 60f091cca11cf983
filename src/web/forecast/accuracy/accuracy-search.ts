/** What the page about accuracy is told in its address: days ahead, the pipeline or `total`, the method, the backtest. */
export const accuracyMembers = ['horizon', 'scope', 'method', 'target', 'backtest'] as const
export type AccuracySearch = { [member in (typeof accuracyMembers)[number]]?: string }
