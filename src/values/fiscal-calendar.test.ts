import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  edgesIn,
  nextPeriod,
  periodKinds,
  periodOf,
  PeriodSchema,
  previousPeriod,
  readPeriod,
} from './fiscal-calendar.ts'

const january = { fiscal_year_start_month: 1 }
const april = { fiscal_year_start_month: 4 }
const read = (key: string, calendar = january) => {
  const decision = readPeriod(key, calendar)
  if (!decision.ok) throw new Error(decision.refusal.message)
  const { starts, ends } = decision.value
  return `${starts} ${ends}`
}
const refusal = (key: string) => {
  const decision = readPeriod(key, january)
  return decision.ok ? 'accepted' : decision.refusal.message
}

describe('a period by its key', () => {
  test.each([
    ['2026', january, '2026-01-01 2027-01-01'],
    ['2026-Q4', january, '2026-10-01 2027-01-01'],
    ['2026-11', january, '2026-11-01 2026-12-01'],
    ['2026-12', january, '2026-12-01 2027-01-01'],
    ['2026-W47', january, '2026-11-16 2026-11-23'],
    ['2026-W01', january, '2025-12-29 2026-01-05'],
    ['2026-W53', january, '2026-12-28 2027-01-04'],
    ['2026', april, '2025-04-01 2026-04-01'],
    ['2026-Q1', april, '2025-04-01 2025-07-01'],
    ['2026-Q4', april, '2026-01-01 2026-04-01'],
    ['2026-11', april, '2026-11-01 2026-12-01'],
    ['2026-W47', april, '2026-11-16 2026-11-23'],
    ['2024', { fiscal_year_start_month: 12 }, '2023-12-01 2024-12-01'],
    ['2024-Q1', { fiscal_year_start_month: 2 }, '2023-02-01 2023-05-01'],
  ])('%s with a year from month %o: %s', (key, calendar, days) => expect(read(key, calendar)).toBe(days))
})

describe('what is no period is refused with what is expected', () => {
  test.each([
    '',
    '2026-Q5',
    '2026-13',
    '2026-00',
    '2026-q4',
    '26-Q4',
    '2026-Q',
    '2026-W60',
    ' 2026',
    '2026-1',
    '+2026',
  ])('"%s"', (key) => expect(refusal(key)).toContain('expected a period such as 2026 (year), 2026-Q4 (quarter)'))
  test('a 53rd week that the year does not have', () =>
    expect(refusal('2025-W53')).toBe('2025 has the weeks W01 to W52'))
  test('a week before the first', () => expect(refusal('2026-W00')).toBe('2026 has the weeks W01 to W53'))
  test('a year out of reach', () => expect(refusal('0000')).toBe('expected a year from 1900 to 2999'))
  test('on the wire too', () => {
    expect(PeriodSchema.safeParse('2025-W53').error?.issues[0]?.message).toBe('2025 has the weeks W01 to W52')
    expect(PeriodSchema.safeParse('2026-Q4').success).toBe(true)
  })
})

describe('the period of a day', () => {
  test.each([
    ['2026-03-31', 'year', '2026'],
    ['2026-04-01', 'year', '2027'],
    ['2026-03-31', 'quarter', '2026-Q4'],
    ['2026-04-01', 'quarter', '2027-Q1'],
    ['2026-12-31', 'quarter', '2027-Q3'],
    ['2026-12-31', 'month', '2026-12'],
    ['2027-01-01', 'week', '2026-W53'],
    ['2024-12-30', 'week', '2025-W01'],
  ] as const)('%s, %s, with a year from April: %s', (day, kind, key) =>
    expect(periodOf(day, kind, april).key).toBe(key),
  )

  test('before and after it', () => {
    const quarter = periodOf('2026-11-24', 'quarter', january)
    expect(nextPeriod(quarter, january).key).toBe('2027-Q1')
    expect(previousPeriod(quarter, january).key).toBe('2026-Q3')
    expect(previousPeriod(periodOf('2026-01-01', 'week', january), january).key).toBe('2025-W52')
    expect(nextPeriod(periodOf('2026-12-31', 'week', january), january).key).toBe('2027-W01')
  })

  test('whatever the day, kind and start of the year: it holds the day, its key reads back, and neighbours meet', () => {
    const day = fc.date({ min: new Date('1902-01-01'), max: new Date('2997-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.constantFrom(...periodKinds), fc.integer({ min: 1, max: 12 }), (date, kind, month) => {
        const calendar = { fiscal_year_start_month: month }
        const today = date.toISOString().slice(0, 10)
        const period = periodOf(today, kind, calendar)
        expect(period.starts <= today && today < period.ends).toBe(true)
        expect(readPeriod(period.key, calendar)).toEqual({ ok: true, value: period })
        expect(nextPeriod(period, calendar).starts).toBe(period.ends)
        expect(previousPeriod(period, calendar).ends).toBe(period.starts)
      }),
    )
  })
})

describe('the edges of a period by the clock of a place', () => {
  const quarter = periodOf('2026-11-24', 'quarter', january)
  test.each([
    ['UTC', '2026-10-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['Asia/Jakarta', '2026-09-30T17:00:00.000Z', '2026-12-31T17:00:00.000Z'],
    ['Europe/Berlin', '2026-09-30T22:00:00.000Z', '2026-12-31T23:00:00.000Z'],
  ])('%s', (zone, from, until) => expect(edgesIn(quarter, zone)).toEqual({ from, until }))

  test('a day whose midnight is skipped begins when the clocks go on', () =>
    expect(edgesIn({ starts: '2018-11-04', ends: '2018-11-05' }, 'America/Sao_Paulo')).toEqual({
      from: '2018-11-04T03:00:00.000Z',
      until: '2018-11-05T02:00:00.000Z',
    }))
})
