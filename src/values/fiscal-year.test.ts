import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextPeriod, type PeriodKind, periodOf, previousPeriod, readPeriod } from './fiscal-calendar.ts'
import {
  checkChanges,
  type FiscalCalendar,
  type FiscalWeeks,
  fiscalYear,
  weekdays,
  weekPatterns,
} from './fiscal-year.ts'

/** The National Retail Federation's: 4-5-4, to the Saturday nearest to the end of January, called after its start. */
const retail = byWeeks(2, { pattern: '4-5-4', year_ends: 'nearest', weekday: 'saturday', named_after: 'start' })
/** As a maker of computers has it: 52 or 53 weeks to the last Saturday of September. */
const september = byWeeks(10, { pattern: '5-4-4', year_ends: 'last', weekday: 'saturday', named_after: 'end' })

function byWeeks(fiscal_year_start_month: number, fiscal_weeks: FiscalWeeks): FiscalCalendar {
  return { fiscal_year_start_month, fiscal_weeks }
}

const days = (key: string, calendar: FiscalCalendar) => {
  const read = readPeriod(key, calendar)
  return read.ok ? `${read.value.starts} ${read.value.ends}` : read.refusal.message
}

const weeksIn = (year: number, calendar: FiscalCalendar) => {
  const { edges } = fiscalYear(year, calendar) ?? { edges: [] }
  return Temporal.PlainDate.from(edges[0] ?? '').until(edges[12] ?? '', { largestUnit: 'days' }).days / 7
}

