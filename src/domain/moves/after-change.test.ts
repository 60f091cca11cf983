import { describe, expect, it } from 'vitest'
import type { DealState } from '../ledger/index.ts'
import type { Definition } from '../pipelines/index.ts'
import { newAsks, newlyFailing, owedAfter } from './after-change.ts'
import { exampleDefinition, exampleSituation } from './example.ts'
import type { Situation } from './situation.ts'

const now = '2026-11-24T04:00:00.000Z'
const before = exampleDefinition()
const budget = {
  key: 'budget',
  label: 'Budget confirmed',
  level: 'hard' as const,
  kind: 'rule' as const,
  rule: 'deal.amount > 50000',
}

/** The example with a stage changed. */
const changed = (key: string, change: (stage: Definition['stages'][number]) => object): Definition => ({
  ...before,
  stages: before.stages.map((stage) => (stage.key === key ? { ...stage, ...change(stage) } : stage)),
})
const withBudget = changed('proven', ({ exit }) => ({ exit: [...exit, budget] }))
const withoutProven: Definition = { ...before, stages: before.stages.filter(({ key }) => key !== 'proven') }

function after(
  definition: Definition,
  stage: string,
  deal: Partial<DealState> = {},
  to = stage,
  more: Partial<Situation> = {},
) {
  const asks = newAsks({ definition: before, stage }, { definition, stage: to })
  const situation = exampleSituation({ ...deal, stage: to }, { definition, ...more })
  return {
    failing: newlyFailing(situation, asks, now).map(({ key }) => key),
    owed: owedAfter(situation, asks, now).map(({ key }) => key),
  }
}

describe('a hard criterion that is new on the exit of a stage', () => {
  it.each<[string, string, Partial<DealState>, string[], string[]]>([
    ['fails a deal in that stage, whose next step it stops', 'proven', {}, ['budget'], []],
    ['fails a deal beyond it, which owes it from now on', 'proposed', {}, ['budget'], ['budget']],
    ['says nothing of a deal that has not come so far', 'wanted', {}, [], []],
    ['nor of one that meets it', 'proposed', { amount_minor: 9_000_000n }, [], []],
  ])('%s', (_, stage, deal, failing, owed) => {
    expect(after(withBudget, stage, deal)).toEqual({ failing, owed })
  })
})

it('what was asked for before is not new, however it is called now', () => {
  const renamed = changed('proven', ({ exit }) => ({ exit: exit.map((one) => ({ ...one, label: 'Another name' })) }))
  expect(after(renamed, 'proposed')).toEqual({ failing: [], owed: [] })
})

it('a criterion that got harder is new; advice never is', () => {
  const harder = changed('proven', ({ exit }) => ({ exit: exit.map((one) => ({ ...one, level: 'hard' as const })) }))
  const advice = changed('proven', ({ exit }) => ({ exit: [...exit, { ...budget, level: 'advice' as const }] }))
  expect(after(harder, 'proven').failing).toEqual(['buyer_met'])
  expect(after(advice, 'proven').failing).toEqual([])
})

it('what a deal owed it still owes where the new version asks for it, and no more where it does not', () => {
  const owed = [{ key: 'plan', label: 'Plan to decide', stage: 'proven' }]
  expect(after(withBudget, 'proposed', { owed, amount_minor: 9_000_000n }).owed).toEqual(['plan'])
  expect(after(withoutProven, 'proposed', { owed }).owed).toEqual([])
})

it('a deal of a stage that goes is asked what its new stage asks', () => {
  const stricter: Definition = {
    ...withoutProven,
    stages: withoutProven.stages.map((stage) => (stage.key === 'proposed' ? { ...stage, entry: [budget] } : stage)),
  }
  const found = after(stricter, 'proven', { fields: { decision_date: '2026-12-01' } }, 'proposed')
  expect(found).toEqual({ failing: ['budget'], owed: ['budget'] })
})
