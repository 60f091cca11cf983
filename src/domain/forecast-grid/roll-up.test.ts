import { expect, test } from 'vitest'
import { type Random, randomFrom } from '../../stats/random.ts'
import { countedCategories, type CountedCategory } from '../pipelines/index.ts'
import { type Calls, cumulative, figuresOf, noCalls, plus } from './figures.ts'
import { linesOf, type Situation } from './lines.ts'
import { belowOf, type Said, treeOf } from './roll-up.ts'
import type { Worth } from './standing.ts'

const period = { key: '2026-Q4', kind: 'quarter', starts: '2026-10-01', ends: '2027-01-01' } as const
const pipelines = ['a', 'b'].map((key) => ({ id: `pip_${key}`, key, name: key }))
const seeds = Array.from({ length: 200 }, (_, i) => i + 1)

function companyOf(random: Random, adjusted: boolean): Situation {
  const ids = Array.from({ length: 2 + random.below(14) }, (_, i) => `per_${String(i).padStart(2, '0')}`)
  const places = ids.map((id, i) => ({
    person: { id, name: id },
    role: 'rep' as const,
    active: true,
    // Only to somebody before: nobody reports to themselves.
    manager_id: i === 0 || random.chance(0.2) ? null : (ids[random.below(i)] ?? null),
  }))
  const deals = Array.from({ length: random.below(120) }, (_, i): Worth => {
    const won = random.chance(0.2)
    return {
      deal_id: `deal_${i}`,
      pipeline_id: random.pick(pipelines).id,
      owner_id: random.chance(0.1) ? null : random.pick(ids),
      category: won ? 'closed' : random.pick(['commit', 'best_case', 'pipeline', 'omitted'] as const),
      outcome: won ? 'won' : null,
      closed_at: won ? '2026-11-02T10:00:00.000Z' : null,
      close_date: random.pick(['2026-11-15', '2026-12-31', '2027-01-01', null]),
      amount_minor: 1n,
      currency: 'EUR',
      counted: true,
      frozen_rate: null,
      worth: random.chance(0.1) ? null : BigInt(random.below(1_000_000)),
      today: null,
      unconverted: null,
    }
  })
  const entries = Array.from({ length: adjusted ? random.below(12) : 0 }, (_, i): Said => {
    const worth = BigInt(random.below(5_000_000))
    return {
      id: `adj_${i}`,
      pipeline: random.pick(pipelines),
      period: period.key,
      person: { id: random.pick(ids), name: '' },
      category: random.pick(countedCategories),
      amount: random.chance(0.2) ? null : { amount: String(worth), currency: 'EUR' },
      reason: 'because',
      by: { id: random.pick(ids), name: '' },
      level: random.below(4),
      created_at: `2026-11-${String(10 + random.below(20))}T00:00:00.000Z`,
      worth,
    }
  })
  return { period, time_zone: 'UTC', periods: [], pipelines, deals, entries, places, teams: [], named: new Set(ids) }
}

const sum = (calls: readonly Calls[]) => calls.reduce(plus, noCalls)
const counted = (deals: readonly Worth[]) => cumulative(figuresOf(deals, period))

test('every row is a slow recount of the deals of everybody in it, and rows add up to the total', () => {
  for (const seed of seeds) {
    const company = companyOf(randomFrom(seed), false)
    const [total, ...rows] = linesOf(company, 'hierarchy')
    const tree = treeOf(company.places, company.named)
    expect(total?.rolled.called, `seed ${seed}`).toEqual(counted(company.deals))
    const top = rows.filter(({ parent }) => parent === 'total')
    expect(sum(top.map(({ rolled }) => rolled.called)), `seed ${seed}`).toEqual(total?.rolled.called)
    for (const { kind, person, rolled, deals } of rows) {
      if (kind !== 'person' || !person) continue
      const below = new Set(belowOf(tree, person.id))
      const own = company.deals.filter(({ owner_id }) => owner_id !== null && below.has(owner_id))
      expect(rolled.called, `seed ${seed}, ${person.id}`).toEqual(counted(own))
      expect(new Set(deals)).toEqual(new Set(own))
    }
  }
})

test('with adjustments a row holds what is called below it or what was said of it, and never less than is closed', () => {
  for (const seed of seeds) {
    const company = companyOf(randomFrom(seed), true)
    for (const pipeline of pipelines) {
      const lines = linesOf({ ...company, pipelines: [pipeline] }, 'hierarchy')
      const inside = company.deals.filter(({ pipeline_id }) => pipeline_id === pipeline.id)
      for (const line of lines.filter(({ kind }) => kind === 'person')) {
        const children = lines.filter(({ parent, kind }) => parent === line.key && kind === 'person')
        const own = counted(inside.filter(({ owner_id }) => owner_id === line.person?.id))
        expect(line.rolled.from_below, `seed ${seed}`).toEqual(plus(own, sum(children.map((one) => one.rolled.called))))
        const { called, said, figures } = line.rolled
        const order = ['pipeline', 'best_case', 'commit'] satisfies CountedCategory[]
        for (const [i, category] of order.entries()) {
          const least = order[i + 1] === undefined ? figures.closed.amount : called[order[i + 1] ?? 'commit']
          const meant = said[category]?.worth ?? line.rolled.from_below[category]
          expect(called[category], `seed ${seed}`).toBe(meant > least ? meant : least)
        }
      }
    }
    const total = linesOf(company, 'hierarchy')[0]
    const each = linesOf(company, 'pipelines').slice(1)
    expect(sum(each.map(({ rolled }) => rolled.called)), `seed ${seed}`).toEqual(total?.rolled.called)
  }
})
