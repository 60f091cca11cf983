import { Link } from '@tanstack/react-router'
import { i18n } from '../words.ts'

/** What is governed, in the order of the tabs; one page each. */
export const governanceTabs = () => [{ to: '/governance/changes', label: i18n.t('Change requests') }] as const

/** The heading of every page of governance, and the way to the others. */
export function GovernanceTabs() {
  return (
    <nav aria-label={i18n.t('Governance')} className="flex gap-1 overflow-x-auto">
      {governanceTabs().map(({ to, label }) => (
        <Link
          className="flex h-8 shrink-0 items-center rounded-md px-3 text-mute hover:bg-sunken hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent"
          key={to}
          to={to}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
