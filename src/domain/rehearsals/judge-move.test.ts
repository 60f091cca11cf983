import { describe, expect, test } from 'vitest'
import { noActivities, noLineItems, type Situation } from '../moves/index.ts'
import { type Definition, DefinitionSchema } from '../pipelines/index.ts'
import { asItWas } from './as-it-was.ts'
import { type Judgement, judgeMove, type PastMove } from './judge-move.ts'
import { routedOf } from './routed.ts'
import { tally } from './tally.ts'

const stages = ['wanted', 'proposed', 'agreed']
const [first = '', second = '', third = ''] = stages
/** Three stages without any gate, so that each case adds the one thing that it is about. */
const bare = (change: (one: Definition) => void = () => {}): Definition => {
  const one = DefinitionSchema.parse({
    key: 'considered',
    name: 'Considered purchases',
    charter: {
      motion: 'Considered purchases',
      buyer: 'A committee',
      entry_rule: 'Somebody has a budget',
      won_means: 'Signed',
      lost_means: 'Bought elsewhere',
      owner: 'Head of sales',
      review_every_days: 90,
      reason_to_be_separate: 'It takes two quarters',
    },
    revenue_kind: 'new',
    stages: stages.map((key) => ({ key, name: key, phase: 'qualify' })),
    outcomes: {
      lost: { reasons: [{ key: 'price', label: 'Price' }] },
      transferred: { reasons: [{ key: 'other', label: 'Other' }] },
    },
  })
  change(one)
  return one
}
const situationOf = (amount_minor: bigint): Situation => ({
  deal: {
    id: 'deal_1',
    number: 1n,
    version: 1,
    name: 'Acme',
    account_id: null,
    partner_account_id: null,
    source: null,
    pipeline_id: 'pip_1',
    definition_id: 'def_1',
    stage: first,
    entered_stage_at: '2026-10-01T08:00:00.000Z',
    outcome: null,
    outcome_reason: null,
    closed_at: null,
    amount_minor,
    currency: 'EUR',
    close_date: null,
    category: 'pipeline',
    owner_id: null,
    fields: {},
    owed: [],
    carried: {},
    revenue_kind: 'new',
    amount_measure: 'total_contract_value',
    frozen_rate: null,
    counted: true,
    next_step: null,
    wait_until: null,
    created_at: '2026-10-01T08:00:00.000Z',
  },
  definition: bare(),
  library: [],
  evidence: [],
  activities: noActivities,
  asked: [],
  approvals: [],
  contacts: [],
  line_items: noLineItems,
  account: null,
  partner: null,
  owner: null,
  rates: { EUR: 1 },
})
const exit = (rule: string, level: 'hard' | 'soft' | 'advice' = 'hard') => [
  { key: 'asked', label: 'Asked', level, kind: 'rule' as const, rule },
]
const move = (change: Partial<PastMove> = {}): PastMove => ({
  kind: 'moved',
  from: first,
  to: second,
  at: '2026-11-01T08:00:00.000Z',
  reason: null,
  imported: false,
  outcome: 'won',
  situation: situationOf(500_000n),
  ...change,
})
const judged = (definition: Definition, change: Partial<PastMove> = {}, before = bare(), stage_map = {}) =>
  judgeMove({ definition, today: before, stage_map }, move(change))

describe('a move of the past', () => {
  const strict = bare(({ stages: [stage] }) => stage && Object.assign(stage, { exit: exit('deal.amount >= 10000') }))

  test('is stopped by a new hard rule that it did not meet, and by none that it met', () => {
    expect(judged(strict)).toMatchObject({ verdict: 'stopped', by: [{ key: 'asked', stage: first, fresh: true }] })
    expect(judged(strict, { situation: situationOf(2_000_000n) })).toMatchObject({ verdict: 'passed', by: [] })
  })

  test('is not stopped by what was asked for already, which is only told of', () => {
    expect(judged(strict, {}, strict)).toMatchObject({ verdict: 'passed', by: [{ key: 'asked', fresh: false }] })
  })

  test('is stopped by a known rule that was made harder, or asked for earlier', () => {
    const soft = bare(
      ({ stages: [stage] }) => stage && Object.assign(stage, { exit: exit('deal.amount >= 10000', 'soft') }),
    )
    expect(judged(strict, {}, soft)).toMatchObject({ verdict: 'stopped' })
    const later = bare(({ stages: [, stage] }) => stage && Object.assign(stage, { exit: exit('deal.amount >= 10000') }))
    expect(judged(strict, {}, later)).toMatchObject({ verdict: 'stopped' })
  })

  test('with a reason passes a soft rule; without, it would have been asked for one', () => {
    const soft = bare(
      ({ stages: [stage] }) => stage && Object.assign(stage, { exit: exit('deal.amount >= 10000', 'soft') }),
    )
    expect(judged(soft)).toMatchObject({ verdict: 'asked_for_reason' })
    expect(judged(soft, { reason: 'They know us' })).toMatchObject({ verdict: 'passed', by: [] })
  })

  test('is stopped where the way is closed, and skipping asks for what it skips', () => {
    const closed = bare((one) => Object.assign(one.transitions, { skip: 'forbidden' }))
    expect(judged(closed, { to: third })).toMatchObject({ verdict: 'stopped', by: [{ key: 'way', fresh: true }] })
    expect(judged(strict, { to: third, reason: 'In a hurry' })).toMatchObject({ verdict: 'stopped' })
  })

  test('back passes no gate, and a stage that is gone has no place', () => {
    expect(judged(strict, { from: second, to: first })).toMatchObject({ verdict: 'passed' })
    expect(judged(strict, { to: 'elsewhere' })).toMatchObject({ verdict: 'unmapped', unmapped: ['elsewhere'] })
    expect(judged(strict, { to: 'elsewhere' }, bare(), { elsewhere: second })).toMatchObject({ verdict: 'stopped' })
  })

  test('that was imported is not judged by evidence, which nobody recorded then', () => {
    const link = [{ key: 'paper', label: 'Paper', level: 'hard', kind: 'link' }]
    const linked = bare(({ stages: [stage] }) => stage && Object.assign(stage, { exit: link }))
    expect(judged(linked)).toMatchObject({ verdict: 'stopped', not_judged: 0 })
    expect(judged(linked, { imported: true })).toMatchObject({ verdict: 'passed', not_judged: 1 })
  })

  test('that won is asked for all that winning asks for', () => {
    const won = bare((one) => Object.assign(one.outcomes.won, { criteria: exit('deal.amount >= 10000') }))
    expect(judged(won, { kind: 'won', from: third, to: third })).toMatchObject({
      verdict: 'stopped',
      by: [{ stage: null }],
    })
  })
})

