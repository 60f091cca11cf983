import type { Written } from './design-edits.ts'

/** What was written before and after now, each a step that ⌘Z takes. */
export type History = { past: Written[]; now: Written; future: Written[]; about: string; at: number }

const mostSteps = 200
const together = 1000

export const beginHistory = (now: Written): History => ({ past: [], now, future: [], about: '', at: 0 })

/** The next step; keystrokes in one place within a second of each other are one. */
export function stepTo(history: History, now: Written, about: string, at: number): History {
  if (sameWritten(history.now, now)) return history
  const goesOn = about !== '' && about === history.about && at - history.at < together
  const past = goesOn ? history.past : [...history.past, history.now].slice(-mostSteps)
  return { past, now, future: [], about, at }
}

export function stepBack({ past, now, future }: History): History | null {
  const before = past.at(-1)
  return before ? { past: past.slice(0, -1), now: before, future: [now, ...future], about: '', at: 0 } : null
}

export function stepForward({ past, now, future: [next, ...future] }: History): History | null {
  return next ? { past: [...past, now], now: next, future, about: '', at: 0 } : null
}

export const sameWritten = (a: Written, b: Written): boolean =>
  a.source === b.source && JSON.stringify(sortedOf(a.stage_map)) === JSON.stringify(sortedOf(b.stage_map))

const sortedOf = (map: Record<string, string>) => Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1))
