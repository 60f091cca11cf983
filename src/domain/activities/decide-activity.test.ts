import { describe, expect, test } from 'vitest'
import type { ActivityState, NewActivity } from './activity.ts'
import { type ActivityPatch, decideActivity, decideChange, isOverdue } from './decide-activity.ts'

const now = '2026-11-24T04:00:00.000Z'
const earlier = '2026-11-20T09:00:00.000Z'
const later = '2026-11-25T09:00:00.000Z'
const deal_id = 'deal_0123456789abcdefghjkmnpqrs'
const plan = (given: Partial<NewActivity>) =>
  decideActivity({ kind: 'task', subject: 'Ask for the budget', ...given }, { actor_id: 'per_me', now })
const made = (given: Partial<NewActivity>): ActivityState => {
  const decision = plan(given)
  if (!decision.ok) throw new Error(decision.refusal.message)
  return decision.value
}
const codeOf = (decision: ReturnType<typeof plan>) => (decision.ok ? 'accepted' : decision.refusal.code)
const change = (given: Partial<NewActivity>, patch: ActivityPatch) => decideChange(made(given), patch, now)

describe('a new activity', () => {
  test('is mine unless somebody else is named, or nobody', () => {
    expect(made({}).owner_id).toBe('per_me')
    expect(made({ owner: 'per_dewi' }).owner_id).toBe('per_dewi')
    expect(made({ owner: null }).owner_id).toBe(null)
  })
  test('asked for by a gate names the deal, the criterion and a person', () =>
    expect(made({ deal_id, criterion: 'budget_confirmed', owner: 'per_dewi', due_on: '2026-11-30' })).toMatchObject({
      deal_id,
      criterion: 'budget_confirmed',
      owner_id: 'per_dewi',
      done_at: null,
    }))
  test('that is a meeting held already is done', () =>
    expect(made({ kind: 'meeting', held_at: earlier })).toMatchObject({ held_at: earlier, done_at: now }))
  test.each([
    ['a note that is due', { kind: 'note', due_on: '2026-11-30' }, 'note-not-planned'],
    ['a note for a criterion', { kind: 'note', deal_id, criterion: 'x' }, 'note-not-planned'],
    ['a task that was held', { kind: 'task', held_at: earlier }, 'task-not-held'],
    ['a meeting held tomorrow', { kind: 'meeting', held_at: later }, 'held-in-future'],
    ['a criterion without its deal', { criterion: 'x' }, 'criterion-without-deal'],
    ['a meeting planned for tomorrow', { kind: 'meeting', due_on: '2026-11-25' }, 'accepted'],
    ['a note', { kind: 'note' }, 'accepted'],
  ] as const)('%s: %s → %s', (_, given, code) => expect(codeOf(plan(given))).toBe(code))
})

describe('a change', () => {
  test.each([
    ['a task is done', {}, { done: true }, { done_at: now, held_at: null }],
    ['a planned call that is done was held', { kind: 'call' }, { done: true }, { done_at: now, held_at: now }],
    [
      'a planned meeting was held earlier',
      { kind: 'meeting' },
      { held_at: earlier },
      { done_at: now, held_at: earlier },
    ],
    [
      'a held meeting is open again',
      { kind: 'meeting', held_at: earlier },
      { done: false },
      { done_at: null, held_at: null },
    ],
    [
      'a held meeting was not held after all',
      { kind: 'meeting', held_at: earlier },
      { held_at: null },
      { done_at: null },
    ],
    ['it is put off', { due_on: '2026-11-20' }, { due_on: '2026-12-01' }, { due_on: '2026-12-01', done_at: null }],
    ['its day is taken away', { due_on: '2026-11-20' }, { due_on: null }, { due_on: null }],
    ['it is handed over', {}, { owner_id: 'per_dewi' }, { owner_id: 'per_dewi' }],
    [
      'what is absent stays',
      { body: 'x', due_on: '2026-11-20' },
      { subject: 'New' },
      { subject: 'New', body: 'x', due_on: '2026-11-20' },
    ],
  ] as const)('%s', (_, given, patch, after) => expect(change(given, patch)).toMatchObject({ ok: true, value: after }))

  test.each([
    ['a note is done', { kind: 'note' }, { done: true }, 'note-not-planned'],
    ['a note becomes due', { kind: 'note' }, { due_on: '2026-11-30' }, 'note-not-planned'],
    ['a task is held', {}, { held_at: earlier }, 'task-not-held'],
    ['a meeting is held tomorrow', { kind: 'meeting' }, { held_at: later }, 'held-in-future'],
    ['a meeting is held and not done', { kind: 'meeting' }, { held_at: earlier, done: false }, 'done-and-held'],
    ['a meeting is done and not held', { kind: 'meeting' }, { held_at: null, done: true }, 'done-and-held'],
  ] as const)('is refused when %s', (_, given, patch, code) => expect(codeOf(change(given, patch))).toBe(code))

  test('saying done twice keeps the first moment', () =>
    expect(decideChange({ ...made({}), done_at: earlier }, { done: true }, now)).toMatchObject({
      value: { done_at: earlier },
    }))
})

test.each([
  ['yesterday', { due_on: '2026-11-23' }, true],
  ['today', { due_on: '2026-11-24' }, false],
  ['some day', {}, false],
] as const)('what is due %s is overdue: %s → %s', (_, given, overdue) => {
  expect(isOverdue(made(given), '2026-11-24')).toBe(overdue)
  expect(isOverdue({ ...made(given), done_at: now }, '2026-11-24')).toBe(false)
})
