import type { Decision, Refusal } from '../values/decision.ts'

const statuses = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  method: 405,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  refused: 422,
  'precondition-required': 428,
  'too-many': 429,
  unavailable: 503,
  internal: 500,
} as const
export type ProblemKind = keyof typeof statuses

/** One fault of a request: where it is (JSON pointer), a stable code, and a sentence that says what would do. */
export type FieldError = { pointer: string; code: string; detail: string }

/** An error that a caller is meant to read; one place turns it into an RFC 9457 problem document. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(kind: ProblemKind, message: string, code: string = kind, details: Record<string, unknown> = {}) {
    super(message)
    this.kind = kind
    this.code = code
    this.details = details
  }

  get status(): number {
    return statuses[this.kind]
  }
}

/** A foreign id answers exactly like an unknown one, so that nobody can ask which ids exist elsewhere. */
export const notFound = (what: string) => new Problem('not-found', `There is no such ${what} in this workspace.`)

/** A request whose parts are well formed but name something that is not there. */
export const invalid = (pointer: string, code: string, detail: string) =>
  new Problem('invalid', detail, 'invalid', { errors: [{ pointer, code, detail }] satisfies FieldError[] })

const kindOf = ({ code }: Refusal): ProblemKind => {
  if (code === 'deal-changed') return 'stale'
  if (code === 'deal-closed' || code.endsWith('-exists')) return 'conflict'
  return 'refused'
}

/** The accepted value of a decision; a refusal becomes the problem that the caller reads. */
export function unwrap<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.value
  const { refusal } = decision
  throw new Problem(kindOf(refusal), refusal.message, refusal.code, refusal.details)
}
