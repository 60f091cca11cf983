import { useEffect, useSyncExternalStore } from 'react'
import { queries } from './query.ts'
import { chosenWorkspace } from './workspace.ts'

/** A change somewhere in the workspace: what and which version, never the data itself. */
export type Signal = { position: number; type: string; subject: string; version: number }
export type Line = 'connecting' | 'live' | 'lost'

const hearers = new Set<(signals: Signal[]) => void>()
const watchers = new Set<() => void>()
let source: EventSource | null = null
let line: Line = 'connecting'
let waiting: Signal[] = []
/** The position of the last signal, from which a new stream goes on. */
let heard: number | null = null
const shortest = 2000
let pause = shortest

/** Opens the stream of signals once; it comes back by itself, and says where it had been. */
export function listen(): void {
  if (source) return
  const slug = chosenWorkspace()
  const query = new URLSearchParams({
    ...(heard === null ? {} : { since: String(heard) }),
    ...(slug === null ? {} : { workspace: slug }),
  })
  const opened = new EventSource(`/api/v1/events/stream${query.size > 0 ? `?${query}` : ''}`)
  source = opened
  opened.addEventListener('open', () => {
    pause = shortest
    setLine('live')
  })
  opened.addEventListener('error', () => {
    setLine('lost')
    // After a broken line the browser tries again; after a refusal, as by a server that is starting, it does not.
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => source === opened && reopen(), pause)
  })
  opened.addEventListener('change', (event) => hear(JSON.parse(event.data) as Signal))
  opened.addEventListener('refetch', (event) => {
    heard = (JSON.parse(event.data) as { position: number }).position
    void queries.invalidateQueries()
  })
  addEventListener('offline', offline)
  addEventListener('online', online)
}

export function stopListening(): void {
  source?.close()
  source = null
  heard = null
  removeEventListener('offline', offline)
  removeEventListener('online', online)
  setLine('connecting')
}

function reopen(): void {
  source?.close()
  source = null
  pause = Math.min(2 * pause, 60_000)
  listen()
  void queries.invalidateQueries()
}

const offline = () => setLine('lost')
const online = () => source?.readyState === EventSource.OPEN && setLine('live')

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
  heard = signal.position
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
