import type { Me } from '../wire.ts'
import { i18n } from '../words.ts'

export type Role = Me['person']['role']

/** The roles in the order of what they may do. */
export const roleWords = (): Record<Role, string> => ({
  owner: i18n.t('Owner'),
  revops: i18n.t('RevOps'),
  manager: i18n.t('Manager'),
  rep: i18n.t('Rep'),
  channel_manager: i18n.t('Channel manager'),
  partner: i18n.t('Partner'),
  executive: i18n.t('Executive'),
  viewer: i18n.t('Viewer'),
  integration: i18n.t('Integration'),
})

export const roleOptions = () => Object.entries(roleWords()).map(([value, label]) => ({ value, label }))
