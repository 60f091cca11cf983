import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, createClient } from '../client/client.ts'
import { type Environment, usageFault } from './command.ts'

/** A client on the server of `TRIBUTARY_URL`, with `TRIBUTARY_API_KEY` or the owner's key of the data directory. */
export function connect(environment: Environment): Client {
  const key = keyOf(environment)
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  return createClient({ base: urlOf(environment), headers: { 'tributary-client': 'cli', ...authorization } })
}

export function urlOf({ TRIBUTARY_URL, HOST, PORT }: Environment): string {
  if (TRIBUTARY_URL && !/^https?:\/\/[^/]/.test(TRIBUTARY_URL))
    throw usageFault(`TRIBUTARY_URL is ${TRIBUTARY_URL}; expected an address such as http://127.0.0.1:3000`)
  if (TRIBUTARY_URL) return TRIBUTARY_URL.replace(/\/+$/, '')
  const host = !HOST || HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT || 3000}`
}

export const keyFileOf = ({ TRIBUTARY_DATA }: Environment): string => join(TRIBUTARY_DATA || '.data', 'owner.key')

export function keyOf(environment: Environment): string | undefined {
  if (environment.TRIBUTARY_API_KEY) return environment.TRIBUTARY_API_KEY.trim()
  try {
    return readFileSync(keyFileOf(environment), 'utf8').trim()
  } catch {
    return undefined
  }
}
