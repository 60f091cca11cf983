import { describe, expect, it } from 'vitest'
import { reminderOf } from './reminder.ts'

const asked = (due_at: string | null = null) => ({ requested_at: '2026-11-20T08:00:00.000Z', due_at })

describe('a question that waits', () => {
  it.each([
    ['not on the next day', asked(), '2026-11-21T08:00:00.000Z', null],
    ['after two days', asked(), '2026-11-22T08:00:00.000Z', { nth: '1', days: 2 }],
    ['not a second time on the third', asked(), '2026-11-23T20:00:00.000Z', { nth: '1', days: 3 }],
    ['again after five', asked(), '2026-11-25T08:00:00.000Z', { nth: '2', days: 5 }],
    ['and after ten for the last time', asked(), '2027-01-25T08:00:00.000Z', { nth: '3', days: 66 }],
    [
      'by how long it has waited once its day has passed',
      asked('2026-11-21T07:00:00.000Z'),
      '2026-11-22T08:00:00.000Z',
      { nth: '1', days: 2 },
    ],
    [
      'the day before it is due',
      asked('2026-11-22T07:00:00.000Z'),
      '2026-11-21T08:00:00.000Z',
      { nth: 'due', days: 1 },
    ],
  ])('is reminded of %s', (_, question, now, expected) => {
    expect(reminderOf(question, now)).toEqual(expected)
  })
})
