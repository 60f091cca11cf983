import { accessOf } from '../../src/domain/people/index.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import type { Config } from '../../src/platform/config.ts'
import type { Context } from '../../src/platform/context.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestServer } from '../server.ts'

// biome-ignore lint: what comes over the wire is whatever the server sent
export type Json = Record<string, any>
export type Answer = { status: number; body: Json; etag: string | null }
export type Wire = Awaited<ReturnType<typeof startWire>>
type Options = { key?: string; if_match?: string }

/** A server with a second workspace beside it, and the wire as it is: status, body and ETag of every answer. */
export async function startWire(config: Partial<Config> = {}) {
  const server = await startTestServer({ clock: 'simulated', config })
  const other = await server.foundWorkspace('elsewhere')

  async function call(method: string, path: string, body?: unknown, options: Options = {}): Promise<Answer> {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.key ?? server.owner.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.if_match === undefined ? {} : { 'if-match': options.if_match }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Json, etag: answer.headers.get('etag') }
  }
  await call('PUT', '/test-clock', { now: '2026-11-24T20:00:00.000Z' })

  /** What other modules do, inside a transaction of their own. */
  const within = <T>(effect: 'read' | 'write', work: (context: Context) => Promise<T>) => {
    const { workspace_id, owner } = server
    const actor = { id: owner.id, name: 'Owner', role: 'owner', workspace_id, channel: 'import' } as const
    const asked = {
      actor: { ...actor, access: accessOf('owner') },
      effect,
      name: 'test',
      now: server.server.clock.now(),
    }
    return inTransaction(server.database, asked, work)
  }

  return {
    server,
    other,
    call,
    within,
    /** Walks a list to its end; `path` has a query already. */
    async allPages(path: string, options?: Options): Promise<Json[]> {
      const rows: Json[] = []
      for (let cursor = ''; ; ) {
        const { body } = await call('GET', `${path}${cursor && `&cursor=${cursor}`}`, undefined, options)
        rows.push(...body.data)
        if (body.has_more !== (body.next_cursor !== null)) throw new Error('has_more and next_cursor disagree')
        if (!body.has_more) return rows
        cursor = body.next_cursor
      }
    },
    async eventsOf(subject: string): Promise<{ type: string; version: number; data: Json }[]> {
      const statement = 'select type, version, data from event where subject = $1 order by recorded_at, version, id'
      return (await server.database.pool.query(statement, [subject])).rows
    },
    /** A small pipeline `trade`, with a few fields of accounts. */
    createTrade: () => within('write', (context) => createPipeline.run(context, { source: trade })),
  }
}

/** Where the faults of a refused request are, each place once. */
export const faults = ({ body }: Answer): string[] => [
  ...new Set<string>((body.errors ?? []).map(({ pointer }: Json) => pointer)),
]

export const nobody = `per_${'0'.repeat(26)}`

export const trade = `key: trade
name: Trade
charter:
  motion: Shops order from a catalogue
  buyer: A shop owner
  entry_rule: A shop asks for an offer
  won_means: A signed order
  lost_means: The shop orders elsewhere
  owner: Head of trade
  review_every_days: 90
  reason_to_be_separate: Two weeks instead of two quarters
revenue_kind: new
fields:
  - { key: tier, label: Tier, subject: account, type: choice, options: [{ key: gold, label: Gold }, { key: blue, label: Blue }] }
  - { key: employees, label: Employees, subject: account, type: number }
  - { key: sponsor, label: Sponsor, subject: account, type: person }
  - { key: region, label: Region, type: text }
stages:
  - { key: wanted, name: Shop wants an offer, phase: qualify }
  - { key: agreed, name: Terms agreed, phase: propose }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Became a bigger project }] }
`
