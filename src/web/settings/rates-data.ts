/** Everything that is asked about rates. */
export const ratesKey = ['rates'] as const
