import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import type { ChangeState } from './change-request.ts'

type Standing = { key: string; state: ChangeState }

const over: Record<Exclude<ChangeState, 'open' | 'approved'>, string> = {
  published: 'is published',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  stale: 'could not be published, since the pipeline was changed meanwhile',
  rolled_back: 'was rolled back',
}

/** Whether a request may still be withdrawn or planned anew. */
export function decideOpen({ key, state }: Standing): Decision<true> {
  if (state === 'open' || state === 'approved') return accept(true)
  if (state === 'stale') return accept(true)
  return refuse('change-decided', `${key} ${over[state]}.`)
}

type Published = Standing & { definition_id: string | null; based_on: string }

/** Whether a request may be taken back: only what is current, since what came after it rests on it. */
export function decideRollback(change: Published, current: string): Decision<{ from: string; to: string }> {
  const { key, state, definition_id, based_on } = change
  if (state !== 'published' || definition_id === null)
    return refuse('not-published', `${key} is ${state}; only what is published is rolled back.`)
  if (definition_id !== current)
    return refuse('not-latest', `A newer version is published; roll that back first, or ask for a change.`)
  return accept({ from: definition_id, to: based_on })
}

/** When an approved request is to be published; null for at once. */
export const dateOf = (effective_at: Instant | null, now: Instant): Instant | null =>
  effective_at !== null && effective_at > now ? effective_at : null
