import { expect, it } from 'vitest'
import { randomFrom } from '../../stats/random.ts'
import { roundedSize } from '../../stats/size-bands.ts'
import { instantOf } from '../../values/instant.ts'
import { dayNumber, type StayRow, staysOf } from './stays.ts'

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

it('a stay has the amount that its deal came with, in one currency: nothing of what was said later, or at its end', () => {
  const row = (occurred: number, stage: string, amount_minor: number | null, more: Partial<StayRow> = {}): StayRow => ({
    deal_id: 'deal_1',
    version: occurred,
    pipeline_id: 'pip_a',
    stage,
    entered: occurred,
    outcome: null,
    closed: null,
    occurred,
    administrative: false,
    amount_minor,
    currency: 'USD',
    ...more,
  })
  const rows = [
    row(1, 'new', null),
    row(4, 'offer', 30_000),
    // The same stage under another name: no stay of its own.
    row(6, 'offer', 50_000),
    row(9, 'signed', 80_000, { currency: 'EUR' }),
    row(12, 'signed', 99_900, { outcome: 'won', closed: 12 }),
  ]
  const euros = { USD: 0.5, EUR: 1 } as Record<string, number>
  const stays = staysOf(rows, undefined, ({ amount_minor, currency }) =>
    amount_minor === null ? null : (amount_minor / 100) * (euros[currency] ?? 0),
  )
  expect(stays.map(({ stage, amount }) => [stage, amount])).toEqual([
    ['new', undefined],
    ['offer', roundedSize(30_000) / 200],
    ['signed', roundedSize(80_000) / 100],
  ])
})
