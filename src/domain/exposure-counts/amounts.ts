import type { StayRow } from '../history/index.ts'

/** An amount that deals came with, rounded, in minor units of its own currency. */
export type Amount = { amount_minor: number; currency: string }

const amounts: Amount[] = []
const numbers = new Map<string, number>()

/** The number of an amount in this process; null for none. There are a few hundred in any workspace. */
export function groupOf({ amount_minor, currency }: Pick<StayRow, 'amount_minor' | 'currency'>): number | null {
  if (amount_minor === null) return null
  return numbers.getOrInsertComputed(`${amount_minor} ${currency}`, () => amounts.push({ amount_minor, currency }) - 1)
}

export const amountOf = (group: number | undefined): Amount | undefined =>
  group === undefined ? undefined : amounts[group]
