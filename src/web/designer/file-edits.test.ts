import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, type Edit, editFile, meant } from './file-edits.ts'
import { pathAt, pathOf, placeOf, readFile } from './file-places.ts'

const files = import.meta.glob<string>('../../../motions/*.yaml', { query: '?raw', import: 'default', eager: true })
const motions = Object.values(files)
const enterprise = files['../../../motions/enterprise.yaml'] ?? ''

const file = `# About this file
key: shops   # never changes
name: Shops
stages:
  # Where it begins
  - { key: wanted, name: Shop wants an offer, phase: qualify }

  - key: shown
    name: "Offer shown" # to the owner
    phase: evaluate
    help: >-
      The owner has seen it,
      and reads it again.
    exit:
      - { key: worth, label: Worth it, level: hard, kind: rule, rule: 'deal.amount > 0' }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
`
const set = (path: (string | number)[], value: unknown): Edit => ({ kind: 'set', path, value })

describe('a change in the form', () => {
  it.each<[string, Edit, string, string]>([
    [
      'renames inside brackets',
      set(['stages', 0, 'name'], 'Need, confirmed'),
      'Shop wants an offer',
      '"Need, confirmed"',
    ],
    ['keeps quotes and the comment behind', set(['stages', 1, 'name'], 'Offer seen'), '"Offer shown"', '"Offer seen"'],
    [
      'folds again what was folded',
      set(['stages', 1, 'help'], 'Seen.'),
      'The owner has seen it,\n      and reads it again.',
      'Seen.',
    ],
    [
      'keeps the quotes of a rule',
      set(['stages', 1, 'exit', 0, 'rule'], 'deal.amount > 5'),
      "'deal.amount > 0'",
      "'deal.amount > 5'",
    ],
    ['changes only its own word', set(['name'], 'Stores'), 'name: Shops', 'name: Stores'],
  ])('%s', (_, edit, before, after) => {
    expect(editFile(file, edit)).toBe(file.replace(before, () => after))
  })

  it('adds what was not there in its place, and takes it away again', () => {
    const added = editFile(file, set(['stages', 1, 'expected_days'], 14))
    expect(added).toBe(file.replace('    phase: evaluate\n', '    phase: evaluate\n    expected_days: 14\n'))
    expect(editFile(added, set(['stages', 1, 'expected_days'], undefined))).toBe(file)
    const inline = editFile(file, set(['stages', 0, 'expected_days'], 3))
    expect(inline).toContain('{ key: wanted, name: Shop wants an offer, phase: qualify, expected_days: 3 }')
    expect(editFile(inline, set(['stages', 0, 'expected_days'], undefined))).toBe(file)
  })

  it('adds a criterion to a stage without any, and an item beside others in their manner', () => {
    const criterion = { key: 'paid', label: 'Paid', level: 'hard', kind: 'link' }
    const inline = editFile(file, { kind: 'insert', path: ['stages', 0, 'exit'], at: 0, value: criterion })
    expect(inline).toContain('phase: qualify, exit: [ { key: paid, label: Paid, level: hard, kind: link } ] }')
    const below = editFile(file, { kind: 'insert', path: ['stages', 1, 'exit'], at: 1, value: criterion })
    expect(below).toContain(
      "'deal.amount > 0' }\n      - { key: paid, label: Paid, level: hard, kind: link }\noutcomes",
    )
    const won = editFile(file, { kind: 'insert', path: ['outcomes', 'won', 'criteria'], at: 0, value: criterion })
    expect(readFile(won).toJS().outcomes.won).toEqual({ criteria: [criterion] })
    expect(won).toContain('# Where it begins')
  })

  it('moves and removes a stage with the comment above it', () => {
    const moved = editFile(file, { kind: 'move', path: ['stages'], from: 0, to: 1 })
    expect(moved.indexOf('# Where it begins')).toBeGreaterThan(moved.indexOf('key: shown'))
    expect(editFile(moved, { kind: 'move', path: ['stages'], from: 1, to: 0 })).toBe(file)
    const less = editFile(file, set(['stages', 0], undefined))
    expect(less).not.toContain('# Where it begins')
    expect(readFile(less).toJS().stages).toHaveLength(1)
  })

  it('leaves a file that cannot be read alone', () => {
    const broken = 'key: [shops\n'
    expect(editFile(broken, set(['key'], 'x'))).toBe(broken)
  })
})

