import { useEffect, useRef, useSyncExternalStore } from 'react'

/**
 * `keys` as a person reads them: `G B`, `?`, `Shift+ArrowRight`, `M`. Two keys in a row are a chord. A shortcut that holds
 * `whileTyping` works in fields too; the others leave them their keys.
 */
export type Shortcut = {
  keys: string
  label: string
  group: string
  whileTyping?: boolean
  run: (event: KeyboardEvent) => void
}

const kept = 'tributary-single-keys'
const listeners = new Set<() => void>()
let entries: Shortcut[] = []
let first: { key: string; at: number } | null = null

/** Registers shortcuts while the component is on the screen; the latest one wins for the same keys. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const names = shortcuts.map((shortcut) => `${shortcut.keys}|${shortcut.label}`).join()
  useEffect(() => {
    const mine = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }))
    entries = [...entries, ...mine]
    for (const listener of listeners) listener()
    return () => {
      entries = entries.filter((entry) => !mine.includes(entry))
      for (const listener of listeners) listener()
    }
  }, [names])
}

/** What can be pressed on this screen now, for the sheet and the palette. */
export const useActiveShortcuts = (): Shortcut[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => entries,
  )

/** Single keys can be switched off (WCAG 2.1.4); those with a modifier stay. */
export const singleKeysOn = (): boolean => localStorage.getItem(kept) !== 'off'
export const setSingleKeys = (on: boolean): void => localStorage.setItem(kept, on ? 'on' : 'off')

export function listenForShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    if (isInsideWindow()) return
    const pressed = nameOf(event)
    if (isTyping(event.target)) {
      const found = entries.findLast(({ keys, whileTyping }) => keys === pressed && whileTyping)
      if (!found) return
      event.preventDefault()
      return found.run(event)
    }
    if (!singleKeysOn() && !/Ctrl|Alt/.test(pressed)) return
    const chord = first && Date.now() - first.at < 1200 ? `${first.key} ${pressed}` : null
    const found = (chord && lastOf(chord)) ?? lastOf(pressed)
    first =
      !found && entries.some((entry) => entry.keys.startsWith(`${pressed} `)) ? { key: pressed, at: Date.now() } : null
    if (!found) return
    event.preventDefault()
    found.run(event)
  })
}

const lastOf = (keys: string): Shortcut | undefined => entries.findLast((entry) => entry.keys === keys)

/** Shift counts only beside keys that do not print, as in `Shift+ArrowRight`; `?` is `?` on every keyboard. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const held = [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && event.key.length > 1 && 'Shift',
  ]
  return [...held.filter(Boolean), key].join('+')
}

/** A box that is ticked takes no letters: whoever ticked deals in a list does something with them by the next key. */
const written = 'input:not([type="checkbox"]), textarea, select'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(written))
}

/** An open dialog or menu has the keyboard for itself. */
export const isInsideWindow = () => document.querySelector('[role="dialog"]:not([data-toast]),[role="menu"]') !== null

/** How keys are written here: `⌘K` on a Mac, `Ctrl K` elsewhere. */
export function shownKeys(keys: string): string {
  const mac = navigator.platform.startsWith('Mac')
  return keys
    .replace('Ctrl+', mac ? '⌘' : 'Ctrl ')
    .replace('Shift+', '⇧')
    .replace('ArrowRight', '→')
    .replace('ArrowLeft', '←')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
}
