import { Link } from '@tanstack/react-router'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { useReconciliation } from './reconciliation-data.ts'

/** A quiet tick while the pipelines add up to the total, and a loud word when they do not. */
export function AddsUp() {
  const { data } = useReconciliation()
  if (!data) return null
  return (
    <Link
      className={`hidden items-center gap-1 rounded-md px-1 md:flex ${data.balanced ? 'hover:text-ink' : 'bg-lost-soft font-medium text-lost'}`}
      to="/reconciliation"
    >
      <Icon className={`size-3.5 ${data.balanced ? 'text-won' : ''}`} name={data.balanced ? 'check' : 'warn'} />
      {data.balanced ? i18n.t('Adds up') : i18n.t('Does not add up')}
    </Link>
  )
}
