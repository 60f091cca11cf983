import { lazy, Suspense, useState } from 'react'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import type { Chosen } from './chosen.ts'

const BulkTransferDialog = lazy(() =>
  import('../transfer/bulk-transfer-dialog.tsx').then((module) => ({ default: module.BulkTransferDialog })),
)
const BulkMoveDialog = lazy(() =>
  import('./bulk-move-dialog.tsx').then((module) => ({ default: module.BulkMoveDialog })),
)
const BulkEditDialog = lazy(() =>
  import('./bulk-edit-dialog.tsx').then((module) => ({ default: module.BulkEditDialog })),
)

type What = 'stage' | 'transfer' | 'owner' | 'close_date'

/** What can be done with several deals at once, as long as some are chosen: each wholly or not at all. */
export function BulkBar({ deals, onClear }: { deals: readonly Chosen[]; onClear: () => void }) {
  // What was chosen when it was begun: what is done takes deals from the board, and the list below is read anew.
  const [doing, begin] = useState<{ what: What; deals: readonly Chosen[] } | null>(null)
  const start = (what: What) => deals.length > 0 && begin({ what, deals })
  const group = i18n.t('The chosen deals')
  const ways = [
    { what: 'stage', keys: 'S', label: i18n.t('Stage…') },
    { what: 'transfer', keys: 'M', label: i18n.t('Move to another pipeline…') },
    { what: 'owner', keys: 'O', label: i18n.t('Owner…') },
    { what: 'close_date', keys: 'D', label: i18n.t('Close date…') },
  ] as const
  useShortcuts([
    ...ways.map(({ what, keys, label }) => ({ keys, label, group, run: () => start(what) })),
    { keys: 'Escape', label: i18n.t('Choose none'), group, run: onClear },
  ])
  function close(done: boolean): void {
    begin(null)
    if (done) onClear()
  }
  if (deals.length === 0 && !doing) return null
  return (
    <div
      aria-label={i18n.t('Chosen deals')}
      className="panel sticky bottom-3 z-10 mx-auto mt-3 flex justify-center w-fit max-w-full flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 shadow-(--float)"
      role="region"
    >
      <span className="font-medium" role="status">
        {i18n.t('{count, plural, one {# deal chosen} other {# deals chosen}}', { count: deals.length })}
      </span>
      <Button look="quiet" onClick={onClear}>
        {i18n.t('Clear')}
      </Button>
      {ways.map(({ what, keys, label }) => (
        <Button key={what} look={what === 'transfer' ? 'main' : 'plain'} onClick={() => start(what)}>
          {label}{' '}
          <kbd aria-hidden="true" className="text-xs opacity-80 max-md:hidden">
            {keys}
          </kbd>
        </Button>
      ))}
      <Suspense>
        {doing?.what === 'transfer' && <BulkTransferDialog deals={doing.deals} onClose={close} />}
        {doing?.what === 'stage' && <BulkMoveDialog deals={doing.deals} onClose={close} />}
        {(doing?.what === 'owner' || doing?.what === 'close_date') && (
          <BulkEditDialog deals={doing.deals} onClose={close} what={doing.what} />
        )}
      </Suspense>
    </div>
  )
}