type Stage = { entry?: unknown[]; exit?: unknown[] }
const word = fc.oneof(
  fc.constantFrom('yes', '12', 'a: b', '# no comment', "it's", '"quoted"', '- dash', 'a, b } c', 'Größe', '{x}', ''),
  fc.string({ maxLength: 30 }),
  fc.lorem({ maxCount: 40 }),
)
const criterion = fc.record({
  key: fc.constant('new_one'),
  label: word,
  level: fc.constant('hard'),
  kind: fc.constant('link'),
})

function someEdit(text: string): fc.Arbitrary<Edit> {
  const stages = readFile(text).toJS().stages as Stage[]
  const at = fc.nat(stages.length - 1)
  return fc.oneof(
    fc
      .tuple(at, fc.constantFrom('name', 'help', 'category'), word)
      .map(([i, key, value]) => set(['stages', i, key], value)),
    fc
      .tuple(at, fc.constantFrom('help', 'expected_days', 'exit', 'to'))
      .map(([i, key]) => set(['stages', i, key], undefined)),
    fc.tuple(at, fc.nat(900)).map(([i, value]) => set(['stages', i, 'maximum_days'], value)),
    fc.tuple(at, fc.constantFrom('motion', 'buyer'), word).map(([, key, value]) => set(['charter', key], value)),
    fc.tuple(at, at).map(([from, to]): Edit => ({ kind: 'move', path: ['stages'], from, to })),
    fc.tuple(at, criterion).map(([i, value]): Edit => ({ kind: 'insert', path: ['stages', i, 'exit'], at: 0, value })),
    fc
      .tuple(at, word)
      .map(([i, name]): Edit => ({ kind: 'insert', path: ['stages'], at: i, value: { key: 'n', name } })),
    stages.length > 1 ? at.map((i) => set(['stages', i], undefined)) : fc.constant(set(['name'], 'Other')),
    at.map((i) => set(['stages', i, 'to'], ['a', 'b'])),
    word.map(
      (label): Edit => ({ kind: 'insert', path: ['outcomes', 'lost', 'reasons'], at: 1, value: { key: 'r', label } }),
    ),
  )
}

describe('whatever is changed', () => {
  it('the file says exactly that afterwards, and its other comments stay', () => {
    fc.assert(
      fc.property(fc.constantFrom(...motions), fc.infiniteStream(fc.nat(1e9)), (start, seeds) => {
        let text = start
        for (let step = 0; step < 6; step++) {
          const [edit] = fc.sample(someEdit(text), { numRuns: 1, seed: seeds.next().value ?? 0 })
          if (!edit) continue
          const wanted = canonical(meant(readFile(text).toJS(), edit))
          text = editFile(text, edit)
          expect(canonical(readFile(text).toJS())).toBe(wanted)
        }
        for (const line of start.split('\n').filter((one) => one.startsWith('#'))) expect(text).toContain(line)
      }),
      { numRuns: 60 },
    )
  })

  it('one change touches the lines it is about', () => {
    const lines = (text: string) => text.split('\n')
    fc.assert(
      fc.property(fc.constantFrom(...motions), fc.nat(3), fc.lorem({ maxCount: 5 }), (text, index, name) => {
        const at = index % readFile(text).toJS().stages.length
        const after = lines(editFile(text, set(['stages', at, 'name'], name)))
        expect(after.filter((line, i) => line !== lines(text)[i]).length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('places', () => {
  it('lead from a finding into the file and back', () => {
    expect(pathOf('stages[2].exit[0].rule')).toEqual(['stages', 2, 'exit', 0, 'rule'])
    const place = placeOf(enterprise, ['stages', 1, 'name'])
    expect(enterprise.slice(place?.start, place?.end)).toBe('Buyer evaluates')
    expect(pathAt(enterprise, place?.start ?? 0)).toEqual(['stages', 1, 'name'])
    expect(placeOf(enterprise, ['stages', 1, 'no_such'])).toEqual(placeOf(enterprise, ['stages', 1]))
  })
})
