import { i18n } from '../words.ts'

export const criterionKindNames = (): Record<string, string> => ({
  rule: i18n.t('A rule about the deal'),
  field: i18n.t('A field that is filled'),
  link: i18n.t('A link to a document'),
  meeting: i18n.t('A meeting that took place'),
  confirmation: i18n.t('A confirmation by the buyer'),
  approval: i18n.t('An approval by colleagues'),
})

export const permissionNames = (): Record<string, string> => ({
  allowed: i18n.t('Allowed'),
  reason: i18n.t('With a reason'),
  forbidden: i18n.t('Not allowed'),
})

export const revenueKindNames = (): Record<string, string> => ({
  new: i18n.t('New business'),
  expansion: i18n.t('Expansion'),
  renewal: i18n.t('Renewal'),
})

export const measureNames = (): Record<string, string> => ({
  total_contract_value: i18n.t('Total contract value'),
  annual: i18n.t('Annual value'),
  first_year: i18n.t('First-year value'),
  one_time: i18n.t('One-time value'),
})

export const periodNames = (): Record<string, string> => ({
  weekly: i18n.t('Weekly'),
  monthly: i18n.t('Monthly'),
  quarterly: i18n.t('Quarterly'),
  yearly: i18n.t('Yearly'),
})

export const fieldTypeNames = (): Record<string, string> => ({
  text: i18n.t('Text'),
  number: i18n.t('Number'),
  money: i18n.t('Money'),
  date: i18n.t('Date'),
  boolean: i18n.t('Yes or no'),
  choice: i18n.t('Choice'),
  link: i18n.t('Link'),
  person: i18n.t('Person'),
})

export const subjectNames = (): Record<string, string> => ({
  deal: i18n.t('Deal'),
  account: i18n.t('Account'),
  contact: i18n.t('Contact'),
})

/** What every deal has of its own; criteria may ask for these beside the fields of the pipeline. */
export const ownFieldNames = (): Record<string, string> => ({
  amount: i18n.t('Amount'),
  close_date: i18n.t('Close date'),
  account: i18n.t('Account'),
  owner: i18n.t('Owner'),
  partner: i18n.t('Partner'),
  source: i18n.t('Source'),
  next_step: i18n.t('Next step'),
  name: i18n.t('Name'),
})

export const charterParts = (): { key: string; label: string; hint: string }[] => [
  { key: 'motion', label: i18n.t('Motion'), hint: i18n.t('How it is sold: through which channel, how fast') },
  { key: 'buyer', label: i18n.t('Buyer'), hint: i18n.t('Who buys, and who decides') },
  {
    key: 'entry_rule',
    label: i18n.t('What belongs here'),
    hint: i18n.t('When an opportunity goes into this pipeline'),
  },
  { key: 'won_means', label: i18n.t('Won means'), hint: '' },
  { key: 'lost_means', label: i18n.t('Lost means'), hint: '' },
  { key: 'owner', label: i18n.t('Owner'), hint: i18n.t('A role or a person') },
  {
    key: 'reason_to_be_separate',
    label: i18n.t('Why it is a pipeline of its own'),
    hint: i18n.t('What would be lost if its deals stood in another one'),
  },
]
