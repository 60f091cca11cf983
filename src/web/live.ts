import { useEffect, useSyncExternalStore } from 'react'

/** A change somewhere in the workspace: what and which version, never the data itself. */
export type Signal = { position: number; type: string; subject: string; version: number }
export type Line = 'connecting' | 'live' | 'lost'

const hearers = new Set<(signals: Signal[]) => void>()
const watchers = new Set<() => void>()
let source: EventSource | null = null
let line: Line = 'connecting'
let waiting: Signal[] = []

/** Opens the stream of signals once; the browser reconnects by itself and says where it had been. */
export function listen(): void {
  if (source) return
  source = new EventSource('/api/v1/events/stream')
  source.addEventListener('open', () => setLine('live'))
  source.addEventListener('error', () => setLine('lost'))
  source.addEventListener('change', (event) => hear(JSON.parse(event.data) as Signal))
}

export function stopListening(): void {
  source?.close()
  source = null
  setLine('connecting')
}

/** Calls back with the signals of the last moment together, so that an import of a thousand rows is one refetch. */
export function useSignals(onSignals: (signals: Signal[]) => void): void {
  useEffect(() => {
    hearers.add(onSignals)
    return () => {
      hearers.delete(onSignals)
    }
  }, [onSignals])
}

export const useLine = (): Line =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => line,
  )

function hear(signal: Signal): void {
  waiting.push(signal)
  if (waiting.length > 1) return
  setTimeout(() => {
    const signals = waiting
    waiting = []
    for (const hearer of hearers) hearer(signals)
  }, 60)
}

function setLine(next: Line): void {
  line = next
  for (const watcher of watchers) watcher()
}
