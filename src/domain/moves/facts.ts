import { daysBetween, type Instant } from '../../values/instant.ts'
import { digitsOf, type Money } from '../../values/money.ts'
import type { ListItem } from '../../values/rule/vocabulary.ts'
import { contactRoles, criteriaOf, type DealFacts, evidenceName, type FieldFact } from '../pipelines/index.ts'
import type { LibraryField } from '../fields/index.ts'
import type { LineItemSummary, Situation } from './situation.ts'

/** A value that rules may name: `amount` in `deal.amount`. */
export type FactName = keyof DealFacts['deal']

/** The values that a rule may look at: a word counts wherever it stands in it. */
export const factsIn = (rule: string): FactName[] => [...(rule.match(/\w+/g) ?? [])].filter(isFact)

export const isFact = (word: string): word is FactName => Object.hasOwn(facts, word)

/**
 * What rules see of a deal: plain values, money as doubles in the workspace's currency. Where names are given only these,
 * since a plan asks about a hundred thousand deals and mostly looks at one or two values.
 */
export function factsOf(situation: Situation, now: Instant, names: Iterable<FactName> = everyFact) {
  const deal: Record<string, unknown> = {}
  for (const name of names) deal[name] = facts[name](situation, now)
  return { deal: deal as Partial<DealFacts['deal']>, now: new Date(now) }
}

const facts: { [Name in FactName]: (situation: Situation, now: Instant) => DealFacts['deal'][Name] } = {
  name: ({ deal }) => deal.name,
  amount: ({ deal, rates }) => majorOf(deal.amount_minor, deal.currency, rates),
  currency: ({ deal }) => deal.currency,
  close_date: ({ deal }) => (deal.close_date === null ? null : new Date(deal.close_date)),
  created_at: ({ deal }) => new Date(deal.created_at),
  owner: ({ owner }) => owner,
  source: ({ deal }) => deal.source,
  revenue_kind: ({ deal }) => deal.revenue_kind,
  category: ({ deal }) => deal.category,
  stage: ({ deal }) => deal.stage,
  next_step: ({ deal }) => deal.next_step,
  days_open: ({ deal }, now) => daysBetween(deal.created_at, now),
  days_in_stage: ({ deal }, now) => daysBetween(deal.entered_stage_at, now),
  days_to_close: ({ deal }, now) => (deal.close_date === null ? null : daysBetween(now.slice(0, 10), deal.close_date)),
  meetings: ({ activities }) => activities.meetings,
  calls: ({ activities }) => activities.calls,
  notes: ({ activities }) => activities.notes,
  open_tasks: ({ activities }) => activities.open_tasks,
  last_contact: ({ activities }) => (activities.last_contact === null ? null : new Date(activities.last_contact)),
  next_activity: ({ activities }) => (activities.next_activity === null ? null : new Date(activities.next_activity)),
  fields: (situation) => fieldFacts(situation, 'deal', situation.deal.fields),
  evidence: evidenceFacts,
  account: (situation) => ({
    name: situation.account?.name ?? null,
    domain: situation.account?.domain ?? null,
    country: situation.account?.country ?? null,
    kind: situation.account?.kind ?? null,
    fields: fieldFacts(situation, 'account', situation.account?.fields ?? {}),
  }),
  partner: (situation) => ({
    name: situation.partner?.name ?? null,
    domain: situation.partner?.domain ?? null,
    country: situation.partner?.country ?? null,
    fields: fieldFacts(situation, 'account', situation.partner?.fields ?? {}),
  }),
  contacts({ contacts }) {
    const counts = roles.map((role) => [role, contacts.filter((one) => one.role === role).length] as const)
    return {
      ...(Object.fromEntries(counts) as Record<(typeof roles)[number], number>),
      total: counts.reduce((sum, [, count]) => sum + count, 0),
    }
  },
  people: (situation) =>
    situation.contacts.map(({ role, name, title, email, fields }) => ({
      role,
      name,
      title: title ?? '',
      email: email ?? '',
      fields: thingOf(fieldFacts(situation, 'contact', fields)),
    })),
  line_items: ({ deal, line_items, rates }) =>
    lineItemFacts(line_items, (minor) => majorOf(minor, deal.currency, rates)),
}

const everyFact = Object.keys(facts) as FactName[]
const roles = Object.keys(contactRoles) as (keyof typeof contactRoles)[]

function lineItemFacts(
  { one_time, recurring, products, amounts, each }: LineItemSummary,
  major: (m: bigint) => number | null,
) {
  return {
    total: one_time + recurring,
    one_time,
    recurring,
    products,
    total_contract_value: amounts && major(amounts.total_contract_value),
    annual: amounts && major(amounts.annual),
    first_year: amounts && major(amounts.first_year),
    each: each.map(({ product, kind, quantity, unit_price_minor, term }) => ({
      product,
      kind,
      quantity,
      unit_price: major(unit_price_minor) ?? undefined,
      term: term ?? undefined,
    })),
  }
}

/** Null without a rate: an amount that cannot be compared is empty to a rule. */
export function majorOf(minor: bigint | null, currency: string, rates: Record<string, number>): number | null {
  const rate = rates[currency]
  return minor === null || rate === undefined ? null : (Number(minor) / 10 ** digitsOf(currency)) * rate
}

export function fieldFacts(
  { library, rates }: Pick<Situation, 'library' | 'rates'>,
  subject: LibraryField['subject'],
  values: Record<string, unknown>,
) {
  const facts: Record<string, FieldFact> = {}
  for (const { key, subject: of, type } of library) {
    if (of !== subject || !Object.hasOwn(values, key)) continue
    const value = values[key]
    if (type === 'money') facts[key] = moneyFact(value as Money | null, rates)
    else if (type === 'date') facts[key] = typeof value === 'string' ? new Date(value) : null
    else facts[key] = value as FieldFact
  }
  return facts
}

function moneyFact(money: Money | null, rates: Record<string, number>): number | null {
  const rate = money === null ? undefined : rates[money.currency]
  return money === null || rate === undefined ? null : Number(money.amount) * rate
}

/** A criterion's evidence of any kind; whether it is enough is for its gate to say. */
function evidenceFacts({ definition, evidence, activities }: Situation): Record<string, boolean> {
  const given = new Set([...evidence.map(({ criterion }) => criterion), ...activities.met_for])
  return Object.fromEntries(
    criteriaOf(definition).flatMap(({ criterion }) => {
      const name = evidenceName(criterion)
      return name === undefined ? [] : [[name, given.has(criterion.key)]]
    }),
  )
}

/** What is empty is left out, so that has() says so. */
const thingOf = (facts: Record<string, FieldFact>): ListItem =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as ListItem
