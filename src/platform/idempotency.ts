import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonical } from './canonical.ts'
import type { Context } from './context.ts'
import { Problem } from './problem.ts'

export type Answer = { status: number; body: unknown; replayed: boolean }

/**
 * Does a piece of work once per `Idempotency-Key` and actor: the same key again gets the same answer, and the effect
 * happens once, since key and effect are in one transaction. A refusal rolls the key back too, so it is decided again.
 */
export async function once(
  { tx, workspace_id, actor, now, unchanged }: Context,
  { key, operation, input, embedded }: { key: string; operation: string; input: unknown; embedded: boolean },
  work: () => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  const fingerprint = createHash('sha256')
    .update(canonical([operation, input]))
    .digest('hex')
  if (!embedded) await claim(`${workspace_id} ${actor.id} ${key}`)
  const { rows } = await sql<{ fingerprint: string; status: number; body: unknown }>`
    select fingerprint, status, body from idempotency_key
    where workspace_id = ${workspace_id} and actor_id = ${actor.id} and key = ${key}`.execute(tx)
  const [earlier] = rows
  if (earlier && earlier.fingerprint !== fingerprint)
    throw new Problem(
      'refused',
      'This Idempotency-Key was used for another request; take a new one.',
      'idempotency-key-reused',
    )
  if (earlier) {
    unchanged()
    return { status: earlier.status, body: earlier.body, replayed: true }
  }
  const { status, body } = await work()
  await sql`insert into idempotency_key (workspace_id, actor_id, key, fingerprint, status, body, created_at)
    values (${workspace_id}, ${actor.id}, ${key}, ${fingerprint}, ${status}, ${JSON.stringify(body)}, ${now})`.execute(
    tx,
  )
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
