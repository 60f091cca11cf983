import type { Overlap, OverlapDeal } from '../../client/schema.ts'
import { exactMoney, shortDay } from '../format.ts'
import { i18n } from '../words.ts'

type Reason = Overlap['reasons'][number]
export type Takeable = 'name' | 'account' | 'partner' | 'source' | 'amount' | 'close_date' | 'owner' | 'next_step'

/** What speaks for two deals being one, in a few words each. */
export const reasonNames = (): Record<Reason, string> => ({
  same_account: i18n.t('same account'),
  similar_account: i18n.t('similar account'),
  same_product: i18n.t('same product'),
  product_unknown: i18n.t('product not said'),
  same_period: i18n.t('same period'),
  period_unknown: i18n.t('close date not said'),
})

export const stateNames = (): Record<Overlap['state'], string> => ({
  open: i18n.t('Open'),
  same_deal: i18n.t('Same deal'),
  co_sell: i18n.t('Co-sell'),
  different: i18n.t('Different'),
})

/** The facts that the deal which lives on may take over, as they are laid side by side. */
export const facts = (today: string): { key: Takeable; label: string; text: (deal: OverlapDeal) => string }[] => [
  { key: 'name', label: i18n.t('Name'), text: ({ name }) => name },
  { key: 'account', label: i18n.t('Account'), text: ({ account }) => account?.name ?? '–' },
  { key: 'partner', label: i18n.t('Partner'), text: ({ partner }) => partner?.name ?? '–' },
  { key: 'amount', label: i18n.t('Amount'), text: ({ amount }) => (amount ? exactMoney(amount) : '–') },
  {
    key: 'close_date',
    label: i18n.t('Close date'),
    text: ({ close_date }) => (close_date ? shortDay(close_date, today) : '–'),
  },
  { key: 'owner', label: i18n.t('Owner'), text: ({ owner }) => owner?.name ?? '–' },
  { key: 'source', label: i18n.t('Source'), text: ({ source }) => source ?? '–' },
  { key: 'next_step', label: i18n.t('Next step'), text: ({ next_step }) => next_step ?? '–' },
]
