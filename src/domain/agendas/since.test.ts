import { expect, test } from 'vitest'
import { oneRoundAgo } from './since.ts'

test.each([
  ['a week where nothing is said', undefined, '2026-11-30T03:00:00.000Z', '2026-11-23T03:00:00.000Z'],
  ['a week', 'weekly', '2026-11-30T03:00:00.000Z', '2026-11-23T03:00:00.000Z'],
  ['a month, also where the days are not there', 'monthly', '2026-03-31T03:00:00.000Z', '2026-02-28T03:00:00.000Z'],
  ['three months', 'quarterly', '2026-11-30T03:00:00.000Z', '2026-08-30T03:00:00.000Z'],
] as const)('the first review looks back %s', (_, cadence, now, since) =>
  expect(oneRoundAgo(now, 'Asia/Jakarta', cadence)).toBe(since),
)

test('by the clocks of the company, which may have been changed since', () =>
  expect(oneRoundAgo('2026-10-28T09:00:00.000Z', 'Europe/Berlin', 'weekly')).toBe('2026-10-21T08:00:00.000Z'))
