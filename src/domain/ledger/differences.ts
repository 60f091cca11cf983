import { moneyOf } from '../../values/money.ts'
import type { DealState } from './state.ts'

/** The members in which two states differ, as they were and as they are: what an event tells. */
export function differences(before: DealState, after: DealState) {
  const names = (Object.keys(after) as (keyof DealState)[]).filter(
    (name) => name !== 'version' && same(before[name]) !== same(after[name]),
  )
  return { before: inWords(before, names), after: inWords(after, names), any: names.length > 0 }
}

/** Members of a state as the wire says them: an amount is money there, not minor units beside a currency. */
export function inWords(state: DealState, names: readonly (keyof DealState)[]): Record<string, unknown> {
  const money = names.some((name) => name === 'amount_minor' || name === 'currency')
  const others = names.filter((name) => name !== 'amount_minor' && name !== 'currency')
  const said = Object.fromEntries(others.map((name) => [name, plain(state[name])]))
  if (!money || state.currency === undefined) return said
  const { amount_minor, currency } = state
  return { ...said, amount: amount_minor === null ? null : moneyOf(amount_minor, currency), currency }
}

const plain = (value: unknown) => (typeof value === 'bigint' ? String(value) : value)
const same = (value: unknown) => JSON.stringify(plain(value) ?? null)
