import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMoment } from '../data.ts'
import { listen, type Signal, useSignals } from '../live.ts'
import { queries } from '../query.ts'
import { i18n } from '../words.ts'
import { GlobalKeys } from './global-keys.tsx'
import { Header } from './header.tsx'
import { PastBanner } from './past-banner.tsx'
import { BottomBar, Rail } from './rail.tsx'
import { SimulatedClock } from './simulated-clock.tsx'
import { PrintHead } from './print-head.tsx'
import { StatusBar } from './status-bar.tsx'
import { ViewBanner } from './view-banner.tsx'

/** Rail, header, the page, the status bar; on a phone the rail is a bar at the bottom. */
export function Shell() {
  const { past } = useMoment()
  useEffect(listen, [])
  useSignals(refreshPipelines)
  return (
    <div className="flex h-dvh flex-col print:block print:h-auto">
      <a
        className="absolute left-2 z-30 -translate-y-20 rounded-md bg-accent px-3 py-2 text-accent-ink focus:translate-y-2"
        href="#page"
      >
        {i18n.t('Skip to the page')}
      </a>
      <div className="flex min-h-0 grow print:block">
        <Rail />
        <div className="flex min-w-0 grow flex-col print:block">
          <Header />
          {past && <PastBanner />}
          <ViewBanner />
          <SimulatedClock />
          <PrintHead />
          {/* Positioned, so that what only screen readers are told does not make the document longer than the window. */}
          <main className="relative min-h-0 grow overflow-auto outline-none" id="page" tabIndex={-1}>
            <Outlet />
          </main>
          <StatusBar />
        </div>
      </div>
      <BottomBar />
      <GlobalKeys />
    </div>
  )
}

/** Every page names stages; a new version of a pipeline is read at once. */
function refreshPipelines(signals: Signal[]): void {
  if (signals.some(({ type }) => type === 'definition.published' || type.startsWith('pipeline.')))
    void queries.invalidateQueries({ queryKey: ['pipelines'] })
}
