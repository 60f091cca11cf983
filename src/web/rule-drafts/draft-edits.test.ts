import { describe, expect, test } from 'vitest'
import { isSame, keyFrom, movedRule, withoutRule, withRule } from './draft-edits.ts'

const rule = (key: string) => ({ key, name: key, when: 'deal.amount > 1', pipeline: 'shops' })
const set = { rules: [rule('a'), rule('b'), rule('c')], fallback: null }
const keys = ({ rules }: typeof set) => rules.map(({ key }) => key).join('')

describe('a draft of rules', () => {
  test('moves a rule by one place, and stops at both ends', () => {
    expect(keys(movedRule(set, 'b', -1))).toBe('bac')
    expect(keys(movedRule(set, 'b', 1))).toBe('acb')
    expect(movedRule(set, 'a', -1)).toBe(set)
    expect(movedRule(set, 'c', 1)).toBe(set)
  })

  test('changes a rule in its place, adds one at the end, and takes one away', () => {
    expect(withRule(set, { ...rule('b'), name: 'Better' }).rules[1]?.name).toBe('Better')
    expect(keys(withRule(set, rule('d')))).toBe('abcd')
    expect(keys(withoutRule(set, 'b'))).toBe('ac')
  })

  test('gives a rule a key that no other has', () => {
    expect(keyFrom('From the web', [])).toBe('from_the_web')
    expect(keyFrom('From the web', ['from_the_web', 'from_the_web_2'])).toBe('from_the_web_3')
    expect(keyFrom('9 großé', [])).toBe('gro_e')
    expect(keyFrom('???', [])).toBe('rule')
    expect(keyFrom('x'.repeat(90), ['x'.repeat(36)])).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
  })

  test('is known to say the same whatever the order of its members', () => {
    const turned = { pipeline: 'shops', when: 'deal.amount > 1', name: 'a', key: 'a' }
    expect(isSame({ rules: [rule('a')], fallback: null }, { rules: [turned], fallback: null })).toBe(true)
    expect(isSame(set, movedRule(set, 'a', 1))).toBe(false)
    expect(isSame(set, { ...set, fallback: { pipeline: 'shops' } })).toBe(false)
  })
})
