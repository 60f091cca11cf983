import { type ComponentType, lazy } from 'react'
import { i18n } from '../words.ts'

export type GovernanceTab = { key: string; label: string; page: ComponentType }

/** The tabs of governance in their order, one file each; the first is shown where the address names none. */
export const governanceTabs = (): GovernanceTab[] => [
  { key: 'changes', label: i18n.t('Change requests'), page: ChangesTab },
]

const ChangesTab = lazy(() => import('../changes/changes-tab.tsx').then((m) => ({ default: m.ChangesTab })))
