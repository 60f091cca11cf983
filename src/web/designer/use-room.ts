import { useSyncExternalStore } from 'react'

const wide = matchMedia('(min-width: 1180px)')
const middle = matchMedia('(min-width: 768px)')

/** How many panes stand side by side: three, two, or one. */
export type Room = 'wide' | 'middle' | 'narrow'

export const useRoom = (): Room =>
  useSyncExternalStore(
    (listener) => {
      for (const query of [wide, middle]) query.addEventListener('change', listener)
      return () => {
        for (const query of [wide, middle]) query.removeEventListener('change', listener)
      }
    },
    () => (wide.matches ? 'wide' : middle.matches ? 'middle' : 'narrow'),
  )
