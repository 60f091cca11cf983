import { useParams } from '@tanstack/react-router'
import { TabbedPage } from '../ui/tabbed-page.tsx'
import { i18n } from '../words.ts'
import { governanceTabs } from './tabs.ts'

/** Who decides what about pipelines, why each exists, and whether it still should: a tab at a time. */
export function GovernancePage() {
  const { tab } = useParams({ strict: false })
  return <TabbedPage label={i18n.t('Governance')} tab={tab} tabs={governanceTabs()} to="/governance/$tab" />
}
