import { pino } from 'pino'
import type { Config } from './config.ts'

export type Log = Pick<ReturnType<typeof pino>, 'error' | 'warn' | 'info' | 'debug'>

/** One JSON object a line on stderr (stdout is for people); secrets never reach it. */
export const startLog = (level: Config['log_level'], log_file?: string): Log =>
  pino(
    { level, redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.secret'] },
    log_file === undefined ? pino.destination(2) : pino.destination({ dest: log_file, sync: true }),
  )
