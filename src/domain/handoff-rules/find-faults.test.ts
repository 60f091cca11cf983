import { describe, expect, test } from 'vitest'
import { readDefinition } from '../pipelines/index.ts'
import type { KnownPipeline } from './check-rules.ts'
import { diffRules } from './diff-rules.ts'
import { findFaults } from './find-faults.ts'
import { type GivenRule, HandoffRule } from './handoff-rule.ts'

const source = (key: string, { kind = 'new', stages = '' } = {}) => `key: ${key}
name: ${key}
charter:
  motion: M
  buyer: B
  entry_rule: E
  won_means: W
  lost_means: L
  owner: O
  review_every_days: 90
  reason_to_be_separate: R
revenue_kind: ${kind}
stages:
${stages || '  - { key: first, name: Buyer asks, phase: qualify }\n  - { key: last, name: Buyer agrees, phase: propose }\n'}outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`
function pipeline(key: string, lifecycle = 'active', options = {}): KnownPipeline {
  const read = readDefinition({ text: source(key, options) }, [])
  if (!read.ok) throw new Error(JSON.stringify(read.refusal.details))
  return { key, lifecycle, definition: read.value.definition }
}
const rule = (key: string, from: string, to: string, more: Partial<GivenRule> = {}) =>
  HandoffRule.parse({ key, name: key, trigger: { on: 'won', pipeline: from }, to: { pipeline: to }, ...more })

const three = [
  pipeline('a'),
  pipeline('b', 'active', { kind: 'expansion' }),
  pipeline('c', 'active', { kind: 'renewal' }),
]
const kinds = (rules: HandoffRule[], known = three) =>
  findFaults(rules, known).map((one) => `${one.kind} ${one.rules.join(' ')}${one.refuses ? ' refuses' : ''}`)

describe('a circle', () => {
  test('of rules that fire at once is found, of whatever length, and each once', () => {
    expect(kinds([rule('ab', 'a', 'b'), rule('ba', 'b', 'a')])).toEqual(['cycle ab ba refuses'])
    expect(kinds([rule('ab', 'a', 'b'), rule('bc', 'b', 'c'), rule('ca', 'c', 'a')])).toEqual([
      'cycle ab bc ca refuses',
    ])
    expect(kinds([rule('aa', 'a', 'a')])).toEqual(['cycle aa refuses'])
  })
  test('is none where a person, or the end of a term, stands in it', () => {
    expect(kinds([rule('ab', 'a', 'b'), rule('ba', 'b', 'a', { mode: 'proposed' })])).toEqual([])
    expect(kinds([rule('ab', 'a', 'b'), rule('ba', 'b', 'a', { trigger: { on: 'manual', pipeline: 'b' } })])).toEqual(
      [],
    )
    const again = { trigger: { on: 'term_end', days: 90, pipeline: 'c' }, link: 'renews' } as const
    expect(kinds([rule('ac', 'a', 'c'), rule('cc', 'c', 'c', again)])).toEqual([])
  })
  test('beside rules that are in none is told without them', () => {
    expect(kinds([rule('ca', 'c', 'a'), rule('ab', 'a', 'b'), rule('ba', 'b', 'a')])).toEqual(['cycle ab ba refuses'])
  })
})

describe('money that would stand twice', () => {
  test('is two rules that open a deal in one place for one thing', () => {
    expect(kinds([rule('one', 'a', 'b'), rule('two', 'a', 'b')])).toEqual(['double_count one two'])
    expect(kinds([rule('one', 'a', 'b', { when: 'deal.amount > 1' }), rule('two', 'a', 'b')])).toEqual([])
    expect(kinds([rule('one', 'a', 'b'), rule('two', 'a', 'c')])).toEqual([])
  })
  test('is the amount of a deal that stays open, or that is won as the same kind of revenue', () => {
    const early = { trigger: { on: 'stage', pipeline: 'a', stage: 'last' }, carry: { amount: 'deal' } } as const
    expect(kinds([rule('early', 'a', 'b', early)])).toEqual(['double_count early'])
    expect(kinds([rule('same', 'a', 'd', { carry: { amount: 'deal' } })], [...three, pipeline('d')])).toEqual([
      'double_count same',
    ])
    expect(kinds([rule('more', 'a', 'b', { carry: { amount: 'deal' } })])).toEqual([])
  })
})

test('a pipeline that takes nothing, and one that gives nothing any more', () => {
  const known = [pipeline('a', 'archived'), pipeline('b', 'sunset')]
  expect(kinds([rule('ab', 'a', 'b')], known)).toEqual(['closed_target ab', 'idle_source ab'])
})

test('a stage that no way leads to, and a beginning from which nothing is won', () => {
  const stages = `  - { key: first, name: Buyer asks, phase: qualify, to: [last] }
  - { key: side, name: Buyer waits, phase: evaluate, to: [first] }
  - { key: last, name: Buyer agrees, phase: propose }
`
  const known = [pipeline('a', 'active', { stages }), pipeline('b', 'active', { kind: 'expansion' })]
  const trigger = { on: 'stage', pipeline: 'a', stage: 'side' } as const
  expect(kinds([rule('late', 'a', 'b', { trigger })], known)).toEqual([])
  const forward = known.map((one) => ({
    ...one,
    definition: { ...one.definition, transitions: { ...one.definition.transitions, back: 'forbidden' as const } },
  }))
  expect(kinds([rule('never', 'a', 'b', { trigger })], forward)).toEqual(['idle_source never'])
  // No definition is published like that; what was published before is not read again.
  const shut = known.map((one) => ({
    ...one,
    definition: {
      ...one.definition,
      outcomes: { ...one.definition.outcomes, won: { ...one.definition.outcomes.won, from: ['gone'] } },
    },
  }))
  expect(kinds([rule('into', 'b', 'a')], shut)).toEqual(['dead_end into'])
})

test('what differs between two sets is told rule by rule and member by member', () => {
  const before = [rule('same', 'a', 'b'), rule('changed', 'a', 'c'), rule('gone', 'b', 'c')]
  const after = [
    rule('changed', 'a', 'c', { name: 'Other', when: 'deal.amount > 1' }),
    rule('same', 'a', 'b'),
    rule('new', 'b', 'c'),
  ]
  expect(diffRules(before, after)).toEqual([
    { rule: 'changed', change: 'changed', members: ['name', 'when'] },
    { rule: 'new', change: 'added', members: [] },
    { rule: 'gone', change: 'removed', members: [] },
  ])
})
