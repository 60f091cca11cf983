import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageEdges, fineEdges, paceFrom } from './age-grid.ts'
import { countExposure, exposureOf } from './exposure.ts'
import { atOnce } from './gently.ts'
import { randomFrom } from './random.ts'
import { knownAt, type Stay } from './stay.ts'
import { stayLengths } from './stay-lengths.ts'
import { addAll, isEmpty, put, type Tally, tallying, widening } from './tally.ts'

const stay = (more: Partial<Stay>): Stay => ({
  deal: 'd',
  pipeline: 'p',
  stage: 's',
  entered: 0,
  left: null,
  to: null,
  ...more,
})
const edges = { p: [0, 1, 3, 7] }
const sum = (list: number[]) => list.reduce((total, value) => total + value, 0)
const timesOf = (stays: Stay[], as_of = 100) =>
  countExposure(stays, { as_of, edges }).cells.reduce(
    (total, cell) => cell.exposure.map((d, k) => d + (total[k] ?? 0)),
    [0, 0, 0, 0],
  )

test('an open stay is at risk until today and ends in nothing', () => {
  const { cells } = countExposure([stay({ entered: 95 })], { as_of: 100, edges })
  expect(cells.map((cell) => cell.events)).toEqual([{}])
  expect(cells[0]?.exposure).toEqual([1, 2, 2, 0])
})

test('what happened before recording began is not counted, and the clock goes on from the real entry', () => {
  expect(timesOf([stay({ left: 6, to: 'won', observed_from: 2 })])).toEqual([0, 1, 3, 0])
  expect(timesOf([stay({ left: 6, to: 'won', observed_from: 8 })])).toEqual([0, 0, 0, 0])
})

test('an administrative move does not set the clock back and ends the old stay without an event', () => {
  expect(timesOf([stay({ entered: 10, left: 12, to: 'won', age_at_entry: 5 })])).toEqual([0, 0, 2, 0])
  const { cells } = countExposure([stay({ left: 2, to: 'censored' })], { as_of: 100, edges })
  expect(cells[0]).toMatchObject({ exposure: [1, 1, 0, 0], events: {} })
})

test('an event on the edge of a bin belongs to the time that led to it', () => {
  const { cells } = countExposure([stay({ left: 3, to: 'lost' })], { as_of: 100, edges })
  expect(cells[0]?.events).toEqual({ lost: [0, 1, 0, 0] })
})

test('a stay of no length stands for half a day', () => {
  expect(timesOf([stay({ left: 0, to: 'won' })])).toEqual([0.5, 0, 0, 0])
})

