import { useEffect, useRef, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { dropOn } from './drag.ts'

/** Won and lost appear at the bottom only while a card is in the hand: they take no width from the stages. */
export function OutcomeTargets({ shown }: { shown: boolean }) {
  return (
    <div
      className={`pointer-events-none absolute inset-x-0 bottom-3 z-10 flex justify-center gap-3 transition duration-150 ${shown ? '' : 'translate-y-4 opacity-0'}`}
      inert={!shown}
    >
      <Place outcome="won" shown={shown} />
      <Place outcome="lost" shown={shown} />
    </div>
  )
}

function Place({ outcome, shown }: { outcome: 'won' | 'lost'; shown: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    if (!box.current) return
    return dropOn(box.current, { outcome }, setOver)
  }, [outcome])
  const tone = outcome === 'won' ? 'border-won bg-won-soft text-won' : 'border-lost bg-lost-soft text-lost'
  return (
    <div
      className={`flex h-14 w-44 items-center justify-center gap-2 rounded-xl border-2 font-semibold shadow-(--float) ${tone} ${over ? '' : 'border-dashed'} ${shown ? 'pointer-events-auto' : ''}`}
      data-outcome={outcome}
      ref={box}
    >
      <Icon className="size-5" name={outcome === 'won' ? 'trophy' : 'close'} />
      {outcome === 'won' ? i18n.t('Won') : i18n.t('Lost')}
    </div>
  )
}
