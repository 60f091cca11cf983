import { expect, test } from 'vitest'
import { reviewDue } from './review-due.ts'

const none = { reviewed_at: null, published_at: null, next_on: null }
const published_at = '2026-01-10T09:00:00.000Z'

test.each([
  [
    'a rhythm counts from when the pipeline was published',
    { ...none, published_at, review_every_days: 90 },
    '2026-04-10',
  ],
  [
    '… and then from each review',
    { ...none, published_at, review_every_days: 90, reviewed_at: '2026-05-01T09:00:00.000Z' },
    '2026-07-30',
  ],
  ['a date is a date', { ...none, published_at, review_on: '2026-06-01' }, '2026-06-01'],
  ['… until a review was held', { ...none, review_on: '2026-06-01', reviewed_at: '2026-06-02T09:00:00.000Z' }, null],
  [
    '… and one that was held before it leaves it standing',
    { ...none, review_on: '2026-06-01', reviewed_at: '2026-02-02T09:00:00.000Z' },
    '2026-06-01',
  ],
  ['of both the earlier', { ...none, published_at, review_every_days: 30, review_on: '2026-06-01' }, '2026-02-09'],
  [
    'what the last review said goes before all',
    { ...none, published_at, review_every_days: 30, next_on: '2026-12-24' },
    '2026-12-24',
  ],
  ['a text that is not published has no rhythm yet', { ...none, review_every_days: 30 }, null],
])('%s', (_, rhythm, expected) => expect(reviewDue(rhythm)).toBe(expected))