test('whatever the stays, time at risk adds up to their lengths and every end is one event', () => {
  const stays = fc.array(
    fc.record({
      entered: fc.double({ min: 0, max: 90, noNaN: true }),
      length: fc.double({ min: 0.01, max: 60, noNaN: true }),
      to: fc.constantFrom('won', 'lost', 'transferred', 'next'),
    }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(stays, (drawn) => {
      const known = knownAt(
        drawn.map(({ entered, length, to }) => stay({ entered, left: entered + length, to })),
        100,
      )
      const { cells } = countExposure(known, { as_of: 100, edges })
      const lengths = sum(known.map(({ entered, left }) => (left ?? 100) - entered))
      expect(sum(cells.flatMap((cell) => cell.exposure))).toBeCloseTo(lengths, 5)
      const events = sum(cells.flatMap((cell) => Object.values(cell.events).flat()))
      expect(events).toBe(known.filter(({ left }) => left !== null).length)
    }),
  )
})

test('a later fact is unknown on an earlier day', () => {
  expect(knownAt([stay({ left: 50, to: 'won' }), stay({ entered: 60 })], 40)).toEqual([stay({})])
})

function paceOf(stays: readonly Stay[], as_of: number): number | null {
  const ages = { ms: [] as number[], ended: [] as number[] }
  for (const { ms, events } of atOnce(tallying(stays, { as_of, edgesOf: () => fineEdges }))) {
    addAll(ages.ms, ms)
    for (const counts of Object.values(events)) addAll(ages.ended, counts)
  }
  return paceFrom(ages)
}

test('the pace is a power of two, and unknown when nothing has ended', () => {
  // A median of 6 days is the median of an exponential stay with mean 8.7.
  expect(paceOf([stay({ left: 6, to: 'won' }), stay({ left: 6, to: 'lost' }), stay({})], 1000)).toBe(8)
  expect(paceOf([stay({})], 100)).toBeNull()
  expect(paceOf([], 100)).toBeNull()
  expect(ageEdges(30).at(-1)).toBe(300)
})

test('dates without a time of day: a tenth that left on their first day is a tenth, and the pace that of the others', () => {
  const stays = Array.from({ length: 100 }, (_, i): Stay => {
    const left = i < 10 ? 0 : 40 + (i % 7)
    return { deal: `d${i}`, pipeline: 'p', stage: 's', entered: 0, left, to: 'lost' }
  })
  const [lengths] = stayLengths(stays, 100)
  expect([lengths?.p50, lengths?.p90]).toEqual([43, 46])
  // 43 days are the median of an exponential stay of 62.
  expect(paceOf(stays, 100)).toBe(64)
  // Nobody knows how long most of these stay.
  expect(
    paceOf(
      stays.slice(0, 60).map((stay) => (stay.left === 0 ? stay : { ...stay, left: null, to: null })),
      30,
    ),
  ).toBeNull()
})

const moment = fc.double({ min: 0, max: 200, noNaN: true })
const someStays = fc
  .array(
    fc.record({
      entered: moment,
      lasts: fc.oneof(moment, fc.constantFrom(0, 1e-9, 1, 3, 28)),
      to: fc.constantFrom('won', 'lost', 't', 'censored', null),
      age_at_entry: fc.constantFrom(0, 2.5),
      amount: fc.constantFrom(null, 100, 900, 5000),
    }),
    { maxLength: 30 },
  )
  .map((rows) =>
    rows.map(({ lasts, ...row }, i) =>
      stay({ deal: `${i}`, ...row, left: row.to === null ? null : row.entered + lasts }),
    ),
  )
const within = { p: ageEdges(30) }
const countedAt = (stays: readonly Stay[], as_of: number) =>
  atOnce(tallying(stays, { as_of, edgesOf: () => within.p, groupOf: ({ amount }) => amount ?? undefined }))

test('what is counted until a day and what is counted since are, put together, what is counted at once', () => {
  fc.assert(
    fc.property(someStays, fc.double({ min: 1, max: 150, noNaN: true }), (stays, day) => {
      const last = 420
      const since = knownAt(stays, last)
        .filter(({ left }) => left === null || left > day)
        .map((one) => ({ ...one, observed_from: Math.max(day, one.entered) }))
      const both: Tally = new Map()
      put(both, countedAt(knownAt(stays, day), day))
      put(both, countedAt(since, last))
      const whole = exposureOf(countedAt(knownAt(stays, last), last), within)
      // A stay that is cut within a millisecond of an end is longer by that, as each part is at least that long.
      expect(rounded(exposureOf(both.values(), within))).toEqual(rounded(whole))
    }),
  )
})

const rounded = ({ cells }: ReturnType<typeof exposureOf>) =>
  new Map(cells.map(({ exposure, ...cell }) => [JSON.stringify(cell), sum(exposure).toFixed(5)]))

test('what was put to a tally and taken away again has never been there, in whatever order', () => {
  fc.assert(
    fc.property(someStays, someStays, (stays, others) => {
      const tally: Tally = new Map()
      for (const one of others) put(tally, countedAt([one], 250))
      put(tally, countedAt(stays.toReversed(), 250))
      for (const one of others.toReversed()) put(tally, countedAt([one], 250), -1)
      expect(exposureOf(tally.values(), within)).toEqual(exposureOf(countedAt(stays, 250), within))
    }),
  )
})

test('counts on the fine edges, put together, are counts in the bins of any pace', () => {
  fc.assert(
    fc.property(someStays, fc.constantFrom(0.25, 1, 16, 30, 128), (stays, pace) => {
      const edges = { p: ageEdges(pace) }
      const fine = atOnce(
        tallying(stays, { as_of: 250, edgesOf: () => fineEdges, groupOf: ({ amount }) => amount ?? undefined }),
      )
      const edgesOf = () => edges.p
      const banded = (amount: number | null | undefined) => Number((amount ?? 0) > 500)
      const wide = atOnce(widening(fine, fineEdges, { edgesOf, groupOf: ({ group }) => banded(group) }))
      const plain = atOnce(tallying(stays, { as_of: 250, edgesOf, groupOf: ({ amount }) => banded(amount) }))
      expect(exposureOf(wide.values(), edges)).toEqual(exposureOf(plain, edges))
      expect([...wide.values()].every(isEmpty)).toBe(plain.every(isEmpty))
    }),
  )
})

test('steps that are passed in no time do not make a pipeline fast, whether stages of their own or within one', () => {
  const random = randomFrom(11)
  const stays = Array.from({ length: 400 }, (_, i): Stay[] => {
    const entered = i / 2
    const stay = { deal: `d${i}`, pipeline: 'p' }
    const brief = { ...stay, entered, left: entered }
    const long = { ...stay, stage: 'talk', entered, left: entered + 16 * random.exponential(), to: 'lost' }
    return [{ ...brief, stage: 'received', to: 'checked' }, { ...brief, stage: 'checked', to: 'talk' }, long]
  }).flat()
  expect(paceOf(stays, 1_000)).toBe(16)
  expect(
    paceOf(
      stays.map((stay) => ({ ...stay, stage: 'one' })),
      1_000,
    ),
  ).toBe(16)
  // Without them the same; a deal that nobody ever closes moves nothing.
  const slow = stays.filter(({ stage }) => stage === 'talk')
  expect(paceOf(slow, 1_000)).toBe(16)
  const forgotten = slow.map((stay, i) => (i % 10 === 0 ? { ...stay, left: null, to: null } : stay))
  expect(paceOf(forgotten, 10_000)).toBe(paceOf(slow, 10_000))
  // Nothing but steps in no time: as fast as can be.
  expect(
    paceOf(
      stays.filter(({ stage }) => stage !== 'talk'),
      1_000,
    ),
  ).toBe(0.25)
})
