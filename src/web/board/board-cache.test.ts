import { expect, test } from 'vitest'
import type { Board, BoardStage, Card } from '../wire.ts'
import { arrivals, extended, merged, placed, placeOf } from './board-cache.ts'

const deal = (id: string, amount: string | null = '100.10', version = 1) =>
  ({ id, name: id, version, stage: '', amount: amount === null ? null : { amount, currency: 'EUR' } }) as Card

const column = (key: string, deals: Card[], over: Partial<BoardStage> = {}): BoardStage => ({
  key,
  name: key.toUpperCase(),
  phase: 'qualify',
  count: deals.length,
  sum: { amount: (deals.length * 100.1).toFixed(2), currency: 'EUR' },
  weighted: null,
  usual_days: null,
  deals,
  unconverted: [],
  slow_days: null,
  very_slow_days: null,
  older_version: null,
  belongs_to: null,
  next_cursor: null,
  ...over,
})

const board = (...stages: BoardStage[]): Board => ({
  pipeline: { id: 'p', key: 'p', name: 'P' },
  as_of: null,
  definition_version: 1,
  currency: 'EUR',
  position: 1,
  count: 0,
  sum: { amount: '0.00', currency: 'EUR' },
  weighted: null,
  unconverted: [],
  suspected: null,
  stages,
})
const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => deal(`d${from + index}`))

test('a moved card leaves one column, heads the other, and both count and sum again to the cent', () => {
  const after = placed(board(column('a', [deal('x'), deal('y')]), column('b', [deal('z')])), deal('x'), 'b')
  expect(after.stages.map(({ count, sum, deals }) => [count, sum.amount, deals.map(({ id }) => id)])).toEqual([
    [1, '100.10', ['y']],
    [2, '200.20', ['x', 'z']],
  ])
})

test('a won deal leaves the board', () => {
  const after = placed(board(column('a', [deal('x')])), deal('x'), null)
  expect(placeOf(after, 'x')).toBeNull()
  expect(after.stages[0]?.count).toBe(0)
})

test('an amount in another currency does not touch the sum, which waits for the rate of the server', () => {
  const rupiah = { ...deal('x'), amount: { amount: '5000000.00', currency: 'IDR' } }
  const after = placed(board(column('a', []), column('b', [rupiah])), rupiah, 'a')
  expect(after.stages[0]?.sum.amount).toBe('0.00')
})

test('a fresh answer keeps further pages that were loaded, but not the deals that changed', () => {
  const old = board(column('a', many(0, 120), { next_cursor: 'c120', count: 300 }))
  const fresh = board(column('a', many(0, 50), { next_cursor: 'c50', count: 299 }))
  const after = merged(old, fresh, new Set(['d77']), null)
  expect(after.stages[0]?.deals).toHaveLength(119)
  expect(after.stages[0]?.deals.some(({ id }) => id === 'd77')).toBe(false)
  expect(after.stages[0]?.next_cursor).toBe('c120')
  expect(after.stages[0]?.count).toBe(299)
})

test('a card in the hand keeps its place when somebody else moves it', () => {
  const old = board(column('a', [deal('x'), deal('held'), deal('y')]), column('b', []))
  const fresh = board(column('a', [deal('x'), deal('y')]), column('b', [deal('held', '1.00', 2)]))
  const after = merged(old, fresh, new Set(['held']), 'held')
  expect(after.stages[0]?.deals.map(({ id }) => id)).toEqual(['x', 'held', 'y'])
  expect(after.stages[1]?.deals).toEqual([])
  expect(placeOf(after, 'held')?.deal.version).toBe(1)
})

test('what moved by itself is named with the stage it is in now', () => {
  const old = board(column('a', [deal('x'), deal('y')]), column('b', []))
  const fresh = board(column('a', [deal('y')]), column('b', [deal('x'), deal('new')]))
  expect(arrivals(old, fresh).map(({ deal: { id }, stage }) => [id, stage])).toEqual([['x', 'B']])
})

test('the next page is appended without doubling a card that both pages hold', () => {
  const after = extended(
    board(column('a', many(0, 50), { next_cursor: 'c50' })),
    'a',
    column('a', many(49, 50), { next_cursor: 'c99' }),
  )
  expect(after.stages[0]?.deals).toHaveLength(99)
  expect(after.stages[0]?.next_cursor).toBe('c99')
})
