import { expect, it } from 'vitest'
import { type Credits, decideCredits } from './decide-credits.ts'

const none: Credits = { revenue: [], overlay: [], sourced: null, influenced: [] }
const share = (person_id: string, share: number) => ({ person_id, share })

it.each<[string, Partial<Credits>, string | null]>([
  ['nobody is named, and the owner has all of it', {}, null],
  ['two share a deal', { revenue: [share('a', 6_000), share('b', 4_000)] }, null],
  ['three do', { revenue: [share('a', 3_333), share('b', 3_333), share('c', 3_334)] }, null],
  ['but nothing is left over', { revenue: [share('a', 6_000)] }, 'credit-sum'],
  ['nor given twice', { revenue: [share('a', 6_000), share('b', 6_000)] }, 'credit-sum'],
  ['who helped stands apart', { revenue: [share('a', 10_000)], overlay: [share('b', 5_000)] }, null],
  ['up to a cap', { overlay: [share('a', 6_000), share('b', 4_001)] }, 'overlay-cap'],
  ['each once', { overlay: [share('a', 100), share('a', 100)] }, 'credit-twice'],
  ['one brought it', { sourced: { partner_account_id: 'p' }, influenced: [{ person_id: 'a' }] }, null],
  ['and is not counted beside it', { sourced: { person_id: 'a' }, influenced: [{ person_id: 'a' }] }, 'credit-twice'],
])('%s', (_, credits, code) => {
  const decided = decideCredits({ ...none, ...credits })
  expect(decided.ok ? null : decided.refusal.code).toBe(code)
})
