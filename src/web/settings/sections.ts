import { type ComponentType, lazy } from 'react'
import type { Me } from '../wire.ts'
import { i18n } from '../words.ts'

export type Section = {
  /** As it stands in the address. */
  key: string
  label: string
  /** What one must be allowed to do to have any use of it. */
  access: Me['access'][number]
  page: ComponentType
}

/** The sections of the settings, in the order of the list beside them; one file each. */
export const sections = (): Section[] => [
  { key: 'workspace', label: i18n.t('Workspace'), access: 'workspace:read', page: WorkspaceSection },
  { key: 'people', label: i18n.t('People'), access: 'workspace:read', page: PeopleSection },
  { key: 'teams', label: i18n.t('Teams and hierarchy'), access: 'workspace:read', page: TeamsSection },
  { key: 'calendars', label: i18n.t('Calendars'), access: 'workspace:read', page: CalendarsSection },
  { key: 'rates', label: i18n.t('Exchange rates'), access: 'workspace:read', page: RatesSection },
  { key: 'rights', label: i18n.t('Rights'), access: 'rights:administer', page: RightsSection },
  { key: 'keys', label: i18n.t('API keys'), access: 'keys:administer', page: KeysSection },
  { key: 'webhooks', label: i18n.t('Webhooks'), access: 'webhooks:configure', page: WebhooksSection },
  { key: 'sign-in', label: i18n.t('Sign-in and sessions'), access: 'me:read', page: SignInSection },
  { key: 'notifications', label: i18n.t('Notifications'), access: 'me:read', page: NotificationsSection },
  { key: 'audit', label: i18n.t('Audit'), access: 'audit:read', page: AuditSection },
  {
    key: 'personal-data',
    label: i18n.t('Personal data'),
    access: 'personal_data:administer',
    page: PersonalDataSection,
  },
]

const RightsSection = lazy(() => import('./rights-section.tsx').then((m) => ({ default: m.RightsSection })))
const WorkspaceSection = lazy(() => import('./workspace-section.tsx').then((m) => ({ default: m.WorkspaceSection })))
const PeopleSection = lazy(() => import('./people-section.tsx').then((m) => ({ default: m.PeopleSection })))
const TeamsSection = lazy(() => import('./teams-section.tsx').then((m) => ({ default: m.TeamsSection })))
const CalendarsSection = lazy(() => import('./calendars-section.tsx').then((m) => ({ default: m.CalendarsSection })))
const RatesSection = lazy(() => import('./rates-section.tsx').then((m) => ({ default: m.RatesSection })))
const KeysSection = lazy(() => import('./keys-section.tsx').then((m) => ({ default: m.KeysSection })))
const WebhooksSection = lazy(() => import('./webhooks-section.tsx').then((m) => ({ default: m.WebhooksSection })))
const SignInSection = lazy(() => import('./sign-in-section.tsx').then((m) => ({ default: m.SignInSection })))
const NotificationsSection = lazy(() =>
  import('./notifications-section.tsx').then((m) => ({ default: m.NotificationsSection })),
)
const AuditSection = lazy(() => import('./audit-section.tsx').then((m) => ({ default: m.AuditSection })))
const PersonalDataSection = lazy(() =>
  import('./personal-data-section.tsx').then((m) => ({ default: m.PersonalDataSection })),
)
