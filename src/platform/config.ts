import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readAllowed } from './outgoing-address.ts'
import { Problem } from './problem.ts'

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port number such as 3000')
  .transform(Number)
  .refine((port) => port <= 65_535, 'expected a port up to 65535')

const words = (text: string) => text.split(',').flatMap((word) => word.trim() || [])

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
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s/]+/, 'expected an address such as smtp://user:password@mail.example:587')
    .optional(),
  MAIL_FROM: z
    .string()
    .max(300)
    .regex(/^[^\r\n]*[^\s@]+@[^\s@]+$/, 'expected an address such as Tributary <tributary@mail.example>')
    .optional(),
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
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^/\s]+\/?$/, 'expected the address that browsers use, such as https://crm.example.com')
    .transform((url) => new URL(url).origin)
    .optional(),
  ALLOWED_HOSTS: z.string().transform(words).default([]),
  TRUSTED_PROXIES: z.string().transform(words).default([]),
  RATE_LIMIT: z
    .string()
    .regex(/^\d{1,7}$/, 'expected how many requests a minute one key may make, such as 600; 0 for no limit')
    .transform(Number)
    .default(600),
  OIDC_ISSUER: z
    .string()
    .regex(/^https?:\/\/[^\s?#]+$/, 'expected the address of the provider, such as https://login.example.com')
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).max(40, 'expected at most 40 characters').default('single sign-on'),
})

/** A provider of single sign-on (OpenID Connect), as it is registered there. */
export type Provider = { issuer: string; client_id: string; client_secret: string; name: string }

export type Config = {
  port: number
  host: string
  data: string
  database_url: string | undefined
  demo: boolean
  clock: 'real' | 'simulated'
  /** Where mail goes out, and from whom; without it, links are shown to be copied. */
  smtp_url?: string | undefined
  mail_from?: string | undefined
  /** Where webhooks may go although it lies inside: hosts, addresses, ranges. */
  outgoing_allow: readonly string[]
  log_level: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** Where the log goes instead of stderr; no setting, but tests read it. */
  log_file?: string
  /** The origin under which browsers reach this server and links in mails lead to it, where it is not its own address. */
  public_url: string | undefined
  /** Names, beside the server's own, that a Host header may say. */
  allowed_hosts: readonly string[]
  /** Addresses whose X-Forwarded-For is believed. */
  trusted_proxies: readonly string[]
  /** Requests a minute for one key, in units of a plain read; 0 for no limit. */
  rate_limit: number
  provider: Provider | undefined
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Whether a server that listens here is reached from its own machine only. */
export const isLoopback = (host: string): boolean => loopback.has(host)

/** Reads the settings from the environment; throws one problem that names every setting that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const said = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const read = Settings.safeParse(said)
  const faults = read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (said.TRIBUTARY_CLOCK === 'simulated' && !isLoopback(said.HOST ?? '127.0.0.1'))
    faults.push('TRIBUTARY_CLOCK: simulated is for a server on this machine only; set HOST=127.0.0.1')
  if (said.SMTP_URL !== undefined && said.MAIL_FROM === undefined)
    faults.push('MAIL_FROM: say from which address mail goes out, such as Tributary <tributary@mail.example>')
  faults.push(...providerFaults(said))
  if (!read.success || faults.length > 0) throw new Problem('invalid', faults.join('\n'), 'settings')
  const settings = read.data
  return {
    port: settings.PORT,
    host: settings.HOST,
    data: settings.TRIBUTARY_DATA,
    database_url: settings.DATABASE_URL,
    demo: settings.TRIBUTARY_DEMO,
    clock: settings.TRIBUTARY_CLOCK,
    smtp_url: settings.SMTP_URL,
    mail_from: settings.MAIL_FROM,
    outgoing_allow: settings.OUTGOING_ALLOW,
    log_level: settings.LOG_LEVEL,
    public_url: settings.PUBLIC_URL,
    allowed_hosts: settings.ALLOWED_HOSTS,
    trusted_proxies: settings.TRUSTED_PROXIES,
    rate_limit: settings.RATE_LIMIT,
    provider: providerOf(settings),
  }
}

type Said = Record<string, string | undefined>

/** Single sign-on is set up wholly or not at all: half of it would be a button that leads nowhere. */
function providerFaults(said: Said): string[] {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_CLIENT_SECRET_FILE', 'OIDC_NAME']
  if (names.every((name) => said[name] === undefined)) return []
  const needed = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'PUBLIC_URL'].filter((name) => said[name] === undefined)
  const faults = needed.map((name) => `${name}: single sign-on needs it; set it, or leave out every OIDC_ setting`)
  if (said.OIDC_CLIENT_SECRET !== undefined && said.OIDC_CLIENT_SECRET_FILE !== undefined)
    faults.push('OIDC_CLIENT_SECRET: set it or OIDC_CLIENT_SECRET_FILE, not both')
  if (secretOf(said) === undefined)
    faults.push('OIDC_CLIENT_SECRET: set it, or OIDC_CLIENT_SECRET_FILE to a file that can be read and holds it')
  return faults
}

function secretOf({ OIDC_CLIENT_SECRET, OIDC_CLIENT_SECRET_FILE }: Said): string | undefined {
  if (OIDC_CLIENT_SECRET_FILE === undefined) return OIDC_CLIENT_SECRET
  try {
    return readFileSync(OIDC_CLIENT_SECRET_FILE, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

function providerOf(settings: z.output<typeof Settings>): Provider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client_id, OIDC_CLIENT_SECRET, OIDC_CLIENT_SECRET_FILE } = settings
  const client_secret = secretOf({ OIDC_CLIENT_SECRET, OIDC_CLIENT_SECRET_FILE })
  if (issuer === undefined || client_id === undefined || client_secret === undefined) return undefined
  return { issuer: issuer.replace(/\/+$/, ''), client_id, client_secret, name: settings.OIDC_NAME }
}
