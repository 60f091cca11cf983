import { lazy } from 'react'
import type { PageTab } from '../ui/tabbed-page.tsx'
import { i18n } from '../words.ts'

/** The tabs of governance in their order, one file each; the first is shown where the address names none. */
export const governanceTabs = (): PageTab[] => [
  { key: 'changes', label: i18n.t('Change requests'), page: ChangesTab },
  { key: 'approvals', label: i18n.t('Approvals in gates'), page: ApprovalsTab },
  { key: 'exceptions', label: i18n.t('Exceptions'), page: ExceptionsTab },
  { key: 'charters', label: i18n.t('Charters'), page: ChartersTab },
  { key: 'reviews', label: i18n.t('Reviews'), page: ReviewsTab },
  { key: 'handoff-rules', label: i18n.t('Hand-off rules'), page: HandoffRulesTab },
  { key: 'transfer-maps', label: i18n.t('Transfer maps'), page: TransferMapsTab },
  { key: 'pilots', label: i18n.t('Pilots'), page: PilotsTab },
]

const ChangesTab = lazy(() => import('../changes/changes-tab.tsx').then((m) => ({ default: m.ChangesTab })))
const ApprovalsTab = lazy(() => import('./approvals-section.tsx').then((m) => ({ default: m.ApprovalsSection })))
const ExceptionsTab = lazy(() => import('./exceptions-section.tsx').then((m) => ({ default: m.ExceptionsSection })))
const ChartersTab = lazy(() => import('./charters-tab.tsx').then((m) => ({ default: m.ChartersTab })))
const ReviewsTab = lazy(() => import('./reviews-tab.tsx').then((m) => ({ default: m.ReviewsTab })))
const HandoffRulesTab = lazy(() =>
  import('../handoff-rules/rules-tab.tsx').then((m) => ({ default: m.HandoffRulesTab })),
)
const TransferMapsTab = lazy(() =>
  import('../transfer-maps/transfer-maps-tab.tsx').then((m) => ({ default: m.TransferMapsTab })),
)
const PilotsTab = lazy(() => import('../pilots/pilots-tab.tsx').then((m) => ({ default: m.PilotsTab })))
