import type { Category, Phase } from './wire.ts'
import { i18n } from './words.ts'

/** What people read in the place of keys that the wire uses. */
export const phaseNames = (): Record<Phase, string> => ({
  qualify: i18n.t('Qualify'),
  evaluate: i18n.t('Evaluate'),
  propose: i18n.t('Propose'),
  negotiate: i18n.t('Negotiate'),
})

export const categoryNames = (): Record<Category, string> => ({
  commit: i18n.t('Commit'),
  best_case: i18n.t('Best case'),
  pipeline: i18n.t('Pipeline'),
  omitted: i18n.t('Omitted'),
  closed: i18n.t('Closed'),
})

const measures = (): Record<string, string> => ({
  total_contract_value: i18n.t('total contract value'),
  annual: i18n.t('annual value'),
  first_year: i18n.t('first-year value'),
  one_time: i18n.t('one-time value'),
})

export const measureName = (key: string): string => measures()[key] ?? key

const kinds = (): Record<string, string> => ({
  new: i18n.t('new business'),
  expansion: i18n.t('expansion'),
  renewal: i18n.t('renewal'),
})

export const kindName = (key: string): string => kinds()[key] ?? key

export const roleNames = (): Record<string, string> => ({
  economic_buyer: i18n.t('Economic buyer'),
  champion: i18n.t('Champion'),
  evaluator: i18n.t('Evaluator'),
  procurement: i18n.t('Procurement'),
  legal: i18n.t('Legal'),
  user: i18n.t('User'),
  blocker: i18n.t('Blocker'),
  other: i18n.t('Other'),
})
