import { Link } from '@tanstack/react-router'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { i18n } from '../words.ts'

export function PageError({ error, reset }: { error: unknown; reset?: () => void }) {
  return (
    <main>
      <ErrorState error={error} onRetry={() => (reset ? reset() : location.reload())} />
    </main>
  )
}

export function NotFound() {
  return (
    <main>
      <EmptyState
        action={
          <Link className="text-accent underline" to="/">
            {i18n.t('Go to Home')}
          </Link>
        }
        title={i18n.t('There is no such page')}
      >
        {i18n.t('The address may be mistyped, or what it named is gone.')}
      </EmptyState>
    </main>
  )
}
