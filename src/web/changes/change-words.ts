import type { ChangeSummary } from '../../client/schema.ts'
import { i18n } from '../words.ts'

export type ChangeState = ChangeSummary['state']

export const stateNames = (): Record<ChangeState, string> => ({
  open: i18n.t('waits for approval'),
  approved: i18n.t('approved, waits for its date'),
  published: i18n.t('published'),
  rejected: i18n.t('rejected'),
  withdrawn: i18n.t('withdrawn'),
  stale: i18n.t('overtaken, plan it again'),
  rolled_back: i18n.t('rolled back'),
})

/** Green, red and amber carry what they carry everywhere: done, refused, at risk. */
export const stateLooks: Record<ChangeState, string> = {
  open: 'bg-accent-soft text-accent',
  approved: 'bg-accent-soft text-accent',
  published: 'bg-won-soft text-won',
  rejected: 'bg-lost-soft text-lost',
  withdrawn: 'bg-sunken text-mute',
  stale: 'bg-risk-soft text-risk',
  rolled_back: 'bg-sunken text-mute',
}

export const levelNames = (): Record<string, string> => ({
  hard: i18n.t('Hard: blocks'),
  soft: i18n.t('Soft: wants a reason'),
  advice: i18n.t('Advice: only says so'),
})
