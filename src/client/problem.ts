import type { Problem as ProblemDocument } from './schema.ts'

export type { ProblemDocument }

/** What the API refuses or cannot do: the HTTP status and the problem document (RFC 9457) that says why. */
export type ApiProblem = Error & { status: number; code: string; problem: ProblemDocument }

export const apiProblem = (status: number, problem: ProblemDocument): ApiProblem =>
  Object.assign(new Error(problem.detail), { name: 'ApiProblem', status, code: problem.code, problem })

export const isApiProblem = (error: unknown): error is ApiProblem =>
  error instanceof Error && error.name === 'ApiProblem'
