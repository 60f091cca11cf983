import { describe, expect, it } from 'vitest'
import { checkNextVersion, sameDefinition } from './decide-version.ts'
import { type Definition, DefinitionSchema } from './definition.ts'
import { placesNow } from './stage-map.ts'

type Short = { key: string; name?: string; phase?: string }

const definition = (stages: (string | Short)[], more: object = {}): Definition =>
  DefinitionSchema.parse({
    key: 'trade',
    name: 'Trade',
    charter: {
      motion: 'a',
      buyer: 'b',
      entry_rule: 'c',
      won_means: 'd',
      lost_means: 'e',
      owner: 'f',
      review_every_days: 90,
      reason_to_be_separate: 'g',
    },
    revenue_kind: 'new',
    stages: stages.map((one) => ({
      phase: 'qualify',
      ...(typeof one === 'string' ? { key: one, name: one } : { name: one.key, ...one }),
    })),
    outcomes: {
      lost: { reasons: [{ key: 'price', label: 'Price' }] },
      transferred: { reasons: [{ key: 'size', label: 'Size' }] },
    },
    ...more,
  })

const first = definition(['asked', 'shown', 'agreed'], {
  fields: [{ key: 'seats', label: 'Seats', type: 'number' }],
})

describe('what the version before asks of the next', () => {
  it.each<[string, Definition, Parameters<typeof checkNextVersion>[2], string[]]>([
    [
      'another name of a stage is fine',
      definition(['asked', { key: 'shown', name: 'Tried' }, 'agreed']),
      { migrate: 'all' },
      [],
    ],
    [
      'another name and another phase make another stage',
      definition(['asked', { key: 'shown', name: 'Tried', phase: 'propose' }, 'agreed']),
      { migrate: 'all' },
      ['stages.1.key'],
    ],
    [
      'a stage that goes needs a place for its deals',
      definition(['asked', 'agreed']),
      { migrate: 'all' },
      ['stage_map.shown'],
    ],
    ['which may be said', definition(['asked', 'agreed']), { migrate: 'all', stage_map: { shown: 'asked' } }, []],
    ['also in the file', definition(['asked', 'agreed'], { stage_map: { shown: 'agreed' } }), { migrate: 'all' }, []],
    ['but not where deals stay as they are', definition(['asked', 'agreed']), { migrate: 'grandfather' }, []],
    [
      'the place must be there',
      definition(['asked', 'agreed']),
      { migrate: 'all', stage_map: { shown: 'nowhere' } },
      ['stage_map.shown'],
    ],
    [
      'a stage that stays keeps its deals',
      definition(['asked', 'shown', 'agreed']),
      { migrate: 'all', stage_map: { shown: 'asked' } },
      ['stage_map.shown'],
    ],
    [
      'a field keeps its type',
      definition(['asked', 'shown', 'agreed'], { fields: [{ key: 'seats', label: 'Seats', type: 'text' }] }),
      { migrate: 'all' },
      ['fields.0.type'],
    ],
    [
      'a pipeline keeps its key',
      definition(['asked', 'shown', 'agreed'], { key: 'other' }),
      { migrate: 'all' },
      ['key'],
    ],
  ])('%s', (_, next, how, paths) => {
    expect(checkNextVersion(next, [first], how).map(({ path }) => path.join('.'))).toEqual(paths)
  })

  it('the key of a stage that is gone comes back with its old meaning or not at all', () => {
    const versions = [first, definition(['asked', 'agreed'], { stage_map: { shown: 'asked' } })]
    const back = definition(['asked', 'shown', 'agreed'])
    const other = definition(['asked', { key: 'shown', name: 'Something else' }, 'agreed'])
    expect(checkNextVersion(back, versions, { migrate: 'all' })).toEqual([])
    expect(checkNextVersion(other, versions, { migrate: 'all' }).map(({ path }) => path)).toEqual([
      ['stages', 1, 'key'],
    ])
  })
})

describe('where deals of older stages belong', () => {
  it.each<[string, Definition[], Record<string, string>]>([
    ['where they are, while the stage is there', [first], { asked: 'asked', shown: 'shown', agreed: 'agreed' }],
    [
      'where the version says that removed it',
      [first, definition(['asked', 'agreed'], { stage_map: { shown: 'agreed' } })],
      { asked: 'asked', shown: 'agreed', agreed: 'agreed' },
    ],
    [
      'without a word, in the nearest stage before it',
      [first, definition(['asked', 'agreed'])],
      { asked: 'asked', shown: 'asked', agreed: 'agreed' },
    ],
    [
      'through all versions in between',
      [
        first,
        definition(['asked', 'tried', 'agreed'], { stage_map: { shown: 'tried' } }),
        definition(['asked', 'agreed'], { stage_map: { tried: 'agreed' } }),
      ],
      { asked: 'asked', shown: 'agreed', tried: 'agreed', agreed: 'agreed' },
    ],
    [
      'where they were, once the stage is back',
      [first, definition(['asked', 'agreed'], { stage_map: { shown: 'agreed' } }), first],
      { asked: 'asked', shown: 'shown', agreed: 'agreed' },
    ],
  ])('%s', (_, versions, expected) => {
    expect(placesNow(versions)).toEqual(expected)
  })
})

it('two versions are the same whatever the order of what they say, and wherever older deals go', () => {
  const again = JSON.parse(
    JSON.stringify({ stage_map: { old: 'asked' }, ...Object.fromEntries(Object.entries(first).reverse()) }),
  )
  expect(sameDefinition(first, again)).toBe(true)
  expect(sameDefinition(first, { ...first, name: 'Other' })).toBe(false)
  expect(sameDefinition(first, { ...first, currency: 'IDR' })).toBe(false)
})
