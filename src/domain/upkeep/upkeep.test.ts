import { describe, expect, test } from 'vitest'
import { candidatesFor, type Used } from './candidates.ts'
import { decideLifecycle } from './decide-lifecycle.ts'

const now = '2026-11-24T08:00:00.000Z'
const used = (key: string, change: Partial<Used> = {}): Used => ({
  key,
  name: key,
  lifecycle: 'active',
  created_at: '2024-01-01T00:00:00.000Z',
  last_begun_at: '2026-11-20T00:00:00.000Z',
  open: 12,
  won: 40,
  lost: 60,
  likeness: {},
  ...change,
})
const what = (pipeline: Used, all: Used[] = []) =>
  candidatesFor(pipeline, [pipeline, ...all], now).map((one) => `${one.what} ${one.with ?? ''}`.trim())

describe('candidates to merge or retire', () => {
  test('none where a pipeline is used and unlike the others', () => {
    expect(what(used('a', { likeness: { b: 0.3 } }), [used('b')])).toEqual([])
  })

  test('no new deal for half a year: let it sunset; nothing open in one that does: put it away', () => {
    expect(what(used('a', { last_begun_at: '2026-03-01T00:00:00.000Z' }))).toEqual(['sunset'])
    expect(what(used('a', { last_begun_at: null, created_at: '2026-10-01T00:00:00.000Z' }))).toEqual([])
    expect(what(used('a', { lifecycle: 'sunset', open: 1 }))).toEqual([])
    expect(what(used('a', { lifecycle: 'sunset', open: 0 }))).toEqual(['archive'])
    expect(what(used('a', { lifecycle: 'archived', open: 0 }))).toEqual([])
  })

  test('the same pipeline over again, or too few deals beside one that is near: merge, with what differs', () => {
    expect(what(used('a', { likeness: { b: 0.9, c: 0.2 } }), [used('b'), used('c')])).toEqual(['merge b'])
    const few = used('a', { won: 4, lost: 5, likeness: { b: 0.5 } })
    expect(what(few, [used('b')])).toEqual(['merge b'])
    const [{ difference } = { difference: null }] = candidatesFor(few, [few, used('b')], now)
    expect(difference?.estimate).toBeCloseTo(4 / 9 - 0.4)
    expect([(difference?.low ?? 0) < 0, (difference?.high ?? 0) > 0]).toEqual([true, true])
    expect(what(used('a', { won: 4, lost: 5, likeness: { b: 0.2 } }), [used('b')])).toEqual([])
    expect(what(used('a', { likeness: { b: 0.9 } }), [used('b', { lifecycle: 'archived' })])).toEqual([])
  })
})

describe('the life of a pipeline', () => {
  const at = (lifecycle: Used['lifecycle'], open = 0) => ({ name: 'Trade', lifecycle, open, keys: ['D-1'] })

  test.each([
    ['active', 'sunset', 3, true],
    ['sunset', 'active', 3, true],
    ['sunset', 'archived', 0, true],
    ['active', 'archived', 0, true],
    ['archived', 'sunset', 0, true],
    ['archived', 'archived', 0, true],
    ['sunset', 'archived', 1, false],
    ['active', 'archived', 2, false],
    ['archived', 'active', 0, false],
    ['active', 'draft', 0, false],
  ] as const)('from %s to %s with %i open deals: %s', (from, to, open, accepted) => {
    expect(decideLifecycle(at(from, open), to).ok).toBe(accepted)
  })

  test('what stands in the way is said, and what to do first', () => {
    const refused = decideLifecycle(at('active', 2), 'archived')
    expect(refused).toMatchObject({
      refusal: {
        code: 'pipeline-has-open-deals',
        message:
          '2 open deals are still in Trade. Let it sunset first, so that none is added, and then close them or move them to another pipeline.',
        details: { open: 2, deals: ['D-1'] },
      },
    })
  })
})
