import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireDeclarations } from '../../../src/api/declarations.ts'
import { describe as described } from '../../../src/api/openapi.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import type { AnyOperation } from '../../../src/platform/operation.ts'
import { type Random, randomFrom } from '../../../src/stats/random.ts'
import { Id } from '../../../src/values/id.ts'
import { z } from 'zod'
import { type Company, startCompany } from './company.ts'
import { type Described, operationsIn } from './description.ts'
import { endWaiting, freshRequest } from './fresh.ts'
import { type Request, wellFormedRequest } from './requests.ts'
import { differenceOf, rowsOf } from './rows.ts'
import type { Json } from '../../stories/wire.ts'
import { send } from './send.ts'
import { type Ids, prefixOf, wellFormed } from './values.ts'

const installation = { clock_simulated: true, embedded_database: true }
const operations = operationsOf(installation)
const addresses = operationsIn(described(operations))

let company: Company
beforeAll(async () => {
  company = await startCompany()
})
afterAll(() => company.wire.server.close())

const refers = (address: Described) =>
  JSON.stringify([address.path_members, address.query, address.body]).includes('x-ref')
const referring = addresses.filter(refers).map((address, i) => [address.name, address, i] as const)

describe('S2: a foreign id is accepted nowhere', () => {
  it.each(referring)('%s: in place of every id, one at a time', async (_, address, i) => {
    const { wire, known } = company
    const random = randomFrom(40 + i)
    const { server } = wire
    const tried = new Set<string>()
    const wrong: string[] = []
    for (let round = 0; round < 6; round++) {
      const base = round < 2 ? await freshRequest(company, address, random) : whole(address, round)
      await endWaiting(wire)
      // What was prepared may have begun a job or told people: neither is what the request writes.
      if (round < 2) await server.settled()
      for (const { at, request } of foreignIn(base, known.ours, known.theirs)) {
        const before = await rowsOf(server.database)
        const answer = await send(server.url, request)
        tried.add(at)
        const told = withoutAsked(answer.body, request)
        const leaked = Object.values(known.theirs)
          .flat()
          .filter((id) => id.includes('_') && told.includes(id))
        if (leaked.length > 0) wrong.push(`${at}: the answer tells of ${leaked}`)
        if (address.effect === 'write' && isAccepted(answer)) wrong.push(`${at}: accepted with ${answer.status}`)
        if (answer.status < 300) await server.settled()
        if (answer.status >= 500) wrong.push(`${at}: ${answer.body}`)
        const change = differenceOf(before, await rowsOf(server.database))
        if (answer.status >= 400 && change !== '') wrong.push(`S3: refused with ${answer.status}, yet ${change}`)
      }
    }
    expect(wrong).toEqual([])
    expect(tried.size).toBeGreaterThan(0)
  })

  /** With every member that it may have. */
  function whole(address: Described, seed: number): Request {
    const { wire, known } = company
    const random = randomFrom(seed)
    const request = withQuery(wellFormedRequest(address, known, wire.server.owner.key, random), address, random)
    if (address.body.length === 0 || address.document) return request
    const said = Object.fromEntries(
      address.body.map(({ name, schema }) => [name, wellFormed(name, schema, known, random)]),
    )
    const refs = address.body.flatMap(({ name, schema }) => {
      const prefix = prefixOf(schema)
      return prefix ? [[name, random.pick(known.ours[prefix] ?? [''])] as const] : []
    })
    return withBody(request, JSON.stringify({ ...said, ...Object.fromEntries(refs) }))
  }

  /** With every id that its query may have. */
  function withQuery(request: Request, { query }: Described, random: Random): Request {
    const url = new URL(request.target, 'http://here')
    for (const { name, schema } of query) {
      const prefix = prefixOf(schema)
      if (prefix) url.searchParams.set(name, random.pick(company.known.ours[prefix] ?? ['']))
    }
    return { ...request, target: `${url.pathname}${url.search}` }
  }
})

/** A bulk request is answered with 200 and says of each of its operations what became of it. */
function isAccepted({ status, body }: { status: number; body: string }): boolean {
  if (status >= 300) return false
  const items: unknown = JSON.parse(body).data
  return !Array.isArray(items) || !items.some((item: Json) => item.problem)
}

function withBody(request: Request, body: string): Request {
  const headers = request.headers.filter(([name]) => name !== 'content-length')
  return { ...request, body, headers: [...headers, ['content-length', String(Buffer.byteLength(body))]] }
}

/** The request once for each id in it, with one of another workspace in that place alone. */
function foreignIn(request: Request, ours: Ids, theirs: Ids): { at: string; request: Request }[] {
  const text = request.body.toString()
  return Object.entries(ours).flatMap(([prefix, ids]) =>
    ids
      .filter((id) => id.startsWith(`${prefix}_`))
      .flatMap((id) => {
        const other = theirs[prefix]?.[0] ?? ''
        const inBody = [...text.matchAll(new RegExp(id, 'g'))].map(({ index }) => ({
          at: `body@${text.slice(Math.max(0, index - 24), index)}`,
          request: withBody(request, text.slice(0, index) + other + text.slice(index + id.length)),
        }))
        const inTarget = request.target.includes(id)
          ? [{ at: `target@${prefix}`, request: { ...request, target: request.target.replace(id, other) } }]
          : []
        return [...inBody, ...inTarget]
      }),
  )
}

/** What the caller sent may come back. */
const withoutAsked = (answer: string, { target, body }: Request): string =>
  (`${target} ${body}`.match(/\b[a-z]{3,4}_[0-9a-z]{26}\b/g) ?? []).reduce(
    (text, id) => text.replaceAll(id, ''),
    answer,
  )

describe('the server refuses to start with an operation that does not declare', () => {
  const [some] = operations
  const planted = (change: Partial<AnyOperation>) => () =>
    requireDeclarations([...operations, { ...(some as AnyOperation), name: 'planted.one', ...change } as AnyOperation])

  it('all that are there are declared', () => expect(() => requireDeclarations(operations)).not.toThrow())
  it.each([
    ['no access', { access: undefined as never }, 'access is undefined'],
    ['a right that is none', { access: 'deals:everything' as never }, 'no right'],
    ['no effect', { effect: undefined as never }, 'effect is undefined'],
    ['a GET that writes', { http: 'GET /planted' as const, effect: 'write' as const }, 'a GET does not write'],
    ['an id by name', { input: z.strictObject({ deal_id: z.string() }) }, '/deal_id is an id without x-ref'],
    ['ids by name', { input: z.strictObject({ ids: z.array(z.string()) }) }, '/ids is an id without x-ref'],
    [
      'an id by form, deep inside',
      { input: z.strictObject({ rows: z.array(z.object({ whom: z.string().regex(/^per_[0-9a-z]{26}$/) })) }) },
      '/rows/*/whom is an id without x-ref',
    ],
    [
      'a secret in the answer',
      { output: z.object({ key: z.object({ secret: z.string() }) }) },
      'a secret in its answer',
    ],
  ])('%s', (_, change, fault) => expect(planted(change)).toThrow(fault))
  it('a declared one is served', () =>
    expect(planted({ input: z.strictObject({ deal_id: Id('deal') }) })).not.toThrow())
})
