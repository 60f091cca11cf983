import { lazy, Suspense, useState } from 'react'
import type { Handoff } from '../../client/schema.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import { useAcceptance } from './use-acceptance.ts'

const AcceptDialog = lazy(() => import('./accept-dialog.tsx').then((module) => ({ default: module.AcceptDialog })))
const RefuseDialog = lazy(() => import('./refuse-dialog.tsx').then((module) => ({ default: module.RefuseDialog })))

/** Accept and return, as buttons and as what their keys do; a deal that is there already is accepted at once. */
export function useDecision(handoff: Handoff) {
  const [asking, setAsking] = useState<'accept' | 'refuse' | null>(null)
  const acceptance = useAcceptance()
  const accept = () => {
    if (handoff.state !== 'waiting') setAsking('accept')
    else if (!acceptance.isPending) acceptance.mutate({ handoff_id: handoff.id, if_version: handoff.version })
  }
  const refuse = () => setAsking('refuse')
  const buttons = (keys: boolean) => (
    <div className="flex flex-wrap gap-2">
      <Button onClick={refuse}>
        {i18n.t('Return…')} {keys && <kbd aria-hidden="true">R</kbd>}
      </Button>
      <Button disabled={acceptance.isPending} look="main" onClick={accept}>
        {handoff.state === 'waiting' ? i18n.t('Accept') : i18n.t('Accept…')} {keys && <kbd aria-hidden="true">A</kbd>}
      </Button>
    </div>
  )
  const windows = (
    <Suspense>
      {asking === 'accept' && <AcceptDialog handoff={handoff} onClose={() => setAsking(null)} />}
      {asking === 'refuse' && <RefuseDialog handoff={handoff} onClose={() => setAsking(null)} />}
    </Suspense>
  )
  return { accept, refuse, buttons, windows }
}
