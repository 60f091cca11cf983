import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy } from 'react'
import { useMe } from '../data.ts'
import { type PageTab, TabbedPage } from '../ui/tabbed-page.tsx'
import { i18n } from '../words.ts'
import { waitingQuery } from './routing-data.ts'

const RulesTab = lazy(() => import('./rules-tab.tsx').then((m) => ({ default: m.RulesTab })))
const IncomingTab = lazy(() => import('./incoming-tab.tsx').then((m) => ({ default: m.IncomingTab })))
const ChangesTab = lazy(() => import('./routing-changes-tab.tsx').then((m) => ({ default: m.RoutingChangesTab })))
const VersionsTab = lazy(() => import('./versions-tab.tsx').then((m) => ({ default: m.VersionsTab })))

/** Which pipeline and owner a new deal gets, and why: the rules, what none of them took, and how they came about. */
export function RoutingPage() {
  const { tab } = useParams({ strict: false })
  const waiting = useQuery({ ...waitingQuery, enabled: useMe().access.includes('deals:work') }).data
  const many = waiting && waiting !== '0' && (
    <span className="num rounded bg-risk-soft px-1.5 text-xs text-risk">{waiting}</span>
  )
  const tabs: PageTab[] = [
    { key: 'rules', label: i18n.t('Rules'), page: RulesTab },
    { key: 'incoming', label: i18n.t('Incoming deals'), page: IncomingTab, badge: many },
    { key: 'changes', label: i18n.t('Proposed changes'), page: ChangesTab },
    { key: 'versions', label: i18n.t('Versions'), page: VersionsTab },
  ]
  return <TabbedPage label={i18n.t('Routing')} tab={tab} tabs={tabs} to="/routing/$tab" />
}
