import { sql } from 'kysely'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describe as described } from '../../../src/api/openapi.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import { verifyChain } from '../../../src/platform/chain.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import { brokenInvariants } from '../../invariants.ts'
import { csv } from '../../stories/import-wire.ts'
import type { Json } from '../../stories/wire.ts'
import { type Company, startCompany } from './company.ts'
import { type Described, operationsIn } from './description.ts'
import { endWaiting, freshRequest } from './fresh.ts'
import { send } from './send.ts'

const name = 'Kanarya Zugvogel'
const email = 'kanarya.zugvogel@canary.example'
const canary = /kanarya/i

const installation = { clock_simulated: true, embedded_database: true }
// Another workspace is another tenant's, and the name of one's own is the company's: neither is exported or erased.
const elsewhere = /^(personal_data\.|workspaces\.create$|workspace\.update$)/
const writing = operationsIn(described(operationsOf(installation))).filter(
  ({ effect, document, name: operation }) => effect === 'write' && !document && !elsewhere.test(operation),
)

let company: Company
const placed: string[] = []
let contact: Json
let person: Json
beforeAll(async () => {
  company = await startCompany()
  const { call, server } = company.wire
  contact = (await call('POST', '/contacts', { name, email, phone: '+62 21 555 0199', title: 'Buyer' })).body
  person = (await call('POST', '/people', { name, email, role: 'rep' })).body
  await call('POST', '/keys', { name: 'laptop', person_id: person.id })
  const { password } = await server.letSignIn(person.id)
  await fetch(`${server.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Phone of the person' },
    body: JSON.stringify({ email, password }),
  })
  await placeEverywhere()
})
afterAll(() => company.wire.server.close())

/** Puts the person's name and address into every member of every operation that takes a text. */
async function placeEverywhere(): Promise<void> {
  const { server } = company.wire
  const random = randomFrom(13)
  for (const address of writing)
    for (const member of textsOf(address))
      for (const text of [name, `Ask ${name} <${email}> about it`, email, `https://x.example/${email}`]) {
        const request = await freshRequest(company, address, random)
        await endWaiting(company.wire)
        // A product that is called after somebody gets a key made of that name, which is the product's and stays.
        const keyed = address.name === 'products.create' ? { key: `product-${placed.length}` } : {}
        const body = { ...JSON.parse(request.body.toString() || '{}'), ...keyed, [member]: text }
        const written = JSON.stringify(body)
        const headers = request.headers.filter(([header]) => header !== 'content-length')
        const answer = await send(server.url, {
          ...request,
          body: written,
          headers: [
            ...headers,
            ['content-length', String(Buffer.byteLength(written))],
            ['idempotency-key', `${address.name}-${member}-${text.length}`],
          ],
        })
        if (answer.status >= 300) continue
        placed.push(`${address.name}.${member}`)
        break
      }
  await placeByHand()
  await server.settled()
}

/** A definition, and the rows of a file: one taken over, one refused, one only rehearsed. */
async function placeByHand(): Promise<void> {
  const { call, server } = company.wire
  const authorization = `Bearer ${server.owner.key}`
  const source = readFileSync(join(import.meta.dirname, '../../../motions/direct.yaml'), 'utf8')
  await fetch(`${server.url}/api/v1/pipelines`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/yaml' },
    body: source.replace(/^( {2}owner:).*$/m, `$1 ${name}`),
  })
  placed.push('pipelines.create.charter')
  const mapping = company.known.words.mapping?.[0] ?? ''
  for (const dry_run of [false, true]) {
    const one = (await call('POST', '/imports', { mapping, file_name: `${name}.csv`, dry_run })).body
    const rows = [
      `C1,Deal of ${name},trade,wanted,open,100,EUR,2026-01-01,,,,,,,2026-01-01,`,
      `C2,Deal of ${email},nowhere,wanted,open,100,EUR,2026-01-01,,,,,,,2026-01-01,`,
    ]
    const answer = await fetch(`${server.url}/api/v1/imports/${one.id}/file`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'text/csv' },
      body: csv(...rows),
    })
    expect(answer.status).toBe(202)
    await server.settled()
  }
  placed.push('imports.file', 'imports.refused')
}

const textsOf = ({ body }: Described): string[] =>
  body.flatMap(({ name: member, schema }) => (takesText(schema) ? [member] : []))
const takesText = (schema: Json): boolean =>
  (schema.type === 'string' && !schema.enum && !schema.pattern && !['date', 'date-time'].includes(schema.format)) ||
  (schema.anyOf ?? []).some(takesText)

