import { useSyncExternalStore } from 'react'

type Undoable = { label: string; run: () => void; until: number }

const listeners = new Set<() => void>()
let last: Undoable | null = null

/** Remembers how the latest change is taken back, for the ten seconds in which `Z` and the status bar offer it. */
export function remember(label: string, run: () => void): void {
  const entry = { label, run, until: Date.now() + 10_000 }
  set(entry)
  setTimeout(() => last === entry && set(null), 10_000)
}

export function undoLast(): void {
  const entry = last
  set(null)
  entry?.run()
}

export const forgetUndo = (): void => set(null)

export const useUndo = (): Undoable | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => last,
  )

function set(entry: Undoable | null): void {
  last = entry
  for (const listener of listeners) listener()
}
