import type { HandoffChange, RoutingChange } from '../../client/schema.ts'
import { i18n } from '../words.ts'

/** A proposed set of rules, of whichever kind: who asked, on what, and what became of it. */
export type RuleChange = Omit<RoutingChange | HandoffChange, 'rules' | 'fallback' | 'plan'>

export const changeStates = (): Record<RuleChange['state'], string> => ({
  open: i18n.t('waits for approval'),
  published: i18n.t('published'),
  rejected: i18n.t('rejected'),
  withdrawn: i18n.t('withdrawn'),
})
