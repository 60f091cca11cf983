import { expect, it } from 'vitest'
import { randomFrom } from '../../stats/random.ts'
import { instantOf } from '../../values/instant.ts'
import { dayNumber } from './stays.ts'

it('days of a moment are those of the calendar, as we write it and as PostgreSQL does', () => {
  const random = randomFrom(7)
  const [from, span] = [Date.parse('0001-01-01T00:00:00Z'), 3e14]
  for (let i = 0; i < 2_000; i++) {
    const moment = instantOf(Math.floor(from + random.uniform() * span))
    if (moment.length !== 24) continue
    const days = Date.parse(moment) / 86_400_000
    const database = `${moment.replace('T', ' ').replace(/\.?0*Z$/, '')}+00`
    expect([dayNumber(moment), moment]).toEqual([days, moment])
    expect([dayNumber(database), database]).toEqual([days, database])
  }
  expect(dayNumber('2026-11-24 04:00:00.123456+00')).toBe(dayNumber('2026-11-24T04:00:00.123Z'))
  expect(dayNumber('2026-11-24')).toBe(20_781)
  expect(dayNumber('2026-11-24T05:00:00+01:00')).toBe(dayNumber('2026-11-24T04:00:00Z'))
})
