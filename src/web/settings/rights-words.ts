import type { NewGrant } from '../api.ts'
import type { Grant } from '../wire.ts'
import { i18n } from '../words.ts'

export type Right = NewGrant['rights'][number]
export type Deals = NonNullable<NewGrant['deals']>

export const rightWords = (): Record<Right, string> => ({
  see: i18n.t('See'),
  work: i18n.t('Work'),
  transfer_in: i18n.t('Transfer in'),
  transfer_out: i18n.t('Transfer out'),
  configure: i18n.t('Configure'),
  approve: i18n.t('Approve'),
  see_forecast: i18n.t('See forecast'),
  export: i18n.t('Export'),
})

export const dealsWords = (): Record<Deals, string> => ({
  all: i18n.t('all deals'),
  team: i18n.t("team's deals"),
  own: i18n.t('own deals'),
})

export const roleWords = (): Record<string, string> => ({
  owner: i18n.t('Owners'),
  revops: i18n.t('RevOps'),
  manager: i18n.t('Managers'),
  rep: i18n.t('Reps'),
  channel_manager: i18n.t('Channel managers'),
  partner: i18n.t('Partners'),
  executive: i18n.t('Executives'),
  viewer: i18n.t('Viewers'),
  integration: i18n.t('Integrations'),
})

export const nameOf = ({ to }: Grant): string =>
  to.person?.name ?? to.team?.name ?? roleWords()[to.role ?? ''] ?? to.role ?? ''

/** A grant as it is sent to keep it. */
export const kept = ({ to, rights, deals }: Grant): NewGrant => ({
  to: to.person ? { person_id: to.person.id } : to.team ? { team_id: to.team.id } : { role: to.role ?? 'viewer' },
  rights,
  deals,
})
