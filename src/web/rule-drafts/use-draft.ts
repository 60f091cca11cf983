import { useCallback, useMemo, useState } from 'react'
import { useMe } from '../data.ts'
import { remember } from '../undo.ts'
import { i18n } from '../words.ts'
import { isSame } from './draft-edits.ts'

export type Draft<S> = {
  set: S
  /** Whether it says anything else than what is published. */
  changed: boolean
  /** The version that it was begun on, where another was published since. */
  overtaken: number | null
  edit(next: S): void
  drop(): void
  /** Goes on with it on what is published now. */
  goOn(): void
}

type SetOf = { rules: object[] }
/** What is in force: its version, and the set itself, the same object from one drawing to the next. */
type Published<S> = { version: number; set: S }

/**
 * A set of rules as somebody would have it, kept in their browser until it is asked for: half a thought is nobody else's,
 * and it is still there after a reload. `Z` takes the last edit back.
 */
export function useDraft<S extends SetOf>(of: 'routing' | 'handoffs', { version, set: base }: Published<S>): Draft<S> {
  const { workspace } = useMe()
  const place = `tributary-${of}-draft-${workspace.slug}`
  const [kept, setKept] = useState<Kept<S> | null>(() => readKept(place))
  const keep = useCallback(
    (next: Kept<S> | null) => {
      if (next === null) localStorage.removeItem(place)
      else localStorage.setItem(place, JSON.stringify({ ...next.set, based_on: next.based_on }))
      setKept(next)
    },
    [place],
  )
  const set = kept?.set ?? base
  const changed = useMemo(() => !isSame(set, base), [set, base])
  return {
    set,
    changed,
    overtaken: kept && kept.based_on !== version && changed ? kept.based_on : null,
    edit(next) {
      const before = kept
      keep(isSame(next, base) ? null : { set: next, based_on: kept?.based_on ?? version })
      remember(i18n.t('Rules edited'), () => keep(before))
    },
    drop() {
      const before = kept
      keep(null)
      remember(i18n.t('Draft dropped'), () => keep(before))
    },
    goOn: () => keep({ set, based_on: version }),
  }
}

type Kept<S> = { set: S; based_on: number }

function readKept<S extends SetOf>(place: string): Kept<S> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as (S & { based_on: number }) | null
    if (!Array.isArray(kept?.rules) || typeof kept.based_on !== 'number') return null
    const { based_on, ...set } = kept
    return { set: set as unknown as S, based_on }
  } catch {
    return null
  }
}
