import { randomUUIDv7 } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { idFrom } from '../values/id.ts'
import type { Provider } from './config.ts'
import type { Database } from './database/open.ts'
import { plainPool } from './database/plain-pool.ts'

export type Library = ReturnType<typeof signInLibrary>

/** The header by which the surface tells the library where a request came from; whatever a client sent is overwritten. */
export const addressHeader = 'x-tributary-address'

/** The one provider's name within the library. */
export const providerId = 'oidc'

type Setup = {
  secret: string
  provider: Provider | undefined
  public_url: string | undefined
  /** Why the person that the provider vouches for may not come in; undefined where they may. */
  refusal(user: { id: string | undefined; email: string; verified: boolean }): Promise<string | undefined>
}

/** better-auth as we use it: on tables of our own naming, under the sign-in role, with nothing of its own on the wire. */
export function signInLibrary(database: Database, { secret, provider, public_url, refusal }: Setup) {
  const pool = plainPool(database.pool, 'tributary_auth') as unknown as pg.Pool
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
  return betterAuth({
    secret,
    appName: 'Tributary',
    // Every address of this server is its own origin; the surface checks `Origin` before it asks us.
    baseURL: 'http://localhost',
    basePath: '/auth',
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: { errorURL: '/sign-in' },
    advanced: {
      disableCSRFCheck: true,
      disableOriginCheck: true,
      cookiePrefix: 'tributary',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: public_url?.startsWith('https:') === true },
      ipAddress: { ipAddressHeaders: [addressHeader], ipv6Subnet: 128 },
      database: {
        generateId: ({ model }) => (model === 'session' ? idFrom('ses', randomUUIDv7()) : randomUUIDv7()),
      },
    },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    plugins: [
      twoFactor({
        allowPasswordless: true,
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'auth_two_factor',
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      genericOAuth({ config: provider ? [clientOf(provider, public_url ?? '')] : [] }),
    ],
    session: {
      modelName: 'auth_session',
      cookieCache: { enabled: false },
      fields: {
        ...stamps,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    user: {
      modelName: 'auth_user',
      fields: { ...stamps, emailVerified: 'email_verified' },
      async validateUserInfo({ user, source }) {
        if (source.method !== 'oauth') return undefined
        const { id, email = '', emailVerified = false } = user
        const error = await refusal({ id, email: email.toLowerCase(), verified: emailVerified })
        return error === undefined ? undefined : { error }
      },
    },
    account: {
      modelName: 'auth_account',
      // Nothing is ever asked of the provider again, so what it handed out is not kept readable.
      encryptOAuthTokens: true,
      fields: {
        ...stamps,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'auth_verification', fields: { ...stamps, expiresAt: 'expires_at' } },
  })
}

/** Where the provider sends people back to; it has to be registered there. */
export const callbackPath = '/api/v1/single-sign-on/callback'

const clientOf = ({ issuer, client_id, client_secret }: Provider, public_url: string) => ({
  providerId,
  discoveryUrl: `${issuer}/.well-known/openid-configuration`,
  clientId: client_id,
  clientSecret: client_secret,
  authentication: 'basic' as const,
  scopes: ['openid', 'email', 'profile'],
  redirectURI: `${public_url}${callbackPath}`,
  pkce: true,
  requireIdTokenVerification: true,
})
