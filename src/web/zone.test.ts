import { describe, expect, test } from 'vitest'
import { daysOf, neighbour, periodOf } from './period.ts'
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

describe('fiscal quarters as the calendar of the workspace has them', () => {
  const quarters = [
    ['2026-Q3', '2026-06-28'],
    ['2026-Q4', '2026-09-27'],
    ['2027-Q1', '2027-01-03'],
    // A year that another calendar cuts short.
    ['2028-Q1', '2027-04-04'],
    ['2028-Q2', '2027-07-04'],
  ].map(([period = '', starts = '']) => ({ period, starts }))
  const workspace = { quarters, time_zone: 'Pacific/Kiritimati' }

  test('they begin and end on days of their own', () => {
    expect(daysOf('2026-Q4', workspace)).toEqual({ from: '2026-09-27', until: '2027-01-03' })
    expect(daysOf('2028-Q1', workspace)).toEqual({ from: '2027-04-04', until: '2027-07-04' })
  })

  test('a moment lies in the one of its day there, where that begins fourteen hours before UTC', () => {
    expect(periodOf('2027-01-02T09:59:59.000Z', workspace)).toBe('2026-Q4')
    expect(periodOf('2027-01-02T10:00:00.000Z', workspace)).toBe('2027-Q1')
  })

  test('the next one is the next that there is', () => {
    expect(neighbour('2027-Q1', 1, workspace)).toBe('2028-Q1')
    expect(neighbour('2028-Q1', -1, workspace)).toBe('2027-Q1')
    expect(neighbour('2028-Q2', 1, workspace)).toBe('2028-Q2')
  })
})
