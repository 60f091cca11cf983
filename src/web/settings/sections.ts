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
  { key: 'audit', label: i18n.t('Audit'), access: 'audit:read', page: AuditSection },
  {
    key: 'personal-data',
    label: i18n.t('Personal data'),
    access: 'personal_data:administer',
    page: PersonalDataSection,
  },
]

const WorkspaceSection = lazy(() => import('./workspace-section.tsx').then((m) => ({ default: m.WorkspaceSection })))
const AuditSection = lazy(() => import('./audit-section.tsx').then((m) => ({ default: m.AuditSection })))
const PersonalDataSection = lazy(() =>
  import('./personal-data-section.tsx').then((m) => ({ default: m.PersonalDataSection })),
)
