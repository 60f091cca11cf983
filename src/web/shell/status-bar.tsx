import { lazy, Suspense } from 'react'
import { useLine } from '../live.ts'
import { undoLast, useUndo } from '../undo.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

const AddsUp = lazy(() => import('../reconciliation/adds-up.tsx').then((module) => ({ default: module.AddsUp })))

/** Whether other people's changes arrive by themselves, and what can be taken back. */
export function StatusBar() {
  const line = useLine()
  const undo = useUndo()
  const words = {
    connecting: i18n.t('Connecting'),
    live: i18n.t('Live'),
    lost: i18n.t('Not live: changes of others appear when the connection is back'),
  }
  const color = { connecting: 'bg-edge', live: 'bg-won', lost: 'bg-risk' }
  return (
    <footer className="no-print flex h-8 shrink-0 items-center gap-4 border-t border-line bg-panel px-4 text-xs text-mute md:pl-5">
      <span className="flex items-center gap-1.5" role="status">
        <span aria-hidden="true" className={`size-2 rounded-full ${color[line]}`} />
        {words[line]}
      </span>
      <Suspense>
        <AddsUp />
      </Suspense>
      {undo && (
        <Button className="ml-auto" look="quiet" onClick={undoLast} size="small">
          <Icon className="size-3.5" name="undo" />
          {i18n.t('Undo: {label}', { label: undo.label })} <kbd>Z</kbd>
        </Button>
      )}
      <span className="ml-auto hidden items-center gap-1 md:flex">
        <kbd>?</kbd> {i18n.t('keyboard')}
      </span>
    </footer>
  )
}
