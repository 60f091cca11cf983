import { accept, type Decision, refuse } from '../../values/decision.ts'
import { type Day, daysBetween } from '../../values/instant.ts'
import type { PilotState } from './pilot.ts'

type Way = { id: string; name: string; lifecycle: string }

/** Whether a pipeline may be tried beside another: both take new deals, and neither is part of another pilot. */
export function decideStart(
  { rest, pilot, busy }: { rest: Way; pilot: Way | null; busy: ReadonlySet<string> },
  { today, ends_on }: { today: Day; ends_on: Day },
): Decision<true> {
  const days = daysBetween(today, ends_on)
  if (days < 1 || days > 730)
    return refuse('pilot-end', `A pilot ends on a later day, within two years; ${ends_on} is not one.`)
  for (const way of pilot ? [rest, pilot] : [rest]) {
    if (way.lifecycle !== 'active')
      return refuse('pipeline-not-active', `${way.name} is ${way.lifecycle} and takes no new deals.`)
    if (busy.has(way.id))
      return refuse('pilot-running', `${way.name} is part of a pilot that runs; stop or adopt that one first.`)
  }
  if (pilot?.id === rest.id) return refuse('pilot-same', 'A pipeline is not tried beside itself; name another one.')
  return accept(true)
}

type Standing = { name: string; state: PilotState; change: { key: string; state: string } | null }

const waiting = ['open', 'approved']

/** Whether a pilot may come to an end, and whether what it tried may be asked for. */
export function decideEnd({ name, state, change }: Standing): Decision<true> {
  if (state === 'running' || state === 'ended') return accept(true)
  if (state === 'stopped') return refuse('pilot-over', `${name} was stopped; start another pilot to try it again.`)
  if (change && waiting.includes(change.state))
    return refuse('pilot-adopting', `${change.key} asks for what ${name} tried and waits; decide or withdraw that.`)
  if (change === null || change.state === 'published') return refuse('pilot-over', `${name} was adopted.`)
  // What was asked for came to nothing: it may be asked for again, or given up.
  return accept(true)
}
