import { describe, expect, it, test } from 'vitest'
import { ruleHolds } from '../../values/rule/evaluate-rule.ts'
import { nextInTurn } from './choose-owner.ts'
import { decideRoute, traceRoute } from './decide-route.ts'
import { diffRules } from './diff-rules.ts'
import { findFaults } from './find-faults.ts'
import { type Incoming, incomingFacts } from './incoming.ts'
import { compileRules, routingLanguage } from './language.ts'
import type { RoutingRule } from './routing.ts'

const language = routingLanguage([])
const rule = (key: string, when: string, pipeline = 'shops'): RoutingRule => ({ key, name: key, when, pipeline })
const open = new Set(['shops', 'large', 'partners'])
function readyOf(...rules: RoutingRule[]) {
  const { compiled, unreadable } = compileRules(rules, language)
  expect(unreadable).toEqual([])
  return { rules: compiled, fallback: null, open }
}

const around = { library: [], rates: { EUR: 1, IDR: 0.00006 } }
const incoming = (more: Partial<Incoming> = {}): Incoming => ({
  name: 'Toko Maju',
  amount: null,
  currency: null,
  close_date: null,
  source: null,
  revenue_kind: null,
  next_step: null,
  channel: 'api',
  owner: 'rina@example.com',
  fields: {},
  account: null,
  partner: null,
  at: '2026-11-30T09:00:00.000Z',
  ...more,
})
const euros = (amount: number): Partial<Incoming> => ({
  amount: { minor: BigInt(amount * 100), currency: 'EUR' },
  currency: 'EUR',
})
const factsOf = (more: Partial<Incoming>) => incomingFacts(incoming(more), around)

describe('the first rule that holds decides', () => {
  const ready = readyOf(
    rule('big', 'deal.amount >= 100000', 'large'),
    rule('partner', 'deal.source == "partner"', 'partners'),
    rule('web', 'deal.channel == "api" && deal.amount < 100000'),
  )
  it.each<[string, Partial<Incoming>, string | undefined]>([
    ['by the amount', euros(120_000), 'big'],
    ['by the source', { source: 'partner' }, 'partner'],
    ['the earlier of two that hold', { ...euros(120_000), source: 'partner' }, 'big'],
    ['in the currency of the workspace', { amount: { minor: 2_000_000_000_00n, currency: 'IDR' } }, 'big'],
    ['none where what a rule asks for is not filled in', {}, undefined],
    ['none where there is no rate to compare an amount by', { amount: { minor: 900n, currency: 'XAU' } }, undefined],
  ])('%s', (_, deal, key) => {
    expect(decideRoute(ready, factsOf(deal)).rule?.key).toBe(key)
  })

  it('a rule into a pipeline that takes no new deals is passed over, and the trace says so', () => {
    const shut = { ...ready, open: new Set(['partners']) }
    const { route, steps } = traceRoute(shut, factsOf({ ...euros(120_000), source: 'partner' }))
    expect(route.rule?.key).toBe('partner')
    expect(steps.map(({ rule: key, holds, passed_over }) => [key, holds, passed_over])).toEqual([
      ['big', true, 'takes_no_deals'],
      ['partner', true, null],
      ['web', false, null],
    ])
    expect(steps[0]?.because).toEqual(['Amount is 120,000 (deal.amount >= 100000)'])
  })

  it('as a naive search through the rules would, for any order and any deal', () => {
    const pick = drawsFrom(7)
    const conditions = [
      ...[10, 500, 20_000].flatMap((n) => [`deal.amount > ${n}`, `deal.amount <= ${n}`]),
      ...['web', 'fair', 'partner'].map((source) => `deal.source == "${source}"`),
      '!(deal.source in ["web", "fair"])',
      'has(deal.amount) && deal.amount > 3000 || deal.source == "fair"',
    ]
    const naive: Record<string, (deal: Incoming) => boolean> = Object.fromEntries(
      conditions.map((when) => [when, naively(when)]),
    )
    for (let round = 0; round < 200; round++) {
      const rules = Array.from({ length: 1 + pick(12) }, (_, i) => {
        const when = conditions[pick(conditions.length)] ?? 'true'
        return rule(`r${i}`, when, ['shops', 'large', 'closed'][pick(3)])
      })
      const asked = readyOf(...rules)
      for (let i = 0; i < 10; i++) {
        const source = ['web', 'fair', 'partner', null][pick(4)] ?? null
        const deal = incoming({ source, ...(pick(4) === 0 ? {} : euros(pick(40_000))) })
        const expected = rules.find(({ when, pipeline }) => pipeline !== 'closed' && naive[when]?.(deal))?.key
        const facts = incomingFacts(deal, around)
        expect(decideRoute(asked, facts).rule?.key).toBe(expected)
        for (const { holds, rule: loaded } of asked.rules) expect(holds(facts)).toBe(ruleHolds(loaded, facts))
      }
    }
  })
})

