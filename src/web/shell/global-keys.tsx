import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useMe, usePipelines } from '../data.ts'
import { useShortcuts } from '../shortcuts.ts'
import { toggleTheme } from '../theme.ts'
import { undoLast } from '../undo.ts'
import { i18n } from '../words.ts'
import { openWindow, useOpenWindow } from './windows.ts'

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })))
const KeySheet = lazy(() => import('./key-sheet.tsx').then((module) => ({ default: module.KeySheet })))
const MomentDialog = lazy(() => import('./moment-dialog.tsx').then((module) => ({ default: module.MomentDialog })))
const NewDeal = lazy(() => import('../board/new-deal-dialog.tsx').then((module) => ({ default: module.NewDealDialog })))

/** The keys that work on every page, and the windows they open. */
export function GlobalKeys() {
  const navigate = useNavigate()
  const { list } = usePipelines()
  const { access } = useMe()
  const open = useOpenWindow()
  const places = i18n.t('Places')
  const everywhere = i18n.t('Everywhere')
  useShortcuts([
    { keys: 'Ctrl+K', label: i18n.t('Search and actions'), group: everywhere, run: () => openWindow('palette') },
    { keys: '/', label: i18n.t('Search'), group: everywhere, run: () => openWindow('palette') },
    { keys: '?', label: i18n.t('Keyboard'), group: everywhere, run: () => openWindow('keys') },
    { keys: 'T', label: i18n.t('Light or dark'), group: everywhere, run: () => void toggleTheme() },
    { keys: 'Z', label: i18n.t('Undo the last change'), group: everywhere, run: undoLast },
    { keys: 'P', label: i18n.t('Print'), group: everywhere, run: () => print() },
    ...(access.includes('deals:work') && list.length > 0
      ? [{ keys: 'C', label: i18n.t('New deal'), group: everywhere, run: () => openWindow('new-deal') }]
      : []),
    { keys: 'G H', label: i18n.t('Home'), group: places, run: () => void navigate({ to: '/' }) },
    { keys: 'G B', label: i18n.t('Board'), group: places, run: () => void navigate({ to: '/board' }) },
    { keys: 'G D', label: i18n.t('Deals'), group: places, run: () => void navigate({ to: '/deals' }) },
    { keys: 'G F', label: i18n.t('Forecast'), group: places, run: () => void navigate({ to: '/forecast' }) },
    { keys: 'G O', label: i18n.t('Governance'), group: places, run: () => void navigate({ to: '/governance' }) },
    { keys: 'G N', label: i18n.t('Notifications'), group: places, run: () => void navigate({ to: '/notifications' }) },
    ...list.slice(0, 9).map((pipeline, index) => ({
      keys: String(index + 1),
      label: i18n.t('Board of {pipeline}', { pipeline: pipeline.name }),
      group: places,
      run: () => void navigate({ to: '/board/$pipeline', params: { pipeline: pipeline.key } }),
    })),
  ])
  return (
    <Suspense>
      {open === 'palette' && <Palette />}
      {open === 'keys' && <KeySheet />}
      {open === 'moment' && <MomentDialog />}
      {open === 'new-deal' && <NewDeal />}
    </Suspense>
  )
}
