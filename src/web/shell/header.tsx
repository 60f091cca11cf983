import { lazy, Suspense } from 'react'
import { useParams, useRouterState } from '@tanstack/react-router'
import { usePipelines } from '../data.ts'
import { shownKeys } from '../shortcuts.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { openWindow } from './windows.ts'

const ContextBar = lazy(() => import('./context-bar.tsx').then((module) => ({ default: module.ContextBar })))
const Bell = lazy(() => import('../notifications/bell.tsx').then((module) => ({ default: module.Bell })))
const MoreMenu = lazy(() => import('./more-menu.tsx').then((module) => ({ default: module.MoreMenu })))

/** Where one is, and in which period, currency and moment one reads. */
export function Header() {
  return (
    <header className="no-print flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-panel px-4 py-2 md:h-13 md:flex-nowrap md:py-0 md:pl-5">
      <Crumbs />
      <div className="order-3 -mx-1 flex w-full items-center gap-2 overflow-x-auto px-1 md:order-none md:ml-auto md:w-auto">
        <Suspense fallback={<span className="h-8 w-80" />}>
          <ContextBar />
        </Suspense>
      </div>
      <div className="ml-auto flex items-center gap-1 md:ml-0">
        <button
          className="flex h-8 items-center gap-1.5 rounded-md px-2 text-mute hover:bg-sunken hover:text-ink"
          onClick={() => openWindow('palette')}
          type="button"
        >
          <Icon name="search" />
          <span className="sr-only">{i18n.t('Search and actions')}</span>
          <kbd aria-hidden="true" className="hidden text-xs lg:inline">
            {shownKeys('Ctrl+K')}
          </kbd>
        </button>
        <Suspense fallback={<span className="block size-8" />}>
          <Bell />
        </Suspense>
        <div className="hidden md:block">
          <Suspense fallback={<span className="block size-8" />}>
            <MoreMenu place="header" />
          </Suspense>
        </div>
      </div>
    </header>
  )
}

function Crumbs() {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const { pipeline, deal } = useParams({ strict: false })
  const { byKey } = usePipelines()
  const places: [string, string][] = [
    ['/forecast', i18n.t('Forecast')],
    ['/review', i18n.t('Review')],
    ['/deals', i18n.t('Deals')],
    ['/board', i18n.t('Board')],
    ['/pipelines/map', i18n.t('Pipeline map')],
    ['/pipelines', i18n.t('Pipelines')],
    ['/routing', i18n.t('Routing')],
    ['/governance', i18n.t('Governance')],
    ['/settings', i18n.t('Settings')],
    ['/reconciliation', i18n.t('Reconciliation')],
    ['/notifications', i18n.t('Notifications')],
    ['/handoffs', i18n.t('Hand-offs')],
    ['/contracts', i18n.t('Contracts')],
    ['/overlaps', i18n.t('Suspected duplicates')],
    ['/accounts', i18n.t('Account')],
  ]
  const place = places.find(([start]) => path.startsWith(start))?.[1] ?? i18n.t('Home')
  const leaf = deal ?? (pipeline === 'all' ? i18n.t('All pipelines') : pipeline && byKey.get(pipeline)?.name)
  return (
    <nav aria-label={i18n.t('You are here')} className="flex min-w-0 items-center gap-1.5">
      <span className={leaf ? 'text-mute' : 'font-semibold'}>{place}</span>
      {leaf && (
        <>
          <Icon className="size-3.5 shrink-0 text-mute" name="right" />
          <span className="truncate font-semibold">{leaf}</span>
        </>
      )}
    </nav>
  )
}
