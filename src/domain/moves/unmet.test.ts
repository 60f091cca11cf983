import { expect, it } from 'vitest'
import { type Random, randomFrom } from '../../stats/random.ts'
import { plusDays } from '../../values/instant.ts'
import type { DealState } from '../ledger/index.ts'
import type { Criterion, Definition } from '../pipelines/index.ts'
import { crossedBetween } from './crossed.ts'
import { exampleDefinition, exampleSituation } from './example.ts'
import { gatesOf, unmetOf } from './gates.ts'
import { noActivities, noLineItems, type Situation } from './situation.ts'
import { readFor } from './what-is-read.ts'

const now = '2026-11-24T04:00:00.000Z'
const rules = [
  'deal.amount > 20000.0',
  'deal.meetings > 0 || deal.amount > 900.0',
  '!(has(deal.close_date) && deal.days_to_close > 30)',
  'deal.contacts.champion > 0 && !(deal.notes > 2)',
  'deal.account.country in ["DE", "ID"]',
  'deal.line_items.products.exists(p, p == "seats")',
  'deal.line_items.annual >= 1000.0',
  'has(deal.fields.sponsor) || deal.partner.name == "Reseller"',
  'deal.fields.users > 10.0 && deal.days_in_stage < 20.0',
  'deal.owner.endsWith("tributary.example") && deal.stage != "wanted"',
  'deal.currency == "EUR" && deal.revenue_kind == "new"',
  'deal.line_items.products[2] == "seats"',
  'deal.line_items.each.exists(l, l.quantity > 2.0)',
  'deal.people.exists(p, p.role == "champion" && p.title == "Head of IT")',
  'has(deal.last_contact) && !has(deal.next_activity)',
]
const fields = [
  'name',
  'amount',
  'close_date',
  'owner',
  'account',
  'partner',
  'source',
  'next_step',
  'sponsor',
  'users',
]

function criterion(random: Random, i: number): Criterion {
  const asked = { key: `c${i}`, label: `Asked ${i}`, level: random.pick(['hard', 'soft', 'advice'] as const) }
  return random.pick<Criterion>([
    { ...asked, kind: 'rule', rule: random.pick(rules) },
    { ...asked, kind: 'field', field: random.pick([...fields, 'account.industry']) },
    { ...asked, kind: 'link' },
    { ...asked, kind: 'meeting' },
    { ...asked, kind: 'confirmation' },
    { ...asked, kind: 'approval', within_days: 3 },
  ])
}

const asking = (random: Random): Definition => {
  const definition = exampleDefinition()
  const some = (at: number) => Array.from({ length: random.below(3) }, (_, i) => criterion(random, 10 * at + i))
  return {
    ...definition,
    stages: definition.stages.map((one, i) => ({ ...one, entry: some(2 * i), exit: some(2 * i + 1) })),
  }
}

function standing(random: Random, definition: Definition): Situation {
  const maybe = <T>(value: T): T | null => (random.chance(0.5) ? value : null)
  const deal: Partial<DealState> = {
    name: random.pick(['Acme', '']),
    stage: random.pick(definition.stages).key,
    amount_minor: maybe(BigInt(random.below(5_000_000))),
    currency: random.pick(['EUR', 'IDR', 'USD']),
    close_date: maybe(plusDays(now, random.below(90) - 30).slice(0, 10)),
    entered_stage_at: plusDays(now, -random.below(40)),
    owner_id: maybe('per_1'),
    partner_account_id: maybe('acc_2'),
    source: maybe('web'),
    next_step: maybe('Call'),
    fields: {
      ...(random.chance(0.5) ? { sponsor: 'Dewi' } : {}),
      ...(random.chance(0.5) ? { users: random.below(30) } : {}),
    },
  }
  const asked = definition.stages.flatMap(({ entry, exit }) => [...entry, ...exit])
  return exampleSituation(deal, {
    definition,
    library: [...exampleSituation().library],
    evidence: asked.flatMap(({ key, kind }) =>
      kind !== 'rule' && kind !== 'field' && random.chance(0.5)
        ? [{ criterion: key, kind, url: maybe('https://files.example/a'), held_on: maybe('2026-11-20') }]
        : [],
    ),
    activities: {
      ...noActivities,
      meetings: random.below(2),
      notes: random.below(4),
      last_contact: maybe(now),
      next_activity: maybe('2026-12-01'),
    },
    contacts: random.chance(0.5)
      ? [{ role: 'champion', name: 'Ayu', title: maybe('Head of IT'), email: null, fields: {} }]
      : [],
    line_items: random.chance(0.5)
      ? {
          one_time: 0,
          recurring: 1,
          products: ['seats'],
          amounts: { total_contract_value: 5n, annual: 900_000n, first_year: 5n },
          each: [{ product: 'seats', kind: 'recurring', quantity: random.below(6), unit_price_minor: 5n, term: null }],
        }
      : noLineItems,
    partner: maybe({ name: 'Reseller', domain: null, country: null, kind: 'partner', fields: {} }),
    owner: maybe('ann@tributary.example'),
  })
}

/** The same deal as if of it nothing had been read but what these criteria look at. */
function asRead(situation: Situation, criteria: readonly Criterion[]): Situation {
  const { columns, around } = readFor(criteria)
  const { deal } = exampleSituation()
  const nothing = {
    evidence: [],
    activities: noActivities,
    asked: [],
    approvals: [],
    contacts: [],
    line_items: noLineItems,
    account: null,
    partner: null,
    owner: null,
  }
  const unread = {
    ...deal,
    name: '',
    amount_minor: null,
    currency: '',
    close_date: null,
    entered_stage_at: now,
    fields: {},
  }
  const own = Object.fromEntries(columns.map((column) => [column, situation.deal[column]]))
  const parts = around.map((part) => (part === 'lines' ? 'line_items' : part)).filter((part) => part !== 'chances')
  const hangs = Object.fromEntries(parts.map((part) => [part, situation[part]]))
  const empty = { account_id: null, partner_account_id: null, owner_id: null, source: null, next_step: null }
  return { ...situation, ...nothing, ...hangs, deal: { ...unread, ...empty, ...own, stage: situation.deal.stage } }
}

it('what a deal does not meet is the same with and without words, and read in full or only as far as is looked at', () => {
  const random = randomFrom(20_261_130)
  let unmet = 0
  for (let round = 0; round < 120; round++) {
    const definition = asking(random)
    const asked = crossedBetween(definition, null, random.pick(definition.stages).key)
    const criteria = asked.map(({ criterion: one }) => one)
    for (let deal = 0; deal < 5; deal++) {
      const situation = standing(random, definition)
      const gates = gatesOf(situation, asked, now).filter(({ satisfied }) => !satisfied)
      const naive = gates.map(({ key, label, level, stage }) => ({ key, label, level, stage }))
      expect(unmetOf(situation, asked, now)).toEqual(naive)
      expect(unmetOf(asRead(situation, criteria), asked, now)).toEqual(naive)
      unmet += naive.length
    }
  }
  expect(unmet).toBeGreaterThan(500)
})
