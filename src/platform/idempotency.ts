import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { canonical } from './canonical.ts'
import type { Context } from './context.ts'
import { Problem } from './problem.ts'

export type Answer = { status: number; body: unknown; replayed: boolean }

type Asked = { key: string; operation: string; input: unknown; embedded: boolean; reveals?: boolean | undefined }

/**
 * Does a piece of work once per `Idempotency-Key` and actor: the same key again gets the same answer, and the effect
 * happens once, since key and effect are in one transaction. A refusal rolls the key back too, so it is decided again.
 *
 * Of the key only a hash is kept. An answer that `reveals` a secret is kept encrypted by the key itself, so that only
 * who sent it can have the answer again: a copy of the database does not tell.
 */
export async function once(
  { tx, workspace_id, actor, now, unchanged }: Context,
  { key, operation, input, embedded, reveals = false }: Asked,
  work: () => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  const fingerprint = createHash('sha256')
    .update(canonical([operation, input]))
    .digest('hex')
  const hash = createHash('sha256').update(key).digest('hex')
  if (!embedded) await claim(`${workspace_id} ${actor.id} ${key}`)
  const { rows } = await sql<{ fingerprint: string; status: number; body: unknown }>`
    select fingerprint, status, body from idempotency_key
    where workspace_id = ${workspace_id} and actor_id = ${actor.id} and key = ${hash}`.execute(tx)
  const [earlier] = rows
  if (earlier && earlier.fingerprint !== fingerprint)
    throw new Problem(
      'refused',
      'This Idempotency-Key was used for another request; take a new one.',
      'idempotency-key-reused',
    )
  if (earlier) {
    unchanged()
    const body = reveals ? opened(earlier.body, key) : earlier.body
    return { status: earlier.status, body, replayed: true }
  }
  const { status, body } = await work()
  const kept = JSON.stringify(reveals ? sealed(body, key) : body)
  await sql`insert into idempotency_key (workspace_id, actor_id, key, fingerprint, status, body, created_at)
    values (${workspace_id}, ${actor.id}, ${hash}, ${fingerprint}, ${status}, ${kept}, ${now})`.execute(tx)
  return { status, body, replayed: false }

  /** Two requests with one key at the same time: the second is told so. PGlite runs one after the other anyway. */
  async function claim(name: string): Promise<void> {
    const { rows } = await sql<{
      free: boolean
    }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 1)) as free`.execute(tx)
    if (rows[0]?.free) return
    throw new Problem(
      'conflict',
      'A request with this Idempotency-Key is still being worked on.',
      'idempotency-in-flight',
    )
  }
}

const cipher = 'aes-256-gcm'

const cipherKey = (key: string, salt: Buffer) =>
  Buffer.from(hkdfSync('sha256', key, salt, 'tributary idempotency answer', 32))

type Sealed = { salt: string; nonce: string; tag: string; text: string }

function sealed(body: unknown, key: string): Sealed {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const encryption = createCipheriv(cipher, cipherKey(key, salt), nonce)
  const text = Buffer.concat([encryption.update(JSON.stringify(body), 'utf8'), encryption.final()])
  const coded = { salt, nonce, tag: encryption.getAuthTag(), text }
  return Object.fromEntries(Object.entries(coded).map(([name, bytes]) => [name, bytes.toString('base64')])) as Sealed
}

function opened(kept: unknown, key: string): unknown {
  const { salt, nonce, tag, text } = kept as Sealed
  const bytes = (coded: string) => Buffer.from(coded, 'base64')
  const decryption = createDecipheriv(cipher, cipherKey(key, bytes(salt)), bytes(nonce)).setAuthTag(bytes(tag))
  return JSON.parse(Buffer.concat([decryption.update(bytes(text)), decryption.final()]).toString('utf8'))
}
