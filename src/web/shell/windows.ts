import { useSyncExternalStore } from 'react'

/** The windows that open from anywhere, one at a time. */
export type Window = 'palette' | 'keys' | 'new-deal' | 'moment'

const listeners = new Set<() => void>()
let open: Window | null = null

export const openWindow = (name: Window): void => set(name)
export const closeWindow = (): void => set(null)

export const useOpenWindow = (): Window | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )

function set(next: Window | null): void {
  open = next
  for (const listener of listeners) listener()
}
