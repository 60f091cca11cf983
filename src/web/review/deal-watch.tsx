import { useEffect, useState } from 'react'
import { i18n } from '../words.ts'
import { watchOf } from './review-time.ts'

/** How long this deal is being talked about. It starts anew with each; nobody else sees it, and it is kept nowhere. */
export function DealWatch() {
  const [since] = useState(() => Date.now())
  const [now, setNow] = useState(since)
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(ticking)
  }, [])
  return (
    <span aria-label={i18n.t('Time on this deal')} className="num text-mute" role="timer">
      {watchOf(now - since)}
    </span>
  )
}

const kept = 'tributary-review-watch'

/** Whether the time is shown, as this browser keeps it; shown until somebody switches it off. */
export function useWatch(): [boolean, () => void] {
  const [shown, setShown] = useState(() => localStorage.getItem(kept) !== 'off')
  const turn = () => {
    localStorage.setItem(kept, shown ? 'off' : 'on')
    setShown(!shown)
  }
  return [shown, turn]
}
