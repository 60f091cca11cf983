import { expect, test } from 'vitest'
import { knownRates, ratesAt } from './known-rates.ts'

const rate = (valid_from: string, per_euro: string, day: number) => ({
  valid_from,
  per_euro,
  recorded_at: `2026-03-0${day}T12:00:00.000Z`,
})
const held = (as_of: string | undefined, ...rates: ReturnType<typeof rate>[]) =>
  ratesAt(new Map([['USD', knownRates(rates)]]), as_of)
    .get('USD')
    ?.map(({ per_euro }) => per_euro)

const corrected = [rate('2026-01-01', '1.1', 2), rate('2026-01-01', '1.2', 4), rate('2026-02-01', '1.3', 3)]

test.each([
  ['now, the newest of a day', undefined, ['1.2', '1.3']],
  ['between the two, the one that was known', '2026-03-03T12:00:00.000Z', ['1.1', '1.3']],
  ['from the moment on at which it was recorded', '2026-03-04T12:00:00.000Z', ['1.2', '1.3']],
  ['before any of them, the newest', '2026-03-01T12:00:00.000Z', ['1.2', '1.3']],
])('%s', (_, as_of, rates) => expect(held(as_of, ...corrected)).toEqual(rates))

test('what was given once is the same whenever one asks', () =>
  expect(held('2020-01-01T00:00:00.000Z', rate('2026-01-01', '1.1', 2), rate('2026-02-01', '1.3', 3))).toEqual([
    '1.1',
    '1.3',
  ]))