/** Every row of every table of the database that names the person, as `schema.table` with the columns. */
async function dump(): Promise<string[]> {
  const { owner } = company.wire.server.database
  const { rows: columns } = await sql<{ place: string; at: string; column: string }>`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as place, c.relname as at,
      quote_ident(a.attname) as column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`.execute(owner)
  const found: string[] = []
  for (const { place, at, column } of columns) {
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count from ${sql.raw(place)} where ${sql.raw(column)}::text ~* 'kanarya|555 0199'`.execute(
      owner,
    )
    if ((rows[0]?.count ?? 0n) > 0n) found.push(`${at}.${column}`)
  }
  return found
}

const sums = async () => {
  const { call } = company.wire
  const reports = await Promise.all(['/pipeline-totals', '/boards/trade'].map((path) => call('GET', path)))
  const text = JSON.stringify(reports.map(({ body }) => body))
  return text.match(/"(?:amount|count|won|closed)":(?:"[^"]*"|\d+)/g)
}

describe('S13: personal data of a person can be exported and erased', () => {
  it('the canary stands in 30 places or more, and the export finds every table that holds it', async () => {
    const { call } = company.wire
    const held = await dump()
    expect(new Set([...placed, ...held]).size).toBeGreaterThanOrEqual(30)
    const answer = await call('POST', '/personal-data/exports', { email })
    expect(answer.status).toBe(201)
    const { people, contacts, sessions, keys, found } = answer.body
    expect([people.length, contacts.length, keys.length]).toEqual([1, 1, 1])
    expect(people[0].id).toBe(person.id)
    expect(sessions).toEqual([expect.objectContaining({ user_agent: 'Phone of the person' })])
    // Keys by which accounts are found say nothing that the accounts in the export do not.
    const derived = (table: string) => table.startsWith('auth_') || table === 'match_key'
    const tables = new Set(held.map((place) => place.split('.')[0] ?? '').filter((table) => !derived(table)))
    expect([...tables].filter((table) => !found[table])).toEqual([])
    for (const rows of Object.values<Json[]>(found)) expect(JSON.stringify(rows)).not.toMatch(/"(hash|salt|token)":/)
  })

  it('an export leaves a trace: who looked, at whom, how; and nothing of what was found', async () => {
    const { call, server } = company.wire
    await call('POST', '/personal-data/exports', { contact_id: contact.id })
    await server.settled()
    const { body } = await call('GET', '/audit-events?type=personal_data.exported&limit=1')
    expect(body.data[0]).toMatchObject({
      type: 'personal_data.exported',
      subject: { id: person.id },
      channel: 'api',
      actor: { id: server.owner.id },
      after: { person_ids: [person.id], contact_ids: [contact.id], asked_by: ['contact_id'] },
    })
    expect(body.data[0].after.rows).toBeGreaterThan(30)
    const { after, details } = body.data[0]
    expect(JSON.stringify({ after, details })).not.toMatch(canary)
    expect((await call('GET', '/personal-data?email=x@example.test')).status).toBe(404)
  })

  it('whom nobody names, or who belongs elsewhere, is not found; the last owner stays', async () => {
    const { call, other, server } = company.wire
    expect((await call('POST', '/personal-data/exports', {})).status).toBe(400)
    expect((await call('POST', '/personal-data/exports', { person_id: other.id })).status).toBe(400)
    const people: Json[] = (await call('GET', '/people')).body.data
    for (const { id, role } of people)
      if (role === 'owner' && id !== server.owner.id) await call('PATCH', `/people/${id}`, { role: 'viewer' })
    const owner = await call('POST', '/personal-data/erasures', { person_id: server.owner.id, reason: 'asked' })
    expect([owner.status, owner.body.code]).toEqual([409, 'last-owner'])
    const bare = await call('POST', '/personal-data/erasures', { email, reason: 'asked', also: ['trade'] })
    expect(bare.status).toBe(400)
  })

  it('erased, nothing in the whole database names them; sums, invariants and the chain hold', async () => {
    const { call, server } = company.wire
    const before = await sums()
    const asked = await call('POST', '/personal-data/erasures', {
      contact_id: contact.id,
      reason: `${name} asked for it by mail`,
    })
    expect(asked.status).toBe(202)
    await server.settled()
    const job = (await call('GET', `/jobs/${asked.body.id}`)).body
    expect(job).toMatchObject({ status: 'done', error: null })
    expect(job.result.events).toBeGreaterThan(10)
    expect(await dump()).toEqual([])
    expect(JSON.stringify((await call('POST', '/personal-data/exports', { email })).body.found)).not.toMatch(canary)
    expect(before?.length).toBeGreaterThan(20)
    expect(await sums()).toEqual(before)
    expect(await brokenInvariants(server.database)).toEqual([])
    const chain = await verifyChain(server.database.owner, server.workspace_id, {
      after: { position: 0n, hash: '' },
      most: 5_000,
    })
    expect(chain).toMatchObject({ fault: null, erased: job.result.events, done: true })
    const kept = await call('GET', `/contacts/${contact.id}`)
    expect(kept.body).toMatchObject({ name: 'Erased person', email: null, phone: null })
  })

  it('what is left still answers everywhere: nothing that was masked breaks an answer', async () => {
    const { call, allPages } = company.wire
    for (const path of ['/deals?', '/accounts?', '/contacts?', '/activities?', '/products?', '/audit-events?'])
      expect((await allPages(`${path}limit=200`)).length).toBeGreaterThan(0)
    for (const path of ['/people', '/keys', '/pipelines', '/fields', '/boards/trade', '/rates', '/quotas'])
      expect([path, (await call('GET', path)).status]).toEqual([path, 200])
  })

  it('an event emptied in another way than by an erasure is noticed, and so is one changed after it', async () => {
    const { owner } = company.wire.server.database
    const { workspace_id } = company.wire.server
    const walk = () => verifyChain(owner, workspace_id, { after: { position: 0n, hash: '' }, most: 5_000 })
    const { rows } = await sql<{ id: string; data: unknown; erased_by: string }>`
      select id, data, erased_by from event where erased_by is not null limit 1`.execute(owner)
    const [event] = rows
    await sql`update event set data = '{"after": {"amount": "1"}}' where id = ${event?.id}`.execute(owner)
    expect((await walk()).fault).toMatchObject({ event_id: event?.id, code: 'erasure' })
    await sql`update event set data = ${JSON.stringify(event?.data)}::jsonb where id = ${event?.id}`.execute(owner)
    expect((await walk()).fault).toBeNull()
  })
})
