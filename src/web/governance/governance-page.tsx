import { useNavigate, useParams } from '@tanstack/react-router'
import { Tabs } from '../ui/tabs.tsx'
import { i18n } from '../words.ts'
import { ApprovalsSection } from './approvals-section.tsx'
import { ExceptionsSection } from './exceptions-section.tsx'

const sections = () => [
  { value: 'approvals', label: i18n.t('Approvals') },
  { value: 'exceptions', label: i18n.t('Exceptions') },
]

/** Who decided what, by which rule: what waits for a decision, and what was decided against a rule. */
export function GovernancePage() {
  const { section = 'approvals' } = useParams({ strict: false })
  const navigate = useNavigate()
  const shown = sections().some(({ value }) => value === section) ? section : 'approvals'
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-3 p-3 md:p-5">
      <h1 className="text-lg font-semibold">{i18n.t('Governance')}</h1>
      <Tabs
        label={i18n.t('Governance')}
        onPick={(value) => void navigate({ to: '/governance/$section', params: { section: value } })}
        tabs={sections()}
        value={shown}
      >
        <div className="mt-3">{shown === 'exceptions' ? <ExceptionsSection /> : <ApprovalsSection />}</div>
      </Tabs>
    </div>
  )
}
