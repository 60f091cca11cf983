import { expect, test } from 'vitest'
import { daysOf } from './period.ts'
import { dayIn, startOfDay } from './zone.ts'

test.each([
  ['2026-10-01', 'Asia/Jakarta', '2026-09-30T17:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
  ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
  ['2026-07-01', 'UTC', '2026-07-01T00:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, moment) => {
  expect(startOfDay(day, zone)).toBe(moment)
  expect(dayIn(moment, zone)).toBe(day)
})

test('a fiscal quarter begins and ends on days of the calendar', () => {
  expect(daysOf('2026-Q4', 1)).toEqual({ from: '2026-10-01', until: '2027-01-01' })
  expect(daysOf('2026-Q1', 4)).toEqual({ from: '2025-04-01', until: '2025-07-01' })
  expect(daysOf('2026-Q4', 4)).toEqual({ from: '2026-01-01', until: '2026-04-01' })
})
