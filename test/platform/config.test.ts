import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../../src/platform/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const whole = {
  PUBLIC_URL: 'https://crm.example.com/',
  OIDC_ISSUER: 'https://login.example.com/realms/one/',
  OIDC_CLIENT_ID: 'tributary',
  OIDC_CLIENT_SECRET: 'secret',
}
const faultsOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test('single sign-on, host names and limits come from the environment', () => {
  expect(
    readConfig({ ...whole, OIDC_NAME: 'Firma Login', ALLOWED_HOSTS: 'a.example, b.example', RATE_LIMIT: '0' }),
  ).toMatchObject({
    public_url: 'https://crm.example.com',
    provider: {
      issuer: 'https://login.example.com/realms/one',
      client_id: 'tributary',
      client_secret: 'secret',
      name: 'Firma Login',
    },
    allowed_hosts: ['a.example', 'b.example'],
    rate_limit: 0,
  })
  expect(readConfig({})).toMatchObject({ provider: undefined, rate_limit: 600, trusted_proxies: [], allowed_hosts: [] })
})

test('the secret may stand in a file', () => {
  const file = join(folder, 'secret')
  writeFileSync(file, 'from the file\n')
  const { OIDC_CLIENT_SECRET, ...others } = whole
  expect(readConfig({ ...others, OIDC_CLIENT_SECRET_FILE: file }).provider?.client_secret).toBe('from the file')
  expect(faultsOf({ ...others, OIDC_CLIENT_SECRET_FILE: join(folder, 'none') })).toContain('OIDC_CLIENT_SECRET')
  expect(faultsOf({ ...whole, OIDC_CLIENT_SECRET_FILE: file })).toContain('not both')
  expect(OIDC_CLIENT_SECRET).toBe('secret')
})

test('half of single sign-on is refused, with what is missing', () => {
  const said = faultsOf({ OIDC_ISSUER: 'https://login.example.com' })
  for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL']) expect(said).toContain(`${name}:`)
  expect(
    faultsOf({ PUBLIC_URL: 'crm.example.com', RATE_LIMIT: 'many', OIDC_ISSUER: 'login' }).split('\n').length,
  ).toBeGreaterThanOrEqual(3)
})
