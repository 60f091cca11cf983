import { sql } from 'kysely'
import type { Tx } from './database/open.ts'
import { digestOf, type EventRow, sealOf } from './events.ts'

export const chainFaults = ['gap', 'seal', 'event-missing', 'payload', 'erasure', 'head', 'cut'] as const

/** The first place where the chain does not hold, and what is wrong there. */
export type ChainFault = { position: bigint; event_id: string | null; code: (typeof chainFaults)[number] }
export type Head = { position: bigint; hash: string }

export type Verified = {
  /** The last link that holds. */
  head: Head
  checked: number
  /** How many of them have had personal data erased, each with its proof. */
  erased: number
  fault: ChainFault | null
  /** Whether this was the end of the chain. */
  done: boolean
}

type Seal = Head & { event_id: string }
type Kept = EventRow & { salt: string; digest: string; erased_by: string | null; odd_moment: boolean }

/**
 * Walks the chain from a link that is known to hold, `most` links at most and not beyond `to`. Each digest is computed
 * again from salt and payload, each hash from the one before. An event whose personal data was erased has no salt any
 * more: a later, sealed event must say what was left of it.
 */
export async function verifyChain(
  tx: Tx,
  workspace_id: string,
  { after, most, to }: { after: Head; most: number; to?: bigint | undefined },
): Promise<Verified> {
  const { rows: seals } = await sql<Seal>`
    select position, event_id, hash from event_seal
    where workspace_id = ${workspace_id} and position > ${String(after.position)}
      ${to === undefined ? sql`` : sql`and position <= ${String(to)}`}
    order by position limit ${sql.lit(most)}`.execute(tx)
  const last = seals.at(-1)?.position ?? after.position
  const [events, heads] = await Promise.all([
    readEvents(
      tx,
      workspace_id,
      seals.map(({ event_id }) => event_id),
    ),
    readHeads(tx, workspace_id, after.position, last),
  ])
  const proofs = await readProofs(tx, workspace_id, [...events.values()])
  const done = seals.length < most && (to === undefined || last < to)
  let head = after
  let erased = 0
  const held = (fault: ChainFault | null): Verified => ({
    head,
    checked: Number(head.position - after.position),
    erased,
    fault,
    done: fault !== null || done,
  })

  for (const { position, event_id, hash } of seals) {
    const event = events.get(event_id)
    const code = faultIn({ head, position, hash, event, proofs, exported: heads.get(position) })
    if (code !== null) return held({ position: code === 'gap' ? head.position + 1n : position, event_id, code })
    if (event?.erased_by) erased += 1
    head = { position, hash }
  }
  const beyond = done ? await headBeyond(tx, workspace_id, head.position) : undefined
  return held(beyond === undefined ? null : { position: head.position + 1n, event_id: null, code: 'cut' })
}

type Link = {
  head: Head
  position: bigint
  hash: string
  event: Kept | undefined
  proofs: ReadonlyMap<string, Record<string, unknown>>
  exported: string | undefined
}

function faultIn({ head, position, hash, event, proofs, exported }: Link): ChainFault['code'] | null {
  if (position !== head.position + 1n) return 'gap'
  if (event === undefined) return 'event-missing'
  if (hash !== sealOf(head.hash, position, event.digest)) return 'seal'
  const { salt, digest, erased_by, odd_moment, ...row } = event
  // The digest knows moments by the millisecond, as the wire does; anything finer was not written by us.
  if (odd_moment) return 'payload'
  if (erased_by === null && digestOf(salt, row) !== digest) return 'payload'
  if (erased_by !== null && (salt !== '' || proofs.get(erased_by)?.[row.id] !== digestOf('', row))) return 'erasure'
  return exported === undefined || exported === hash ? null : 'head'
}

async function readEvents(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<Map<string, Kept>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Kept>`
    select workspace_id, id, type, subject, version, actor_id, channel, request_id, data, recorded_at, salt, digest,
      erased_by, recorded_at <> date_trunc('milliseconds', recorded_at) as odd_moment
    from event where workspace_id = ${workspace_id} and id = any(${ids}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What erasures say was left of each event, by the event that says so; only of those that are sealed and unchanged. */
async function readProofs(tx: Tx, workspace_id: string, events: readonly Kept[]) {
  const ids = [...new Set(events.flatMap(({ erased_by }) => erased_by ?? []))]
  const proofs = new Map<string, Record<string, unknown>>()
  if (ids.length === 0) return proofs
  const sealed = await sql<{ event_id: string }>`
    select event_id from event_seal where workspace_id = ${workspace_id} and event_id = any(${ids}::text[])`.execute(tx)
  const said = await readEvents(
    tx,
    workspace_id,
    sealed.rows.map(({ event_id }) => event_id),
  )
  for (const { salt, digest, erased_by, odd_moment: _, ...row } of said.values())
    if (erased_by === null && digestOf(salt, row) === digest)
      proofs.set(row.id, (row.data.left ?? {}) as Record<string, unknown>)
  return proofs
}

async function readHeads(tx: Tx, workspace_id: string, after: bigint, to: bigint): Promise<Map<bigint, string>> {
  const { rows } = await sql<Head>`
    select position, hash from audit_head
    where workspace_id = ${workspace_id} and position > ${String(after)} and position <= ${String(to)}`.execute(tx)
  return new Map(rows.map(({ position, hash }) => [position, hash]))
}

async function headBeyond(tx: Tx, workspace_id: string, position: bigint): Promise<Head | undefined> {
  const { rows } = await sql<Head>`
    select position, hash from audit_head where workspace_id = ${workspace_id} and position > ${String(position)}
    limit 1`.execute(tx)
  return rows[0]
}
