import { z } from 'zod'
import { readAllowed } from './outgoing-address.ts'
import { Problem } from './problem.ts'

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port number such as 3000')
  .transform(Number)
  .refine((port) => port <= 65_535, 'expected a port up to 65535')

const Settings = z.object({
  PORT: Port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  TRIBUTARY_DATA: z.string().min(1).default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected an address such as postgres://user:password@host:5432/database')
    .optional(),
  TRIBUTARY_DEMO: z
    .enum(['0', '1'], 'expected 1 (load the demo company) or 0 (start empty)')
    .transform((value) => value === '1')
    .default(true),
  TRIBUTARY_CLOCK: z.enum(['real', 'simulated'], 'expected real or simulated').default('real'),
  OUTGOING_ALLOW: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((entry) => entry.trim() || []))
    .refine(
      (entries) => readAllowed(entries).faults.length === 0,
      'expected hosts, addresses and ranges with commas between them, such as localhost,10.0.0.0/8',
    ),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], 'expected silent, error, warn, info or debug')
    .default('warn'),
})

export type Config = {
  port: number
  host: string
  data: string
  database_url: string | undefined
  demo: boolean
  clock: 'real' | 'simulated'
  /** Where webhooks may go although it lies inside: hosts, addresses, ranges. */
  outgoing_allow: readonly string[]
  log_level: 'silent' | 'error' | 'warn' | 'info' | 'debug'
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Reads the settings from the environment; throws one problem that names every setting that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const said = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = Settings.safeParse(said)
  const faults = read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (said.TRIBUTARY_CLOCK === 'simulated' && !loopback.has(said.HOST ?? '127.0.0.1'))
    faults.push('TRIBUTARY_CLOCK: simulated is for a server on this machine only; set HOST=127.0.0.1')
  if (!read.success || faults.length > 0) throw new Problem('invalid', faults.join('\n'), 'settings')
  const settings = read.data
  return {
    port: settings.PORT,
    host: settings.HOST,
    data: settings.TRIBUTARY_DATA,
    database_url: settings.DATABASE_URL,
    demo: settings.TRIBUTARY_DEMO,
    clock: settings.TRIBUTARY_CLOCK,
    outgoing_allow: settings.OUTGOING_ALLOW,
    log_level: settings.LOG_LEVEL,
  }
}
