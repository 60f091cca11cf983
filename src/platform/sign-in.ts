import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Provider } from './config.ts'
import type { Database } from './database/open.ts'
import { Problem } from './problem.ts'
import { keepSecondFactor, type SecondFactor } from './second-factor.ts'
import { type Library, providerId, signInLibrary } from './sign-in-library.ts'

/** Password, single sign-on and sessions by better-auth; who may do what in which workspace is ours (`domain/people`). */
export type SignIn = {
  /** The button for single sign-on, where it is set up. */
  provider: { name: string } | undefined
  /** Null when address and password don't fit; with a second step the cookies are only good for that step. */
  open(email: string, password: string, from: Headers): Promise<Opened | null>
  /** Ends the session of these headers; answers the headers that clear its cookie. */
  close(from: Headers): Promise<string[]>
  /** Who is signed in, asked of the database each time, so that an ended session ends at once. */
  sessionOf(from: Headers): Promise<Session | null>
  /** The id of the user with this address, whoever asks; null where there is none. */
  userByEmail(email: string): Promise<string | null>
  /** The user's id where address and password fit; opens nothing. */
  verify(email: string, password: string): Promise<string | null>
  /** Creates a user; throws a conflict where the address has one meanwhile. */
  create(user: { email: string; name: string; verified: boolean }, password: string): Promise<string>
  /** Creates the user, or gives a known one this password; for who runs the installation, never for a request. */
  setPassword(user: { email: string; name: string }, password: string): Promise<string>
  /** Where to send somebody who signs in at the provider and then wants to go to `next`. */
  leave(next: string, from: Headers): Promise<Redirect | null>
  /** Back from the provider: into the product, or to the sign-in page with an error in its address. */
  comeBack(query: Record<string, string>, from: Headers): Promise<Redirect>
  second_factor: SecondFactor
}
export type Session = { id: string; user_id: string }
export type Opened = { cookies: string[]; second_step: boolean }
export type Redirect = { location: string; cookies: string[] }

export type SignInSettings = { provider: Provider | undefined; public_url: string | undefined }

/** What `people` knows of addresses that a provider vouches for. */
export type Members = {
  /** Whether an address, or a user who has signed in before, is a member of any workspace. */
  has(user: { id: string | undefined; email: string }): Promise<boolean>
  /** Lets the members of this address sign in as this user from now on. */
  connect(user: { id: string; email: string }): Promise<void>
}

export async function startSignIn(database: Database, settings: SignInSettings, members: Members): Promise<SignIn> {
  const { provider, public_url } = settings
  const secret = await secretOf(database)
  const refusal: Parameters<typeof signInLibrary>[1]['refusal'] = async ({ id, email, verified }) => {
    if (!verified) return 'address_not_verified'
    // Whoever came before and is now vouched for under another address is not taken for who they were.
    if (id !== undefined && (await emailOf(database, id)) !== email) return 'address_changed'
    return (await members.has({ id, email })) ? undefined : 'not_a_member'
  }
  const auth = signInLibrary(database, { secret, provider, public_url, refusal })
  const context = await auth.$context
  // Past the library's own way of creating users, which asks whether a provider may vouch for them.
  const create = (email: string, name: string, verified: boolean) => {
    const now = new Date()
    const data = {
      email: email.toLowerCase(),
      name,
      emailVerified: verified,
      twoFactorEnabled: false,
      createdAt: now,
      updatedAt: now,
    }
    return context.adapter.create<typeof data, typeof data & { id: string }>({ model: 'user', data })
  }

  return {
    provider: provider && { name: provider.name },
    second_factor: keepSecondFactor(auth),
    async open(email, password, from) {
      const answer = await auth.api.signInEmail({ body: { email, password }, headers: from, asResponse: true })
      if (answer.status >= 500) throw failed()
      if (!answer.ok) return null
      const { twoFactorRedirect = false } = (await answer.json()) as { twoFactorRedirect?: boolean }
      return { cookies: answer.headers.getSetCookie(), second_step: twoFactorRedirect }
    },
    async close(from) {
      const answer = await auth.api.signOut({ headers: from, asResponse: true })
      return answer.headers.getSetCookie()
    },
    async sessionOf(from) {
      const session = await auth.api.getSession({ headers: from })
      return session && { id: session.session.id, user_id: session.user.id }
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
        const { id } = await create(email, name, verified)
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
      const user = known?.user ?? (await create(email, name, true))
      const credential = { userId: user.id, providerId: 'credential', accountId: user.id, password: hash }
      if (known?.accounts.some((account) => account.providerId === 'credential'))
        await context.internalAdapter.updatePassword(user.id, hash)
      else await context.internalAdapter.linkAccount(credential)
      return user.id
    },
    async leave(callbackURL, from) {
      const body = { provider: providerId, callbackURL, errorCallbackURL: '/sign-in', disableRedirect: true }
      const answer = await auth.api.signInSocial({ body, headers: from, asResponse: true })
      if (!answer.ok) return null
      const { url } = (await answer.json()) as { url?: string }
      return url === undefined ? null : { location: url, cookies: answer.headers.getSetCookie() }
    },
    async comeBack(query, from) {
      const asked = { params: { id: providerId }, query, headers: from, asResponse: true } as const
      const answer = await auth.api.callbackOAuth(asked)
      const cookies = answer.headers.getSetCookie()
      const user = await userOfNew(auth, cookies)
      if (user) await members.connect(user)
      const location = answer.headers.get('location') ?? '/sign-in?error=failed'
      // What the library says of an address that is known here and not verified there.
      return { location: location.replace(/\berror=account_not_linked\b/, 'error=address_not_verified'), cookies }
    },
  }
}

/** Not the fault of whoever signs in, and not to be told as one. */
const failed = () => new Problem('unavailable', 'Signing in does not work at the moment. Try again.')

/** Whose session these cookies open; null where they open none. */
async function userOfNew(auth: Library, cookies: string[]): Promise<{ id: string; email: string } | null> {
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
  const session = await auth.api.getSession({ headers: new Headers({ cookie }) })
  return session?.user ?? null
}

async function emailOf({ owner }: Database, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ email: string }>`select email from auth_user where id = ${id}`.execute(owner)
  return rows[0]?.email
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
