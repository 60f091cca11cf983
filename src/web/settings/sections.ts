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
  { key: 'sign-in', label: i18n.t('Sign-in and sessions'), access: 'me:read', page: SignInSection },
]

const WorkspaceSection = lazy(() => import('./workspace-section.tsx').then((m) => ({ default: m.WorkspaceSection })))
const SignInSection = lazy(() => import('./sign-in-section.tsx').then((m) => ({ default: m.SignInSection })))
