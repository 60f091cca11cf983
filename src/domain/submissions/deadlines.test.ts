import { describe, expect, test } from 'vitest'
import { readPeriod } from '../../values/fiscal-calendar.ts'
import { roundOf } from './deadlines.ts'

const calendar = { fiscal_year_start_month: 1 }
const periodOf = (key: string) => {
  const read = readPeriod(key, calendar)
  if (!read.ok) throw new Error(key)
  return read.value
}
const round = (settings: Parameters<typeof roundOf>[0], key: string, now: string, time_zone = 'UTC') =>
  roundOf(settings, periodOf(key), { now, time_zone, calendar })
const friday = { cadence: 'weekly', day: 5, at: '17:00', remind_hours: 24 } as const

describe('a forecast is due', () => {
  test('every week on its day, by the clocks of the company', () => {
    expect(round(friday, '2026-Q4', '2026-11-25T10:00:00.000Z', 'Asia/Jakarta')).toEqual({
      opens_at: '2026-11-20T10:00:00.000Z',
      due_at: '2026-11-27T10:00:00.000Z',
      locks_at: '2026-11-27T10:00:00.000Z',
    })
  })

  test('at the very moment still, and from the next millisecond on for the week after', () => {
    expect(round(friday, '2026-Q4', '2026-11-27T17:00:00.000Z').due_at).toBe('2026-11-27T17:00:00.000Z')
    expect(round(friday, '2026-Q4', '2026-11-27T17:00:00.001Z')).toMatchObject({
      opens_at: '2026-11-27T17:00:00.000Z',
      due_at: '2026-12-04T17:00:00.000Z',
    })
  })

  test('for the last time as the period ends, also in the 53rd week of a year', () => {
    expect(round(friday, '2026-Q4', '2026-12-30T10:00:00.000Z')).toMatchObject({
      opens_at: '2026-12-25T17:00:00.000Z',
      due_at: '2027-01-01T00:00:00.000Z',
    })
    expect(round(friday, '2026-W53', '2026-12-30T10:00:00.000Z').due_at).toBe('2027-01-01T17:00:00.000Z')
  })

  test('every month or quarter on its day', () => {
    const monthly = { ...friday, cadence: 'monthly', day: 3 } as const
    expect(round(monthly, '2026-Q4', '2026-11-25T10:00:00.000Z').due_at).toBe('2026-12-03T17:00:00.000Z')
    const quarterly = { ...friday, cadence: 'quarterly', day: 90 } as const
    expect(round(quarterly, '2026', '2026-11-25T10:00:00.000Z').due_at).toBe('2026-12-29T17:00:00.000Z')
  })

  test('whenever somebody submits, where the pipeline says nothing', () => {
    expect(round(undefined, '2026-Q4', '2026-11-25T10:00:00.000Z')).toEqual({
      opens_at: null,
      due_at: null,
      locks_at: '2027-01-01T00:00:00.000Z',
    })
  })
})
