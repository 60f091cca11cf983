import type { DealState } from './state.ts'

/** The members in which two states differ, as they were and as they are: what an event tells. */
export function differences(before: DealState, after: DealState) {
  const names = (Object.keys(after) as (keyof DealState)[]).filter(
    (name) => name !== 'version' && same(before[name]) !== same(after[name]),
  )
  const pick = (state: DealState) => Object.fromEntries(names.map((name) => [name, plain(state[name])]))
  return { before: pick(before), after: pick(after), any: names.length > 0 }
}

const plain = (value: unknown) => (typeof value === 'bigint' ? String(value) : value)
const same = (value: unknown) => JSON.stringify(plain(value) ?? null)
