import { Link } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, Suspense } from 'react'
import { Skeleton } from './states.tsx'

export type PageTab = { key: string; label: string; page: ComponentType; badge?: ReactNode }
type Props = { label: string; tabs: PageTab[]; tab: string | undefined; to: '/routing/$tab' | '/governance/$tab' }

/** A page of tabs, each with an address of its own and loaded when it is opened; the first where the address names none. */
export function TabbedPage({ label, tabs, tab, to }: Props) {
  const current = tabs.find(({ key }) => key === tab) ?? tabs[0]
  if (!current) return null
  return (
    <div className="mx-auto grid max-w-[1500px] grid-cols-1 gap-4 p-3 md:p-5">
      <nav aria-label={label} className="flex gap-1 overflow-x-auto">
        {tabs.map((one) => (
          <Link
            aria-current={one === current ? 'page' : undefined}
            className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-3 text-mute hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
            key={one.key}
            params={{ tab: one.key }}
            ref={one === current ? bringIntoView : undefined}
            to={to}
          >
            {one.label}
            {one.badge}
          </Link>
        ))}
      </nav>
      <section aria-labelledby="tab-heading" className="min-w-0">
        <h1 className="sr-only" id="tab-heading">
          {current.label}
        </h1>
        <Suspense fallback={<Skeleton className="h-60" />}>
          <current.page />
        </Suspense>
      </section>
    </div>
  )
}

/** On a narrow screen the row of tabs scrolls, and the one that is open may lie beyond its edge. */
const bringIntoView = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'center' })
