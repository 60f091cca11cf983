import { daysBetween, type Instant } from '../../values/instant.ts'
import { digitsOf, type Money } from '../../values/money.ts'
import type { ListItem } from '../../values/rule/vocabulary.ts'
import { contactRoles, criteriaOf, type DealFacts, evidenceName, type FieldFact } from '../pipelines/index.ts'
import type { LibraryField } from '../fields/index.ts'
import type { LineItemSummary, Situation } from './situation.ts'

/** What rules see of a deal: plain values, money as doubles in the workspace's currency. */
export function factsOf(situation: Situation, now: Instant): DealFacts {
  const { deal, account, partner, contacts, activities, line_items, rates } = situation
  const inWorkspace = (minor: bigint | null) => majorOf(minor, deal.currency, rates)
  const counts = roles.map((role) => [role, contacts.filter((one) => one.role === role).length] as const)
  return {
    deal: {
      name: deal.name,
      amount: inWorkspace(deal.amount_minor),
      currency: deal.currency,
      close_date: deal.close_date === null ? null : new Date(deal.close_date),
      created_at: new Date(deal.created_at),
      owner: situation.owner,
      source: deal.source,
      revenue_kind: deal.revenue_kind,
      category: deal.category,
      stage: deal.stage,
      next_step: deal.next_step,
      days_open: daysBetween(deal.created_at, now),
      days_in_stage: daysBetween(deal.entered_stage_at, now),
      days_to_close: deal.close_date === null ? null : daysBetween(now.slice(0, 10), deal.close_date),
      meetings: activities.meetings,
      calls: activities.calls,
      notes: activities.notes,
      open_tasks: activities.open_tasks,
      last_contact: activities.last_contact === null ? null : new Date(activities.last_contact),
      next_activity: activities.next_activity === null ? null : new Date(activities.next_activity),
      fields: fieldFacts(situation, 'deal', deal.fields),
      evidence: evidenceFacts(situation),
      account: {
        name: account?.name ?? null,
        domain: account?.domain ?? null,
        country: account?.country ?? null,
        kind: account?.kind ?? null,
        fields: fieldFacts(situation, 'account', account?.fields ?? {}),
      },
      partner: {
        name: partner?.name ?? null,
        domain: partner?.domain ?? null,
        country: partner?.country ?? null,
        fields: fieldFacts(situation, 'account', partner?.fields ?? {}),
      },
      contacts: {
        ...(Object.fromEntries(counts) as Record<(typeof roles)[number], number>),
        total: counts.reduce((sum, [, count]) => sum + count, 0),
      },
      people: contacts.map(({ role, name, title, email, fields }) => ({
        role,
        name,
        title: title ?? '',
        email: email ?? '',
        fields: thingOf(fieldFacts(situation, 'contact', fields)),
      })),
      line_items: lineItemFacts(line_items, inWorkspace),
    },
    now: new Date(now),
  }
}

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
function majorOf(minor: bigint | null, currency: string, rates: Record<string, number>): number | null {
  const rate = rates[currency]
  return minor === null || rate === undefined ? null : (Number(minor) / 10 ** digitsOf(currency)) * rate
}

function fieldFacts({ library, rates }: Situation, subject: LibraryField['subject'], values: Record<string, unknown>) {
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
