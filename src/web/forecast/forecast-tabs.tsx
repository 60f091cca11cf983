import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useShortcuts } from '../shortcuts.ts'
import { i18n } from '../words.ts'

const tabs = () => [
  { to: '/forecast', label: i18n.t('Roll-up') },
  { to: '/forecast/grid', label: i18n.t('Grid') },
  { to: '/forecast/submissions', label: i18n.t('Submissions') },
  { to: '/forecast/movement', label: i18n.t('Movement') },
  { to: '/forecast/accuracy', label: i18n.t('Accuracy') },
  { to: '/review', label: i18n.t('Review') },
]

/** The pages of the forecast; the address says which, and carries period, currency and moment along. */
export function ForecastTabs() {
  const navigate = useNavigate()
  const row = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the row is wider than the screen: the page that one is on is to be seen in it.
  useEffect(() => {
    row.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  useShortcuts(
    tabs().map(({ to, label }, i) => ({
      keys: String(i + 1),
      label,
      group: i18n.t('Forecast'),
      run: () => void navigate({ to }),
    })),
  )
  return (
    <nav aria-label={i18n.t('Forecast')} className="no-print flex gap-1 overflow-x-auto" ref={row}>
      {tabs().map(({ to, label }) => (
        <Link
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
          className="flex h-8 shrink-0 items-center rounded-md px-3 text-mute hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
          key={to}
          to={to}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
