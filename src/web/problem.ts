import { type ApiProblem, isApiProblem, type ProblemDocument } from '../client/problem.ts'
import type { Moving } from './move/target.ts'
import type { Deal, Gate } from './wire.ts'
import { i18n } from './words.ts'

/** An answer of the server that is not a success (RFC 9457), as opposed to no answer at all. */
export const isProblem = isApiProblem
export type { ApiProblem }

export const documentOf = (error: unknown): ProblemDocument | null => (isProblem(error) ? error.problem : null)

/** The sentence for a person: the server's own where it gave one. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TypeError) return i18n.t('The server did not answer. Check the connection, then try again.')
  return error instanceof Error ? error.message : String(error)
}

/** The answer to one field of a form, found by its JSON pointer. */
export const fieldError = (error: unknown, pointer: string): string | undefined =>
  documentOf(error)?.errors?.find((entry) => entry.pointer === pointer)?.detail

/** All criteria of the gates on the way, where a move was refused for them. */
export const gatesOf = (error: ApiProblem): Gate[] => (error.problem['gates'] as Gate[] | undefined) ?? []

/** Whether whoever was refused may pass the gate by an override. */
export const mayOverrideOf = (error: ApiProblem): boolean => error.problem['may_override'] === true

/** The deal as it is now, where a change was decided on an old view of it. */
export function currentDealOf(error: ApiProblem): Deal | null {
  const current = error.problem['current']
  return typeof current === 'object' && current !== null ? (current as Deal) : null
}

export function currentOf(error: ApiProblem): Moving | null {
  const deal = currentDealOf(error)
  return deal && movingOf(deal)
}

export const movingOf = (deal: Deal): Moving => ({ ...deal, pipeline: deal.pipeline.key, stage: deal.stage.key })
