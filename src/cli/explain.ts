import { type ApiProblem, isApiProblem } from '../client/problem.ts'
import { isUsageFault } from './command.ts'

/** What went wrong, in words that say what to do, and the exit code that scripts go by. */
export function explain(error: unknown): { message: string; exit_code: number } {
  if (isUsageFault(error)) return { message: error.message, exit_code: 2 }
  if (isApiProblem(error)) return { message: linesOf(error).join('\n'), exit_code: exitCodeOf(error.status) }
  const { message, cause } = error as { message?: string; cause?: { code?: string } }
  if (cause?.code === 'ECONNREFUSED' || cause?.code === 'ENOTFOUND')
    return {
      message: 'No server answers there. Start one with `npm start`, or say where it is with TRIBUTARY_URL.',
      exit_code: 1,
    }
  if (message === 'fetch failed')
    return { message: `The server cannot be reached: ${(cause as Error | undefined)?.message}`, exit_code: 1 }
  return { message: String(message ?? error), exit_code: 1 }
}

const exitCodes: Record<number, number> = { 400: 2, 401: 4, 403: 4, 404: 3, 409: 5, 412: 5, 422: 6, 428: 5 }

const exitCodeOf = (status: number) => exitCodes[status] ?? 1

type Gate = { label: string; level: string; satisfied: boolean; hint: string | null }
type Finding = { line: number | null; message: string; remedy: string }
type Listed = { errors?: { pointer: string; detail: string }[]; gates?: Gate[]; findings?: Finding[] }

function linesOf({ status, problem }: ApiProblem): string[] {
  const { errors = [], gates = [], findings = [] } = problem as Listed
  const unmet = gates.filter(({ satisfied }) => !satisfied)
  const keys = 'The key comes from TRIBUTARY_API_KEY, or from owner.key in TRIBUTARY_DATA (`.data`).'
  return [
    headlineOf(problem.detail, findings.length, unmet.length),
    ...(errors.length > 1 ? errors.map(({ pointer, detail }) => `  ${pointer || '/'}: ${detail}`) : []),
    ...(findings.length > 1 ? findings.map(({ line, message, remedy }) => `  line ${line}: ${message} ${remedy}`) : []),
    ...unmet.map(({ label, level, hint }) => `  ${level}: ${label}${hint ? ` (${hint})` : ''}`),
    ...(status === 401 ? [keys] : []),
    ...(status >= 500 && problem.request_id ? [`Request id: ${problem.request_id}`] : []),
  ]
}

/** The sentence of the server, unless the lines below say all of it again. */
function headlineOf(detail: string, findings: number, unmet: number): string {
  if (findings > 1) return `There are ${findings} faults:`
  if (unmet > 0) return unmet === 1 ? 'One thing is missing:' : `${unmet} things are missing:`
  return detail
}
