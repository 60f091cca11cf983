import type { Money } from './wire.ts'

/** Adds amounts of one currency exactly, as decimal text; null when currencies differ. */
export function plus(left: Money, right: Money): Money | null {
  if (left.currency !== right.currency) return null
  const places = Math.max(placesOf(left.amount), placesOf(right.amount))
  return {
    amount: textOf(unitsOf(left.amount, places) + unitsOf(right.amount, places), places),
    currency: left.currency,
  }
}

export const minus = (left: Money, right: Money): Money | null =>
  plus(left, { ...right, amount: negated(right.amount) })

/** Amounts are only turned into floats for the length of a bar or the size of a step, never for a figure. */
export const sizeOf = (money: Money | null | undefined): number => (money ? Number(money.amount) : 0)

const negated = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`)

const placesOf = (amount: string) => amount.split('.')[1]?.length ?? 0

function unitsOf(amount: string, places: number): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const units = BigInt(whole + fraction.padEnd(places, '0'))
  return amount.startsWith('-') ? -units : units
}

function textOf(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return units < 0n ? `-${text}` : text
}
