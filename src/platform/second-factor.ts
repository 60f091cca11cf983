import type { Library } from './sign-in-library.ts'

/** A code from an app (TOTP, RFC 6238) after the password; backup codes for whoever lost the app. */
export type SecondFactor = {
  /** Makes secret and backup codes, in force once a first code is confirmed; null when the password is wrong. */
  prepare(password: string | undefined, from: Headers): Promise<Prepared | 'password' | 'on'>
  /** The first code: from here on sign-in asks for one. The session gets a new cookie. */
  confirm(code: string, from: Headers): Promise<string[] | 'code' | 'off'>
  /** The second step of a sign-in: a code of the app, or a backup code, each good once. */
  finish(code: string, from: Headers): Promise<string[] | 'code' | 'over' | 'locked'>
  /** Turns it off with a code of either kind. */
  turnOff(code: string, from: Headers): Promise<'done' | 'code' | 'off'>
}
export type Prepared = { uri: string; secret: string; backup_codes: string[] }

/** How long a code of the app is accepted, before and after its half minute included. */
const acceptedFor = 90_000

export function keepSecondFactor(auth: Library): SecondFactor {
  const used = new Map<string, number>()

  /** A code that was seen going by must not open another door: each is good once, on this server. */
  function spend(user_id: string, code: string): boolean {
    const now = Date.now()
    for (const [key, since] of used) if (now - since > acceptedFor) used.delete(key)
    const key = `${user_id} ${code}`
    if (used.has(key)) return false
    used.set(key, now)
    return true
  }
  const restore = (user_id: string, code: string) => used.delete(`${user_id} ${code}`)

  async function verify(code: string, from: Headers): Promise<Response> {
    const asked = { body: { code }, headers: from, asResponse: true } as const
    return isFromApp(code) ? auth.api.verifyTOTP(asked) : auth.api.verifyBackupCode(asked)
  }

  return {
    async prepare(password, from) {
      const body = { ...(password === undefined ? {} : { password }), method: 'totp' } as const
      const answer = await auth.api.enableTwoFactor({ body, headers: from, asResponse: true })
      if (!answer.ok) return (await codeOf(answer)) === 'TOTP_ALREADY_ENABLED' ? 'on' : 'password'
      const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] }
      return { uri: totpURI, secret: new URL(totpURI).searchParams.get('secret') ?? '', backup_codes: backupCodes }
    },
    async confirm(code, from) {
      const user = (await auth.api.getSession({ headers: from }))?.user
      if (!user || !isFromApp(code) || !spend(user.id, code)) return 'code'
      const answer = await auth.api.verifyTOTP({ body: { code }, headers: from, asResponse: true })
      if (answer.ok) return answer.headers.getSetCookie()
      restore(user.id, code)
      return (await codeOf(answer)) === 'TOTP_NOT_ENABLED' ? 'off' : 'code'
    },
    async finish(code, from) {
      const asked = await waiting(auth, from)
      if (asked === null) return 'over'
      if (isFromApp(code) && !spend(asked.user_id, code)) return 'code'
      const answer = await verify(code, asked.cookie)
      if (answer.ok) return answer.headers.getSetCookie()
      restore(asked.user_id, code)
      const refused = await codeOf(answer)
      if (refused === 'ACCOUNT_TEMPORARILY_LOCKED') return 'locked'
      return refused === 'INVALID_CODE' || refused === 'INVALID_BACKUP_CODE' ? 'code' : 'over'
    },
    async turnOff(code, from) {
      const user = (await auth.api.getSession({ headers: from }))?.user
      if (!user?.twoFactorEnabled) return 'off'
      if (isFromApp(code) && !spend(user.id, code)) return 'code'
      const answer = await verify(code, from)
      if (!answer.ok) {
        restore(user.id, code)
        return 'code'
      }
      const { adapter, internalAdapter } = await auth.$context
      await internalAdapter.updateUser(user.id, { twoFactorEnabled: false })
      await adapter.delete({ model: 'twoFactor', where: [{ field: 'userId', value: user.id }] })
      return 'done'
    },
  }
}

const isFromApp = (code: string) => /^\d{6}$/.test(code)

const codeOf = async (answer: Response): Promise<string | undefined> =>
  ((await answer.json().catch(() => ({}))) as { code?: string }).code

/** Who has given their password and not yet their code; null when that was too long ago, or never. */
async function waiting(auth: Library, from: Headers): Promise<{ user_id: string; cookie: Headers } | null> {
  const { createAuthCookie, internalAdapter } = await auth.$context
  const { name } = createAuthCookie('two_factor')
  const cookie = (from.get('cookie') ?? '').split(/; */).find((one) => one.startsWith(`${name}=`))
  if (cookie === undefined) return null
  // Without its signature, which the library proves before it believes anything.
  const identifier = decoded(cookie.slice(name.length + 1)).replace(/\.[^.]*$/, '')
  const found = await internalAdapter.findVerificationValue(identifier)
  if (!found || found.expiresAt <= new Date()) return null
  // This cookie alone: another session of this browser is not the one that is being opened.
  return { user_id: found.value, cookie: new Headers({ ...Object.fromEntries(from), cookie }) }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