/** The same conditions by plain comparisons: what is empty meets neither a test nor its opposite. */
function naively(when: string): (deal: Incoming) => boolean {
  const amountIn = ({ amount }: Incoming) => (amount === null ? undefined : Number(amount.minor) / 100)
  const compared = /^deal\.amount (>|<=) (\d+)$/.exec(when)
  if (compared) {
    const [, sign, number] = compared
    return (deal) => {
      const amount = amountIn(deal)
      return amount !== undefined && (sign === '>' ? amount > Number(number) : amount <= Number(number))
    }
  }
  const equal = /^deal\.source == "(\w+)"$/.exec(when)
  if (equal) return ({ source }) => source === equal[1]
  if (when.startsWith('!')) return ({ source }) => source !== null && source !== 'web' && source !== 'fair'
  return (deal) => (amountIn(deal) ?? 0) > 3000 || deal.source === 'fair'
}

/** Whole numbers below a limit, always the same ones. */
function drawsFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

describe('what is wrong with a set of rules is found without a deal', () => {
  const found = (...rules: RoutingRule[]) =>
    findFaults(readyOf(...rules).rules, null, open).map(({ kind, rule: key, by }) => [kind, key, by])

  it.each<[string, string[], unknown[]]>([
    ['nothing, where each takes something', ['deal.amount > 100', 'deal.amount > 10'], []],
    ['a wider rule before a narrower one', ['deal.amount > 10', 'deal.amount > 100'], [['shadowed', 'r1', ['r0']]]],
    ['one that holds for everything', ['true', 'deal.source == "web"'], [['shadowed', 'r1', ['r0']]]],
    [
      'a choice of which each is taken by another rule',
      ['deal.source == "web"', 'deal.source == "fair"', 'deal.source in ["fair"] || deal.source == "web"'],
      [['shadowed', 'r2', ['r1', 'r0']]],
    ],
    [
      'more tests of the same',
      ['deal.amount >= 5', 'deal.source == "web" && deal.amount > 5 && deal.channel == "api"'],
      [['shadowed', 'r1', ['r0']]],
    ],
    ['tests that exclude each other', ['deal.amount > 100 && deal.amount < 50'], [['unreachable', 'r0', []]]],
    ['a value that is two', ['deal.source == "web" && deal.source == "fair"'], [['unreachable', 'r0', []]]],
    ['a test and its opposite', ['deal.amount > 5 && !(deal.amount > 5)'], [['unreachable', 'r0', []]]],
    ['one that never holds', ['false'], [['unreachable', 'r0', []]]],
    ['nothing, where a denied rule is wider', ['!(deal.amount > 10)', 'deal.amount < 20'], []],
    ['a denied rule that takes all', ['!(deal.amount > 10)', 'deal.amount < 5'], [['shadowed', 'r1', ['r0']]]],
  ])('%s', (_, conditions, expected) => {
    expect(found(...conditions.map((when, i) => rule(`r${i}`, when)))).toEqual(expected)
  })

  it('a rule into a pipeline that takes no deals shadows nothing', () => {
    expect(found(rule('gone', 'true', 'closed'), rule('web', 'deal.source == "web"'))).toEqual([
      ['idle_pipeline', 'gone', []],
    ])
  })

  it('what it says is so: no deal of many ever reaches a rule that is called shadowed or unreachable', () => {
    const pick = drawsFrom(11)
    const tests = [
      'deal.amount > 10',
      'deal.amount <= 10',
      'deal.amount >= 300',
      'deal.source == "web"',
      '!(deal.source == "web")',
    ]
    for (let round = 0; round < 300; round++) {
      const one = () => tests[pick(tests.length)]
      const rules = Array.from({ length: 5 }, (_, i) => rule(`r${i}`, `${one()} ${pick(2) ? '&&' : '||'} ${one()}`))
      const asked = readyOf(...rules)
      const never = new Set(findFaults(asked.rules, null, open).map(({ rule: key }) => key))
      for (let i = 0; i < 20; i++) {
        const deal = factsOf({ source: ['web', 'fair', null][pick(3)] ?? null, ...(pick(5) ? euros(pick(600)) : {}) })
        expect(never.has(decideRoute(asked, deal).rule?.key ?? 'none')).toBe(false)
      }
    }
  })
})

test('turns go round, pass over who has enough, and start again with who comes after', () => {
  const people = (...busy: number[]) => busy.map((open_deals, i) => ({ id: `p${i}`, open_deals }))
  expect(nextInTurn(people(0, 0, 0), null, undefined)).toBe('p0')
  expect(nextInTurn(people(0, 0, 0), 'p0', undefined)).toBe('p1')
  expect(nextInTurn(people(0, 0, 0), 'p2', undefined)).toBe('p0')
  expect(nextInTurn(people(0, 25, 3), 'p0', 25)).toBe('p2')
  expect(nextInTurn(people(25, 25), 'p0', 25)).toBeUndefined()
  expect(nextInTurn(people(1), 'p0', 2)).toBe('p0')
})

test('a diff knows a rule again by its key', () => {
  const [a, b, c] = [rule('a', 'true'), rule('b', 'true'), rule('c', 'true')]
  const after = { rules: [b, { ...a, when: 'false' }, rule('d', 'true')], fallback: { pipeline: 'shops' } }
  expect(diffRules({ rules: [a, b, c], fallback: null }, after)).toEqual([
    { rule: 'b', change: 'moved', members: [] },
    { rule: 'a', change: 'changed', members: ['when'] },
    { rule: 'd', change: 'added', members: [] },
    { rule: 'c', change: 'removed', members: [] },
    { rule: 'fallback', change: 'changed', members: ['pipeline'] },
  ])
})