const longYears = (calendar: FiscalCalendar, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((year) => weeksIn(year, calendar) === 53)

describe('years of 53 weeks, as they were published', () => {
  test('in retail: 2000, 2006, 2012, 2017 and 2023', () =>
    expect(longYears(retail, 1996, 2027)).toEqual([2000, 2006, 2012, 2017, 2023]))
  test('in years that end on the last Saturday of September: 2000, 2006, 2012, 2017 and 2023', () =>
    expect(longYears(september, 1996, 2027)).toEqual([2000, 2006, 2012, 2017, 2023]))
  test.each([2022, 2023, 2024])('the 53rd week of retail goes to the last month of the fourth quarter: %i', (year) =>
    expect(days(`${year}-P12`, retail)).toBe(
      { 2022: '2023-01-01 2023-01-29', 2023: '2023-12-31 2024-02-04', 2024: '2025-01-05 2025-02-02' }[year],
    ),
  )
})

test.each([
  ['2023', retail, '2023-01-29 2024-02-04'],
  ['2023-Q1', retail, '2023-01-29 2023-04-30'],
  ['2023-P01', retail, '2023-01-29 2023-02-26'],
  ['2023-P02', retail, '2023-02-26 2023-04-02'],
  ['2023-P09', retail, '2023-10-01 2023-10-29'],
  ['2015-P09', retail, '2015-10-04 2015-11-01'],
  ['2023-Q4', september, '2023-06-25 2023-10-01'],
  ['2023-Q1', september, '2022-09-25 2022-12-25'],
  ['2023-11', retail, '2023-11-01 2023-12-01'],
  ['2026-W53', retail, '2026-12-28 2027-01-04'],
])('%s', (key, calendar, expected) => expect(days(key, calendar)).toBe(expected))

test('a month of weeks is refused where years have calendar months', () =>
  expect(days('2026-P11', { fiscal_year_start_month: 1 })).toBe(
    'P01 to P12 are the months of fiscal years of weeks, and 2026 has calendar months; write them such as 2026-11',
  ))

test('between calendar months that were asked for in a year of weeks lie calendar months', () => {
  const read = readPeriod('2026-11', retail)
  if (!read.ok) throw new Error(read.refusal.message)
  expect([previousPeriod(read.value, retail).key, nextPeriod(read.value, retail).key]).toEqual(['2026-10', '2026-12'])
})

/** Steps through periods from 1920 on for two hundred years; what it returns meets without a gap and without a twin. */
function walk(kind: PeriodKind, calendar: FiscalCalendar, from = '1920-06-15', until = '2120-06-15') {
  const keys = new Set<string>()
  for (let period = periodOf(from, kind, calendar); period.starts < until; ) {
    expect(period.starts < period.ends).toBe(true)
    expect(readPeriod(period.key, calendar)).toEqual({ ok: true, value: period })
    expect(keys.has(period.key)).toBe(false)
    keys.add(period.key)
    const next = periodOf(period.ends, kind, calendar)
    expect(next.starts).toBe(period.ends)
    expect(periodOf(Temporal.PlainDate.from(period.ends).subtract({ days: 1 }).toString(), kind, calendar)).toEqual(
      period,
    )
    period = next
  }
  return keys.size
}

const anyWeeks = fc.record({
  pattern: fc.constantFrom(...weekPatterns),
  year_ends: fc.constantFrom('last' as const, 'nearest' as const),
  weekday: fc.constantFrom(...weekdays),
  named_after: fc.constantFrom('start' as const, 'end' as const),
})
const anyCut = fc.record({
  fiscal_year_start_month: fc.integer({ min: 1, max: 12 }),
  fiscal_weeks: fc.option(anyWeeks, { nil: null }),
})

describe('for two hundred years periods tile the days', () => {
  const patterns = weekPatterns.flatMap((pattern) => (['last', 'nearest'] as const).map((rule) => ({ pattern, rule })))
  test.each(patterns)(
    '$pattern, ending on the $rule weekday, from any month',
    ({ pattern, rule }) => {
      for (const [i, weekday] of weekdays.entries()) {
        const calendar = byWeeks(((i * 5) % 12) + 1, { pattern, year_ends: rule, weekday, named_after: 'end' })
        let before: string | undefined
        for (let year = 1920; year < 2120; year++) {
          const { edges } = fiscalYear(year, calendar) ?? { edges: [] }
          const lengths = edges.slice(1).map((edge, month) => gap(edges[month] ?? '', edge) / 7)
          const told = `${pattern}-${pattern}-${pattern}-${pattern}`.split('-').map(Number)
          const long = weeksIn(year, calendar) === 53
          expect(edges[0]).toBe(before ?? edges[0])
          before = edges[12]
          expect(lengths).toEqual(told.map((weeks, month) => weeks + (long && month === 11 ? 1 : 0)))
        }
      }
    },
    60_000,
  )

  test.each([
    ['the months of retail', retail, 'month', 2400],
    ['the quarters of retail', retail, 'quarter', 800],
    ['the quarters of years to September', september, 'quarter', 800],
    ['the years to September', september, 'year', 200],
  ] as const)(
    '%s, by their names and back',
    (_, calendar, kind, least) => expect(walk(kind, calendar)).toBeGreaterThanOrEqual(least),
    60_000,
  )

  test('the rule of a year of weeks holds: its end is the last, or within three days of the end of the month', () => {
    fc.assert(
      fc.property(
        anyWeeks,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1920, max: 2120 }),
        (weeks, month, year) => {
          const { edges } = fiscalYear(year, byWeeks(month, weeks)) ?? { edges: [] }
          const last = Temporal.PlainDate.from(edges[12] ?? '').subtract({ days: 1 })
          const near = last.add({ days: 10 }).with({ month, day: 1 })
          const monthEnd = [near.subtract({ years: 1 }), near, near.add({ years: 1 })]
            .map((first) => first.subtract({ days: 1 }).toString())
            .toSorted((a, b) => Math.abs(gap(a, last.toString())) - Math.abs(gap(b, last.toString())))[0]
          const past = gap(last.toString(), monthEnd ?? '')
          expect(last.dayOfWeek).toBe(weekdays.indexOf(weeks.weekday) + 1)
          expect(weeks.year_ends === 'last' ? past >= 0 && past <= 6 : Math.abs(past) <= 3).toBe(true)
        },
      ),
    )
  })

  test('quarters and years also across a change of the calendar, whatever it is', () => {
    const change = fc.tuple(anyCut, fc.integer({ min: 1, max: 20 }))
    fc.assert(
      fc.property(anyCut, fc.array(change, { minLength: 1, maxLength: 3 }), (first, changes) => {
        let year = 1970
        const fiscal_changes = changes.map(([cut, after]) => ({ ...cut, from_year: (year += after) }))
        const calendar = { ...first, fiscal_changes }
        fc.pre(checkChanges(calendar).ok)
        for (const kind of ['quarter', 'year'] as const) walk(kind, calendar, '1965-06-15', '2035-06-15')
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

const gap = (a: string, b: string) => Temporal.PlainDate.from(a).until(b, { largestUnit: 'days' }).days

describe('a calendar that changes', () => {
  const january = { fiscal_year_start_month: 1 }
  const retailFrom2027 = {
    ...january,
    fiscal_changes: [
      { ...september, fiscal_weeks: retail.fiscal_weeks ?? null, fiscal_year_start_month: 2, from_year: 2027 },
    ],
  }
  const julyFrom2027 = {
    ...january,
    fiscal_changes: [{ fiscal_year_start_month: 7, fiscal_weeks: null, from_year: 2027 }],
  }
  const backToJanuary = {
    fiscal_year_start_month: 7,
    fiscal_changes: [{ fiscal_year_start_month: 1, fiscal_weeks: null, from_year: 2027 }],
  }

  test.each([
    ['what was before keeps its days', '2025-Q4', retailFrom2027, '2025-10-01 2026-01-01'],
    ['the last year reaches up to the new one', '2026', retailFrom2027, '2026-01-01 2027-01-31'],
    ['and so does its last quarter', '2026-Q4', retailFrom2027, '2026-10-01 2027-01-31'],
    ['the new one is cut anew', '2027-Q1', retailFrom2027, '2027-01-31 2027-05-02'],
    ['a year that the change cuts short', '2026', julyFrom2027, '2026-01-01 2026-07-01'],
    ['the year after it', '2027-Q1', julyFrom2027, '2026-07-01 2026-10-01'],
    ['a year that has to wait for the next', '2026-Q4', backToJanuary, '2026-04-01 2027-01-01'],
  ])('%s: %s', (_, key, calendar, expected) => expect(days(key, calendar)).toBe(expected))

  test('what it cuts off is told', () =>
    expect(days('2026-Q3', julyFrom2027)).toBe(
      'there is no 2026-Q3: the fiscal year 2026 ends before 2026-07-01, since another calendar holds from 2027 on',
    ))

  test.each([
    [[2027, 2026], 'The year 2026 comes before 2027; put them in order.'],
    [[2027, 2027], 'The year 2027 comes before 2027; put them in order.'],
  ])('changes from %j are refused', (years, message) => {
    const fiscal_changes = years.map((from_year) => ({ ...january, fiscal_weeks: null, from_year }))
    expect(checkChanges({ ...january, fiscal_changes })).toMatchObject({ ok: false, refusal: { message } })
  })

  test('a change that would begin before the one before it is refused', () => {
    const named = (fiscal_year_start_month: number, named_after: 'start' | 'end', from_year: number) => ({
      from_year,
      fiscal_year_start_month,
      fiscal_weeks: { pattern: '4-4-5', year_ends: 'last', weekday: 'sunday', named_after } as const,
    })
    const fiscal_changes = [named(12, 'start', 2027), named(2, 'end', 2028)]
    expect(checkChanges({ ...january, fiscal_changes })).toMatchObject({
      refusal: {
        message: 'With this the year 2028 would begin before 2027 does; let it hold from a later year.',
      },
    })
  })
})