describe('adding up', () => {
  const by = [{ key: 'asked', label: 'Asked', stage: first, level: 'hard', fresh: true } as const]
  const one = (deal: string, outcome: 'won' | 'lost' | null, stopped: boolean) => {
    const judgement: Judgement = { verdict: 'passed', by: [], unmapped: [], not_judged: 0 }
    return { deal, outcome, judgement: stopped ? { ...judgement, verdict: 'stopped' as const, by } : judgement }
  }

  test('counts a deal once, however often it would have been stopped', () => {
    const found = tally([one('a', 'won', true), one('a', 'won', true), one('b', 'won', false), one('c', 'lost', true)])
    expect(found).toMatchObject({
      moves: { judged: 4, stopped: 3, passed: 1 },
      won: { n: 2, stopped: 1, share: 0.5 },
      lost: { n: 1, stopped: 1, share: 1 },
      open: { n: 0, share: null, low: 0, high: 1 },
      difference: { estimate: 0.5 },
      rules: [{ key: 'asked', moves: 3, deals: 2, won: 1, lost: 1, open: 0, deal_ids: ['a', 'c'] }],
      stopped_won: ['a'],
    })
  })

  test('of nothing is nothing', () => {
    expect(tally([])).toMatchObject({ moves: { judged: 0 }, won: { n: 0, share: null }, rules: [] })
    expect(routedOf([])).toEqual({ deals: 0, matched: 0, sources: [] })
  })
})

test('what came later was not there yet: evidence, meetings, tasks and contacts', () => {
  const at = '2026-11-10T00:00:00.000Z'
  const [before, after] = ['2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z']
  const evidence = (given_at: string) => ({
    criterion: 'x',
    kind: 'link' as const,
    url: 'https://a.test',
    held_on: null,
    given_at,
  })
  const activity = (kind: 'meeting' | 'task', created_at: string, held_at: string | null, done_at: string | null) => {
    return { kind, created_at, due_on: '2026-12-01', held_at, done_at, criterion: kind === 'meeting' ? 'met' : null }
  }
  const contact = (contact_id: string, role: 'champion' | 'legal') => {
    return { contact_id, role, name: contact_id, title: null, email: null, fields: {} }
  }
  const then = asItWas(
    {
      evidence: [evidence(before), evidence(after)],
      activities: [
        activity('meeting', after, before, null),
        activity('meeting', before, after, null),
        activity('task', before, null, after),
        activity('task', after, null, null),
      ],
      contacts: [contact('early', 'champion'), contact('late', 'champion'), contact('returned', 'legal')],
      contact_changes: [
        { at: before, change: 'added', contact: contact('early', 'champion') },
        { at: after, change: 'added', contact: contact('late', 'champion') },
        { at: after, change: 'removed', contact: contact('gone', 'legal') },
        { at: '2026-11-21T00:00:00Z', change: 'removed', contact: contact('returned', 'legal') },
        { at: '2026-11-22T00:00:00Z', change: 'added', contact: contact('returned', 'legal') },
      ],
    },
    at,
  )
  expect(then.evidence).toHaveLength(1)
  expect(then.activities).toEqual({
    meetings: 1,
    calls: 0,
    notes: 0,
    open_tasks: 1,
    met_for: ['met'],
    last_contact: before,
    next_activity: '2026-12-01',
  })
  expect(then.contacts.map(({ role, name }) => [name, role])).toEqual([
    ['early', 'champion'],
    ['returned', 'legal'],
    ['gone', 'legal'],
  ])
})
