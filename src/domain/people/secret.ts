import { createHash, randomBytes } from 'node:crypto'

/** A new API key: shown once, kept only as a hash. 32 random bytes need no salt and no slow hash. */
export function newSecret(): { secret: string; prefix: string; hash: string } {
  const secret = `trib_${randomBytes(32).toString('base64url')}`
  return { secret, prefix: secret.slice(0, 10), hash: hashOf(secret) }
}

/** What stands in a link that is sent to somebody. */
export const newToken = (): { token: string; hash: string } => {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOf(token) }
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
