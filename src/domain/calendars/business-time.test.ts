import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { businessHoursBetween, plusBusinessHours, type WorkingTime } from './business-time.ts'
import type { Hours } from './calendar.ts'

const nine = [{ from: '09:00', to: '17:00' }]
const week: Hours = {
  monday: nine,
  tuesday: nine,
  wednesday: nine,
  thursday: nine,
  friday: nine,
  saturday: [],
  sunday: [],
}
const always = [{ from: '00:00', to: '24:00' }]
const nights: Hours = { ...week, saturday: always, sunday: [{ from: '00:00', to: '06:00' }] }
const berlin: WorkingTime = { time_zone: 'Europe/Berlin', hours: week, holidays: new Set(['2026-12-25']) }

describe('eight hours of work', () => {
  test('end on the same day where they begin with it', () => {
    expect(plusBusinessHours(berlin, '2026-11-24T08:00:00.000Z', 8)).toBe('2026-11-24T16:00:00.000Z')
  })
  test('that begin on Friday afternoon end on Monday', () => {
    expect(plusBusinessHours(berlin, '2026-11-27T15:00:00.000Z', 8)).toBe('2026-11-30T15:00:00.000Z')
  })
  test('are not counted on a holiday', () => {
    expect(plusBusinessHours(berlin, '2026-12-24T12:00:00.000Z', 8)).toBe('2026-12-28T12:00:00.000Z')
  })
  test('begin when people come, where somebody asks at night', () => {
    expect(plusBusinessHours(berlin, '2026-11-23T22:00:00.000Z', 2)).toBe('2026-11-24T10:00:00.000Z')
  })
  test('keep to the clock of the place when it is set', () => {
    // Friday 27 March is in winter time, Monday 30 March in summer time.
    expect(plusBusinessHours(berlin, '2026-03-27T15:00:00.000Z', 2)).toBe('2026-03-30T08:00:00.000Z')
  })
})

test('in the night in which clocks go forward a shift is an hour shorter, and longer when they go back', () => {
  const working = { ...berlin, hours: nights }
  expect(businessHoursBetween(working, '2026-03-28T23:00:00.000Z', '2026-03-29T12:00:00.000Z')).toBe(5)
  expect(businessHoursBetween(working, '2026-10-24T22:00:00.000Z', '2026-10-25T12:00:00.000Z')).toBe(7)
})

test('a calendar that is closed for years says so instead of looking for ever', () => {
  const never = { ...berlin, hours: Object.fromEntries(Object.keys(week).map((day) => [day, []])) as unknown as Hours }
  expect(plusBusinessHours(never, '2026-11-24T08:00:00.000Z', 1)).toBeNull()
})

describe('whatever the place, its hours and its holidays', () => {
  const day = fc
    .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 4 })
    .map((quarters) => quarters.toSorted((a, b) => a - b))
    .map((quarters) => {
      const time = (q: number) =>
        `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`
      const pairs = [quarters.slice(0, 2), quarters.slice(2, 4)].filter((pair) => pair.length === 2)
      return pairs.map(([from = 0, to = 0]) => ({ from: time(from), to: time(to) }))
    })
  const hours = fc
    .record({ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day })
    // A quarter of an hour a week would be taken for a place that never opens before 60 hours are worked.
    .map((all): Hours => ({ ...all, wednesday: nine }))
  // Around the days on which clocks are set there, by an hour or by half of one.
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Jakarta',
    'Asia/Kolkata',
  )
  const moments = fc
    .tuple(
      fc.constantFrom('2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30'),
      fc.nat(10 * 1440),
    )
    .map(([start, minutes]) => new Date(Date.parse(start) + minutes * 60_000).toISOString())
  const holidays = fc
    .uniqueArray(fc.integer({ min: 0, max: 250 }), { maxLength: 8 })
    .map(
      (days) =>
        new Set(days.map((n) => new Date(Date.parse('2026-03-01') + n * 86_400_000).toISOString().slice(0, 10))),
    )
  const working = fc.record({ time_zone: zones, hours, holidays })
  const quarters = (most: number) => fc.integer({ min: 1, max: most * 4 }).map((n) => n / 4)

  const plus = (...given: Parameters<typeof plusBusinessHours>) => plusBusinessHours(...given) ?? ''

  test('as many hours are worked until the moment as were asked for', () => {
    fc.assert(
      fc.property(working, moments, quarters(60), (place, from, asked) => {
        expect(businessHoursBetween(place, from, plus(place, from, asked))).toBeCloseTo(asked, 9)
      }),
      { numRuns: 400 },
    )
  })

  test('two waits one after the other are one wait', () => {
    fc.assert(
      fc.property(working, moments, quarters(30), quarters(30), (place, from, a, b) => {
        expect(plus(place, plus(place, from, a), b)).toBe(plus(place, from, a + b))
      }),
      { numRuns: 400 },
    )
  })

  test('who asks later is answered no earlier, and no moment lies in a holiday', () => {
    fc.assert(
      fc.property(working, moments, fc.nat(3000), quarters(30), (place, from, minutes, asked) => {
        const later = new Date(Date.parse(from) + minutes * 60_000).toISOString()
        const due = plus(place, from, asked)
        expect(plus(place, later, asked) >= due).toBe(true)
        // A moment before, since a wait may end with a day at midnight.
        const inside = Temporal.Instant.from(due).subtract({ milliseconds: 1 }).toZonedDateTimeISO(place.time_zone)
        expect(place.holidays.has(inside.toPlainDate().toString())).toBe(false)
      }),
      { numRuns: 400 },
    )
  })
})
