import type { Contract, RetainedAccount } from '../../client/schema.ts'
import { shortDay } from '../format.ts'
import { i18n } from '../words.ts'

/** What of the page of contracts stands in its address. */
export type ContractSearch = { state?: string; account?: string; figure?: string; from?: string; to?: string }

export const contractStateNames = (): Record<Contract['state'], string> => ({
  in_force: i18n.t('in force'),
  up_for_renewal: i18n.t('up for renewal'),
  renewed: i18n.t('renewed'),
  churned: i18n.t('churned'),
  withdrawn: i18n.t('taken back'),
})

export const contractStateLooks: Record<Contract['state'], string> = {
  in_force: 'bg-won-soft text-won',
  up_for_renewal: 'bg-risk-soft text-risk',
  renewed: 'bg-accent-soft text-accent',
  churned: 'bg-lost-soft text-lost',
  withdrawn: 'bg-sunken text-mute',
}

export type Part = RetainedAccount['change'] | 'not_added'

/** Terms run over years, so that each of their days is written with its year. */
export const termDay = (day: string): string => shortDay(day, '')

/** The figures of retention, and which accounts each is made of. */
export const partsOf = {
  net: 'not_added',
  gross: 'not_added',
  starting: 'not_added',
  expanded: 'expanded',
  contracted: 'contracted',
  churned: 'churned',
  ending: 'not_added',
  added: 'added',
} as const satisfies Record<string, Part>
export type Figure = keyof typeof partsOf

/** What a figure of retention is, or the accounts behind it are. */
export const partNames = (): Record<Part, string> => ({
  not_added: i18n.t('Customers of the first day'),
  expanded: i18n.t('Pay more'),
  contracted: i18n.t('Pay less'),
  churned: i18n.t('Have left'),
  unchanged: i18n.t('Pay the same'),
  added: i18n.t('New customers'),
})
