import {
  type ListItem,
  type RuleLanguage,
  ruleLanguage,
  type Vocabulary,
  type Word,
} from '../../values/rule/vocabulary.ts'
import type { FieldType, LibraryField } from '../fields/index.ts'
import { criteriaOf, evidenceName } from './criteria.ts'
import { type Definition, revenueKinds, suggestedCategories } from './definition.ts'

/** What a contact may be to a deal. */
export const contactRoles = {
  economic_buyer: 'Economic buyer',
  champion: 'Champion',
  evaluator: 'Evaluator',
  procurement: 'Procurement',
  legal: 'Legal',
  user: 'User',
  blocker: 'Blocker',
  other: 'Other',
} as const
export type ContactRole = keyof typeof contactRoles

/**
 * What a rule may see of a deal. Amounts are in major units of the workspace's currency at the day's rate; counts and
 * days are plain numbers; null is empty. Fields stand under their keys.
 */
export type DealFacts = {
  deal: {
    name: string
    amount: number | null
    currency: string
    close_date: Date | null
    created_at: Date
    owner: string | null
    source: string | null
    revenue_kind: string
    category: string
    stage: string
    next_step: string | null
    days_open: number
    days_in_stage: number
    days_to_close: number | null
    /** Meetings and calls that took place, notes, tasks not yet done. */
    meetings: number
    calls: number
    notes: number
    open_tasks: number
    /** The last meeting or call that took place, and the day of the nearest task or meeting that is planned. */
    last_contact: Date | null
    next_activity: Date | null
    fields: Record<string, FieldFact>
    /** Whether evidence was given, by the criterion that asks for it. */
    evidence: Record<string, boolean>
    account: {
      name: string | null
      domain: string | null
      country: string | null
      kind: string | null
      fields: Record<string, FieldFact>
    }
    partner: {
      name: string | null
      domain: string | null
      country: string | null
      fields: Record<string, FieldFact>
    }
    contacts: Record<ContactRole | 'total', number>
    /** One for every role of a contact. */
    people: ListItem[]
    line_items: {
      total: number
      one_time: number
      recurring: number
      products: string[]
      total_contract_value: number | null
      annual: number | null
      first_year: number | null
      each: ListItem[]
    }
  }
  now: Date
}
export type FieldFact = string | number | boolean | Date | null | undefined

/** What of a definition its rules may name, beside fields. */
export type Named = Pick<Definition, 'stages' | 'outcomes'> & Partial<Pick<Definition, 'forecast'>>

/** Everything rules of a pipeline with these fields may name. */
export function dealVocabulary(fields: LibraryField[], named?: Named): Vocabulary {
  const of = (subject: LibraryField['subject']) =>
    Object.fromEntries(fields.filter((field) => field.subject === subject).map((field) => [field.key, wordOf(field)]))
  return {
    deal: {
      name: text('Name'),
      amount: number('Amount'),
      currency: text('Currency'),
      close_date: date('Close date'),
      created_at: date('Creation date'),
      owner: text('Owner'),
      source: text('Source'),
      revenue_kind: choice('Revenue kind', revenueKinds),
      category: choice('Forecast category', [...suggestedCategories, 'closed']),
      stage: {
        ...text('Stage'),
        options: Object.fromEntries((named?.stages ?? []).map(({ key, name }) => [key, name])),
      },
      next_step: text('Next step'),
      days_open: number('Age in days'),
      days_in_stage: number('Days in the stage'),
      days_to_close: number('Days to the close date'),
      meetings: number('Meetings held'),
      calls: number('Calls held'),
      notes: number('Notes'),
      open_tasks: number('Open tasks'),
      last_contact: date('Last meeting or call'),
      next_activity: date('Next planned activity'),
      fields: of('deal'),
      evidence: evidenceWords(named),
      account: {
        name: text('Account'),
        domain: text('Domain of the account'),
        country: text('Country of the account'),
        kind: choice('Kind of the account', ['customer', 'partner']),
        fields: of('account'),
      },
      partner: {
        name: text('Partner'),
        domain: text('Domain of the partner'),
        country: text('Country of the partner'),
        fields: of('account'),
      },
      people: {
        type: 'list',
        label: 'Contacts',
        of: {
          role: choice('Role', contactRoles),
          name: text('Name'),
          title: text('Title'),
          email: text('E-mail address'),
          fields: of('contact'),
        },
      },
      contacts: {
        total: number('Contacts'),
        ...Object.fromEntries(
          Object.entries(contactRoles).map(([role, label]) => [role, number(`Contacts: ${label}`)]),
        ),
      },
      line_items: {
        total: number('Line items'),
        one_time: number('One-time line items'),
        recurring: number('Recurring line items'),
        products: { type: 'texts', label: 'Products' },
        total_contract_value: number('Total contract value'),
        annual: number('Annual amount'),
        first_year: number('First-year amount'),
        each: {
          type: 'list',
          label: 'Line items',
          of: {
            product: text('Product'),
            kind: choice('Kind', ['one_time', 'recurring']),
            quantity: number('Quantity'),
            unit_price: number('Unit price'),
            term: number('Term'),
          },
        },
      },
    },
    now: date('Now'),
  }
}

/** The typed rule language of a pipeline that uses these fields, and has these stages and criteria. */
export const dealLanguage = (fields: LibraryField[], named?: Named): RuleLanguage =>
  ruleLanguage(dealVocabulary(fields, named))

function evidenceWords(named: Named | undefined): Vocabulary {
  const words = (named ? criteriaOf(named) : []).flatMap(({ criterion }) => {
    const name = evidenceName(criterion)
    return name === undefined ? [] : [[name, { type: 'boolean', label: `Evidence: ${criterion.label}` } as Word]]
  })
  return Object.fromEntries(words)
}

const text = (label: string): Word => ({ type: 'text', label })
const choice = (label: string, options: readonly string[] | Record<string, string>): Word => ({
  type: 'text',
  label,
  options: Array.isArray(options)
    ? Object.fromEntries(options.map((option: string) => [option, option]))
    : (options as Record<string, string>),
})
const number = (label: string): Word => ({ type: 'number', label })
const date = (label: string): Word => ({ type: 'date', label })

const wordTypes: Record<FieldType, Word['type']> = {
  text: 'text',
  number: 'number',
  money: 'number',
  date: 'date',
  boolean: 'boolean',
  choice: 'text',
  link: 'text',
  person: 'text',
}

const wordOf = ({ type, label, options }: LibraryField): Word => ({
  type: wordTypes[type],
  label,
  options: Object.fromEntries(options.map((option) => [option.key, option.label])),
})
