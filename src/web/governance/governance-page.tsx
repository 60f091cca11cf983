import { Link, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { governanceTabs } from './tabs.ts'

/** Why each pipeline exists, and whether it still should. */
export function GovernancePage() {
  const { tab } = useParams({ strict: false })
  const tabs = governanceTabs()
  const current = tabs.find(({ key }) => key === tab) ?? tabs[0]
  if (!current) return null
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-4 p-3 md:p-5">
      <nav aria-label={i18n.t('Governance')} className="flex gap-1 overflow-x-auto">
        {tabs.map(({ key, label }) => (
          <Link
            aria-current={key === current.key ? 'page' : undefined}
            className="flex h-8 shrink-0 items-center rounded-md px-3 text-mute hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
            key={key}
            params={{ tab: key }}
            to="/governance/$tab"
          >
            {label}
          </Link>
        ))}
      </nav>
      <section aria-labelledby="governance-tab" className="min-w-0">
        <h1 className="sr-only" id="governance-tab">
          {current.label}
        </h1>
        <Suspense fallback={<Skeleton className="h-60" />}>
          <current.page />
        </Suspense>
      </section>
    </div>
  )
}
