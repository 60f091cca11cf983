/** Through what something was asked for. */
export const channels = ['screen', 'api', 'cli', 'mcp', 'import', 'system'] as const
export type Channel = (typeof channels)[number]
