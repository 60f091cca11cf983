import { randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import type { Database } from './database/open.ts'
import { plainPool } from './database/plain-pool.ts'
import { Problem } from './problem.ts'

/** Password and sessions by better-auth; who may do what in which workspace is ours (`domain/people`). */
export type SignIn = {
  /** Answers the `set-cookie` headers of a new session, or null when address and password don't fit. */
  open(email: string, password: string, from: Headers): Promise<string[] | null>
  /** Ends the session of these headers; answers the headers that clear its cookie. */
  close(from: Headers): Promise<string[]>
  /** The signed-in user's id, asked of the database each time, so that an ended session ends at once. */
  userOf(from: Headers): Promise<string | null>
  /** The id of the user with this address, whoever asks; null where there is none. */
  userByEmail(email: string): Promise<string | null>
  /** The user's id where address and password fit; opens nothing. */
  verify(email: string, password: string): Promise<string | null>
  /** Creates a user; throws a conflict where the address has one meanwhile. */
  create(user: { email: string; name: string; verified: boolean }, password: string): Promise<string>
  /** Creates the user, or gives a known one this password; for who runs the installation, never for a request. */
  setPassword(user: { email: string; name: string }, password: string): Promise<string>
}

export async function startSignIn(database: Database): Promise<SignIn> {
  const pool = plainPool(database.pool, 'tributary_auth') as unknown as pg.Pool
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
  const auth = betterAuth({
    secret: await secretOf(database),
    // Every address of this server is its own origin; the surface checks `Origin` before it asks us.
    baseURL: 'http://localhost',
    basePath: '/auth',
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: { disableCSRFCheck: true, disableOriginCheck: true, cookiePrefix: 'tributary', useSecureCookies: false },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
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
    user: { modelName: 'auth_user', fields: { ...stamps, emailVerified: 'email_verified' } },
    account: {
      modelName: 'auth_account',
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
  const context = await auth.$context

  return {
    async open(email, password, from) {
      const answer = await auth.api.signInEmail({ body: { email, password }, headers: from, asResponse: true })
      return answer.ok ? answer.headers.getSetCookie() : null
    },
    async close(from) {
      const answer = await auth.api.signOut({ headers: from, asResponse: true })
      return answer.headers.getSetCookie()
    },
    async userOf(from) {
      const session = await auth.api.getSession({ headers: from })
      return session?.user.id ?? null
    },
    async userByEmail(email) {
      return (await context.internalAdapter.findUserByEmail(email))?.user.id ?? null
    },
    async verify(email, password) {
      const known = await context.internalAdapter.findUserByEmail(email, { includeAccounts: true })
      const hash = known?.accounts.find(({ providerId }) => providerId === 'credential')?.password
      if (!known || !hash) return null
      return (await context.password.verify({ hash, password })) ? known.user.id : null
    },
    async create({ email, name, verified }, password) {
      const hash = await context.password.hash(password)
      try {
        const given = { email, name, emailVerified: verified }
        const { id } = await context.internalAdapter.createUser(given, { method: 'admin' })
        await context.internalAdapter.linkAccount({
          userId: id,
          providerId: 'credential',
          accountId: id,
          password: hash,
        })
        return id
      } catch (error) {
        if (!(await context.internalAdapter.findUserByEmail(email))) throw error
        throw new Problem('conflict', `${email} was given a password just now; sign in with it.`, 'sign-in-exists')
      }
    },
    async setPassword({ email, name }, password) {
      const hash = await context.password.hash(password)
      const known = await context.internalAdapter.findUserByEmail(email, { includeAccounts: true })
      const user =
        known?.user ??
        (await context.internalAdapter.createUser({ email, name, emailVerified: true }, { method: 'admin' }))
      const credential = { userId: user.id, providerId: 'credential', accountId: user.id, password: hash }
      if (known?.accounts.some(({ providerId }) => providerId === 'credential'))
        await context.internalAdapter.updatePassword(user.id, hash)
      else await context.internalAdapter.linkAccount(credential)
      return user.id
    },
  }
}

/** What session cookies are signed with: made once, shared by every server on this database. */
async function secretOf({ owner }: Database): Promise<string> {
  await sql`insert into installation (key, value) values ('session_secret', ${randomBytes(32).toString('hex')})
    on conflict (key) do nothing`.execute(owner)
  const { rows } = await sql<{ value: string }>`select value from installation where key = 'session_secret'`.execute(
    owner,
  )
  return rows[0]?.value ?? ''
}
