import { Link, useParams } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useMe } from '../data.ts'
import { Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { sections } from './sections.ts'

/** What an administrator sets, a section at a time; whoever may not use a section does not see it. */
export function SettingsPage() {
  const { access } = useMe()
  const { section } = useParams({ strict: false })
  const shown = sections().filter((one) => access.includes(one.access))
  const current = shown.find(({ key }) => key === section) ?? shown[0]
  const list = useRef<HTMLElement>(null)
  // On a phone the sections stand in one line that is wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another section is chosen
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current?.key])
  if (!current) return <p className="p-5 text-mute">{i18n.t('There is nothing here that you may see.')}</p>
  return (
    <div className="mx-auto grid max-w-[1300px] grid-cols-1 gap-4 p-3 md:grid-cols-[12rem_1fr] md:p-5">
      <nav aria-label={i18n.t('Settings')} ref={list} className="flex gap-1 overflow-x-auto md:flex-col">
        {shown.map(({ key, label }) => (
          <Link
            aria-current={key === current.key ? 'page' : undefined}
            className="flex h-9 shrink-0 items-center rounded-md px-3 text-mute hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
            key={key}
            params={{ section: key }}
            to="/settings/$section"
          >
            {label}
          </Link>
        ))}
      </nav>
      <section aria-labelledby="section" className="min-w-0">
        <h1 className="mb-4 text-lg font-semibold" id="section">
          {current.label}
        </h1>
        <Suspense fallback={<Skeleton className="h-60" />}>
          <current.page />
        </Suspense>
      </section>
    </div>
  )
}
