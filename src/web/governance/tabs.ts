import { type ComponentType, lazy } from 'react'
import { i18n } from '../words.ts'

export type GovernanceTab = { key: string; label: string; page: ComponentType }

/** The tabs of governance in their order, one file each; the first is shown where the address names none. */
export const governanceTabs = (): GovernanceTab[] => [
  { key: 'charters', label: i18n.t('Charters'), page: ChartersTab },
  { key: 'reviews', label: i18n.t('Reviews'), page: ReviewsTab },
]

const ChartersTab = lazy(() => import('./charters-tab.tsx').then((m) => ({ default: m.ChartersTab })))
const ReviewsTab = lazy(() => import('./reviews-tab.tsx').then((m) => ({ default: m.ReviewsTab })))
