import type { Config } from './platform/config.ts'
import { Problem } from './platform/problem.ts'

/** What went wrong at start, in a sentence that says what to do, and the exit code that scripts go by. */
export function explainFault(error: unknown, config: Config): { message: string; exit_code: number } {
  if (error instanceof Problem) return { message: error.message, exit_code: error.code === 'data-held' ? 3 : 1 }
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'EADDRINUSE')
    return {
      message: `Port ${config.port} is taken by another program. Choose another: PORT=${config.port + 1} npm start`,
      exit_code: 1,
    }
  if (code === 'EACCES' || code === 'EROFS')
    return { message: `${message}. Choose a place you may write to with TRIBUTARY_DATA.`, exit_code: 1 }
  if (config.database_url !== undefined && databaseFaults.test(`${code} ${message}`))
    return {
      message: `The database at ${withoutPassword(config.database_url)} does not answer: ${message}`,
      exit_code: 1,
    }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), exit_code: 1 }
}

const databaseFaults = /ECONN|ENOTFOUND|ETIMEDOUT|timeout|28P01|28000|3D000|terminated/

const withoutPassword = (url: string) => url.replace(/:[^:@/]*@/, ':…@')
