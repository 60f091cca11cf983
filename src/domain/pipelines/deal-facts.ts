import { type RuleLanguage, ruleLanguage, type Vocabulary, type Word } from '../../values/rule/vocabulary.ts'
import type { FieldType, LibraryField } from '../fields/index.ts'

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
    fields: Record<string, FieldFact>
    account: {
      name: string | null
      domain: string | null
      country: string | null
      kind: string | null
      fields: Record<string, FieldFact>
    }
    partner: { name: string | null; domain: string | null }
    contacts: Record<ContactRole | 'total', number>
    line_items: {
      total: number
      one_time: number
      recurring: number
      products: string[]
      total_contract_value: number | null
      annual: number | null
      first_year: number | null
    }
  }
  now: Date
}
export type FieldFact = string | number | boolean | Date | null | undefined

/** Everything rules of a pipeline with these fields may name. */
export function dealVocabulary(fields: LibraryField[]): Vocabulary {
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
      revenue_kind: text('Revenue kind'),
      category: text('Forecast category'),
      stage: text('Stage'),
      next_step: text('Next step'),
      days_open: number('Age in days'),
      days_in_stage: number('Days in the stage'),
      days_to_close: number('Days to the close date'),
      meetings: number('Meetings held'),
      calls: number('Calls held'),
      notes: number('Notes'),
      open_tasks: number('Open tasks'),
      fields: of('deal'),
      account: {
        name: text('Account'),
        domain: text('Domain of the account'),
        country: text('Country of the account'),
        kind: text('Kind of the account'),
        fields: of('account'),
      },
      partner: { name: text('Partner'), domain: text('Domain of the partner') },
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
      },
    },
    now: date('Now'),
  }
}

/** The typed rule language of a pipeline that uses these fields. */
export const dealLanguage = (fields: LibraryField[]): RuleLanguage => ruleLanguage(dealVocabulary(fields))

const text = (label: string): Word => ({ type: 'text', label })
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
