import { describe, expect, test } from 'vitest'
import { decideMark, decideOpen, type MarkState } from './decide-mark.ts'

const by = { actor_id: 'per_me', now: '2026-11-30T09:00:00.000Z' }
const none: MarkState = { reviewed_at: null, reviewed_by: null, decision: null, decided_by: null }
const earlier: MarkState = {
  reviewed_at: '2026-11-30T08:00:00.000Z',
  reviewed_by: 'per_ana',
  decision: 'Push it',
  decided_by: 'per_ana',
}
const marked = (before: MarkState, change: Parameters<typeof decideMark>[1]) => {
  const decision = decideMark(before, change, by)
  return decision.ok ? decision.value : decision.refusal
}

describe('a deal in a review', () => {
  test('is talked about, by whoever said so first', () => {
    expect(marked(none, { reviewed: true })).toMatchObject({ reviewed_at: by.now, reviewed_by: 'per_me' })
    expect(marked(earlier, { reviewed: true })).toBeNull()
  })
  test('is talked about once something was decided on it', () =>
    expect(marked(none, { decision: 'Push it' })).toEqual({
      reviewed_at: by.now,
      reviewed_by: 'per_me',
      decision: 'Push it',
      decided_by: 'per_me',
    }))
  test('may be left open although something was decided', () =>
    expect(marked(none, { decision: 'Ask first', reviewed: false })).toMatchObject({
      reviewed_at: null,
      decision: 'Ask first',
    }))
  test('is open again and keeps its decision', () =>
    expect(marked(earlier, { reviewed: false })).toEqual({ ...earlier, reviewed_at: null, reviewed_by: null }))
  test('has another decision by whoever said it last, and is reviewed as it was', () =>
    expect(marked(earlier, { decision: 'Close it' })).toEqual({
      ...earlier,
      decision: 'Close it',
      decided_by: 'per_me',
    }))
  test('has no decision where it was taken back', () =>
    expect(marked(earlier, { decision: null })).toEqual({ ...earlier, decision: null, decided_by: null }))
  test('is as it was where the same is said again', () => expect(marked(earlier, { decision: 'Push it' })).toBeNull())
})

test('a review that ended stays as it was', () => {
  expect(decideOpen(null).ok).toBe(true)
  expect(decideOpen(by.now)).toMatchObject({ ok: false, refusal: { code: 'review-ended' } })
})
