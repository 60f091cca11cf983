import type { Change } from '../wire.ts'
import { i18n } from '../words.ts'

/** What happened to a deal, as the rest of a sentence that begins with its name. */
export function wordsOf({ type, from, to }: Pick<Change, 'type' | 'from' | 'to'>): string {
  if (type === 'deal.moved' && from && to) return `${from} → ${to}`
  const words: Record<string, string> = {
    'deal.created': i18n.t('was created'),
    'deal.edited': i18n.t('was edited'),
    'deal.moved': i18n.t('moved'),
    'deal.won': i18n.t('was won'),
    'deal.lost': i18n.t('was lost'),
    'deal.reopened': i18n.t('was reopened'),
    'deal.transferred': i18n.t('went to another pipeline'),
    'deal.voided': i18n.t('was declared void'),
    'deal.reversed': i18n.t('was put back'),
    'deal.evidence_given': i18n.t('got evidence'),
    'deal.contact_added': i18n.t('got a contact'),
    'deal.contact_removed': i18n.t('lost a contact'),
    'deal.member_added': i18n.t('got somebody on its team'),
    'deal.member_removed': i18n.t('has one less on its team'),
  }
  return words[type] ?? i18n.t('changed')
}
