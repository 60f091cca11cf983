import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describe as described } from '../../../src/api/openapi.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import { onPostgres } from '../../server.ts'
import { type Company, startCompany } from './company.ts'
import { operationsIn } from './description.ts'
import { acceptedRequest, endWaiting, freshRequest } from './fresh.ts'
import { differenceOf, rowsOf } from './rows.ts'
import { send } from './send.ts'

const installation = { clock_simulated: true, embedded_database: true }
const writing = operationsIn(described(operationsOf(installation))).filter(({ effect }) => effect === 'write')
const posts = writing.filter(({ method }) => method === 'POST').map((address, i) => [address.name, address, i] as const)

let company: Company
beforeAll(async () => {
  company = await startCompany()
})
afterAll(() => company.wire.server.close())

const keyed = (key: string): [string, string][] => [['idempotency-key', key]]
const idempotencyKeys = async () =>
  (await sql`select key from idempotency_key`.execute(company.wire.server.database.owner)).rows.length

describe('R5: retrying is safe', () => {
  it.each(posts)('%s: the same key again gets the same answer, and has one effect', async (name, address, i) => {
    const { server } = company.wire
    const { request, answer } = await acceptedRequest(company, address, randomFrom(7 + i), (attempt) =>
      keyed(`${name}-${attempt}`),
    )
    await server.settled()
    const before = await rowsOf(server.database)
    const again = await send(server.url, request)
    expect([again.status, JSON.parse(again.body)]).toEqual([answer.status, JSON.parse(answer.body)])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(answer.headers['idempotent-replayed']).toBeUndefined()
    expect(differenceOf(before, await rowsOf(server.database))).toBe('')
  })

  it.each(posts)('%s: the key of another request is refused', async (name, address, i) => {
    const { server } = company.wire
    const { request } = await acceptedRequest(company, address, randomFrom(70 + i), (attempt) =>
      keyed(`other-${name}-${attempt}`),
    )
    const key = request.headers.find(([header]) => header === 'idempotency-key') ?? ['', '']
    const other = address.name === 'people.create' ? '/accounts' : '/people'
    const body = JSON.stringify(
      other === '/accounts' ? { name: 'x' } : { name: 'x', email: 'other@example.test', role: 'rep' },
    )
    const headers = request.headers.filter(([header]) => !['content-length', 'content-type'].includes(header))
    const answer = await send(server.url, {
      method: 'POST',
      target: `/api/v1${other}`,
      headers: [...headers, ['content-type', 'application/json'], ['content-length', String(body.length)]],
      body,
    })
    expect([answer.status, JSON.parse(answer.body).code], `${key[1]} ${answer.body}`).toEqual([
      422,
      'idempotency-key-reused',
    ])
  })

  it.each(posts)('%s: what was refused is decided again', async (name, address, i) => {
    const { server } = company.wire
    const random = randomFrom(700 + i)
    const kept = await idempotencyKeys()
    const broken = await freshRequest(company, address, random)
    await endWaiting(company.wire)
    const spoilt = address.document ? 'key: x\n' : JSON.stringify({ nothing_like_it: 1 })
    const withKey = (request: typeof broken, body = request.body) => ({
      ...request,
      body,
      headers: [
        ...request.headers.filter(([header]) => header !== 'content-length'),
        ...keyed(`refused-${name}`),
        ['content-length', String(Buffer.byteLength(body))] as [string, string],
      ],
    })
    for (let times = 0; times < 2; times++) {
      const refused = await send(server.url, withKey(broken, spoilt))
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(refused.headers['idempotent-replayed']).toBeUndefined()
    }
    expect(await idempotencyKeys()).toBe(kept)
    const { answer } = await acceptedRequest(company, address, random, () => keyed(`refused-${name}`))
    expect(answer.headers['idempotent-replayed']).toBeUndefined()
    expect(await idempotencyKeys()).toBe(kept + 1)
  })

  it.each(posts)(
    '%s: while the first is under way, the second is told so; one connection answers them one after the other',
    async (name, address, i) => {
      const { server } = company.wire
      const request = await freshRequest(company, address, randomFrom(7_000 + i))
      await endWaiting(company.wire)
      const key = `flight-${name}`
      if (!onPostgres) {
        const twice = { ...request, headers: [...request.headers, ...keyed(key)] }
        const [one, two] = await Promise.all([send(server.url, twice), send(server.url, twice)])
        expect(two.status).toBe(one.status)
        if (one.status < 300) expect(JSON.parse(two.body)).toEqual(JSON.parse(one.body))
        return
      }
      await server.database.owner.transaction().execute(async (tx) => {
        const claim = `${server.workspace_id} ${server.owner.id} ${key}`
        await sql`select pg_advisory_xact_lock(hashtextextended(${claim}, 1))`.execute(tx)
        const answer = await send(server.url, { ...request, headers: [...request.headers, ...keyed(key)] })
        if (answer.status !== 400)
          expect([answer.status, JSON.parse(answer.body).code]).toEqual([409, 'idempotency-in-flight'])
      })
    },
  )
})

type Recorded = { type: string; actor_id: string | null; channel: string; data: Record<string, unknown> }

describe('G7: every event says who, through what, before and after', () => {
  it.each(writing.map((address, i) => [address.name, address, i] as const))('%s', async (_, address, i) => {
    const { server } = company.wire
    await server.settled()
    const { rows: earlier } = await sql<{ id: string }>`select max(id) as id from event`.execute(server.database.owner)
    const { answer } = await acceptedRequest(company, address, randomFrom(9_000 + i))
    const { rows } = await sql<Recorded>`
      select type, actor_id, channel, data from event where id > ${earlier[0]?.id}
        and request_id = ${answer.headers['x-request-id']}`.execute(server.database.owner)
    for (const { type, actor_id, channel, data } of rows) {
      expect({ type, actor_id, channel }).toMatchObject({ actor_id: server.owner.id, channel: 'api' })
      expect({ type, told: isMembers(data.before) || isMembers(data.after) }).toEqual({ type, told: true })
      if (address.method === 'DELETE' || address.method === 'PATCH')
        expect({ type, before: isMembers(data.before) }).toEqual({ type, before: true })
      if (address.method === 'PATCH') {
        expect({ type, after: isMembers(data.after) }).toEqual({ type, after: true })
        expect(Object.keys(data.after as object).toSorted()).toEqual(Object.keys(data.before as object).toSorted())
      }
    }
    if (
      address.method === 'POST' &&
      !['moves.preview', 'moves.preview_many', 'transfers.preview', 'transfers.preview_many'].includes(address.name)
    )
      expect(rows.length, 'recorded nothing').toBeGreaterThan(0)
  })
})

const isMembers = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length > 0
