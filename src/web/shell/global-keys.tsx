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
    { keys: 'G V', label: i18n.t('Review'), group: places, run: () => void navigate({ to: '/review' }) },
    { keys: 'G J', label: i18n.t('Hand-offs'), group: places, run: () => void navigate({ to: '/handoffs' }) },
    { keys: 'G C', label: i18n.t('Contracts'), group: places, run: () => void navigate({ to: '/contracts' }) },
    { keys: 'G P', label: i18n.t('Pipelines'), group: places, run: () => void navigate({ to: '/pipelines' }) },
    {
      keys: 'G M',
      label: i18n.t('Map of the pipelines'),
      group: places,
      run: () => void navigate({ to: '/pipelines/map' }),
    },
    { keys: 'G T', label: i18n.t('Routing'), group: places, run: () => void navigate({ to: '/routing' }) },
    {
      keys: 'G I',
      label: i18n.t('Incoming deals'),
      group: places,
      run: () => void navigate({ to: '/routing/$tab', params: { tab: 'incoming' } }),
    },
    { keys: 'G N', label: i18n.t('Notifications'), group: places, run: () => void navigate({ to: '/notifications' }) },
    { keys: 'G O', label: i18n.t('Governance'), group: places, run: () => void navigate({ to: '/governance' }) },
    {
      keys: 'G E',
      label: i18n.t('Exceptions'),
      group: places,
      run: () => void navigate({ to: '/governance/$tab', params: { tab: 'exceptions' } }),
    },
    {
      keys: 'G A',
      label: i18n.t('Approvals'),
      group: places,
      run: () => void navigate({ to: '/governance/$tab', params: { tab: 'approvals' } }),
    },
    {
      keys: 'G U',
      label: i18n.t('Suspected duplicates'),
      group: places,
      run: () => void navigate({ to: '/overlaps' }),
    },
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
