import { expect, test } from 'vitest'
import { chosen, isInRange, moved, rangeOf, tsvOf } from './grid-keys.ts'

const size = { rows: 4, columns: 5 }
const press = (key: string, { shift = false, ctrl = false } = {}) => ({ key, shift, ctrl })

test('arrows step from cell to cell and stay in the grid', () => {
  const start = chosen({ row: 0, column: 0 })
  expect(moved(start, press('ArrowDown'), size)).toEqual(chosen({ row: 1, column: 0 }))
  expect(moved(start, press('ArrowUp'), size)).toEqual(start)
  expect(moved(start, press('ArrowRight', { ctrl: true }), size)).toEqual(chosen({ row: 0, column: 4 }))
  expect(moved(start, press('End', { ctrl: true }), size)).toEqual(chosen({ row: 3, column: 4 }))
  expect(moved(start, press('x'), size)).toBeNull()
})

test('Shift spans a range from where it began, and the range is copied with tabs and line breaks', () => {
  const start = chosen({ row: 2, column: 2 })
  const right = moved(start, press('ArrowLeft', { shift: true }), size)
  const range = right && moved(right, press('ArrowDown', { shift: true }), size)
  expect(range && rangeOf(range)).toEqual({ top: 2, bottom: 3, left: 1, right: 2 })
  expect(range && isInRange(range, { row: 3, column: 1 })).toBe(true)
  expect(range && isInRange(range, { row: 1, column: 1 })).toBe(false)
  expect(range && tsvOf(range, ({ row, column }) => `${row}${column}`)).toBe('21\t22\n31\t32')
})
