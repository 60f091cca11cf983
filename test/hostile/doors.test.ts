import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operationsIn } from './requests/description.ts'
import { acceptedRequest, endWaiting, freshRequest } from './requests/fresh.ts'
import { type Company, startCompany } from './requests/company.ts'
import { send } from './requests/send.ts'
import { randomFrom } from '../../src/stats/random.ts'

let company: Company
beforeAll(async () => {
  company = await startCompany()
})
afterAll(() => company.wire.server.close())

test('a key that has expired opens nothing', async () => {
  const { call } = company.wire
  const key = (await call('POST', '/keys', { name: 'short', expires_at: '2026-11-25T00:00:00Z' })).body
  expect((await call('GET', '/me', undefined, { key: key.secret })).status).toBe(200)
  await sql`update api_key set expires_at = '2026-11-24T00:00:00Z' where id = ${key.id}`.execute(
    company.wire.server.database.owner,
  )
  expect((await call('GET', '/me', undefined, { key: key.secret })).status).toBe(401)
})

test('whoever has left the workspace opens nothing with a key that still holds', async () => {
  const { call, server } = company.wire
  const left = await server.addPerson({ name: 'Left' })
  await sql`update person set active = false where id = ${left.id}`.execute(server.database.owner)
  expect((await call('GET', '/me', undefined, { key: left.key })).status).toBe(401)
})

test('a set-up link works once', async () => {
  const { call, server } = company.wire
  const person = await server.addPerson({ name: 'Linked' })
  const link = (await call('POST', `/people/${person.id}/set-up-links`, {})).body
  const token = new URLSearchParams(link.path.split('#')[1]).get('token')
  const redeem = () => call('POST', '/set-ups', { token, password: 'correct horse battery' })
  expect((await redeem()).status).toBeLessThan(300)
  expect((await redeem()).status).toBeGreaterThanOrEqual(400)
})

test('a page of another website cannot write', async () => {
  const { url } = company.wire.server
  const answer = await fetch(`${url}/api/v1/accounts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${company.wire.server.owner.key}`,
      'content-type': 'application/json',
      origin: 'https://evil.example',
    },
    body: JSON.stringify({ name: 'Evil' }),
  })
  expect(answer.status).toBe(403)
})

test('no operation takes a member that it does not have: neither a workspace, nor a role, nor an id', async () => {
  const { wire, known, operations } = company
  const wrong: string[] = []
  for (const [i, address] of operations.entries()) {
    if (address.effect !== 'write' || address.document || address.body.length === 0) continue
    const request = await freshRequest({ wire, known }, address, randomFrom(i))
    await endWaiting(wire)
    for (const [member, value] of Object.entries({
      workspace_id: wire.other.workspace_id,
      role: 'owner',
      id: known.theirs.deal?.[0],
      owner_id: wire.other.id,
    })) {
      if (address.body.some(({ name }) => name === member)) continue
      const body = JSON.stringify({ ...JSON.parse(request.body.toString() || '{}'), [member]: value })
      const headers = request.headers.filter(([name]) => name !== 'content-length')
      const answer = await send(wire.server.url, {
        ...request,
        body,
        headers: [...headers, ['content-length', String(Buffer.byteLength(body))]],
      })
      if (answer.status !== 400) wrong.push(`${address.name} with ${member}: ${answer.status}`)
    }
  }
  expect(wrong).toEqual([])
})

test('lists are sorted by what they allow, whatever stands in sort', async () => {
  const { call } = company.wire
  for (const sort of ['(select pg_sleep(1))', 'd.name', 'amount; drop table deal', '__proto__'])
    expect((await call('GET', `/deals?sort=${encodeURIComponent(sort)}`)).status).toBe(400)
})

test('the key of one person does not replay for another', async () => {
  const { call, server } = company.wire
  const operation = operationsIn((await call('GET', '/openapi.json')).body).find(
    ({ name }) => name === 'accounts.create',
  )
  if (!operation) throw new Error('no such operation')
  const { request, answer } = await acceptedRequest(company, operation, randomFrom(5), () => [
    ['idempotency-key', 'mine'],
  ])
  const rep = await server.addPerson({ name: 'Other' })
  const headers = request.headers.map(([name, value]): [string, string] =>
    name === 'authorization' ? [name, `Bearer ${rep.key}`] : [name, value],
  )
  const other = await send(server.url, { ...request, headers })
  expect(other.headers['idempotent-replayed']).toBeUndefined()
  expect(JSON.parse(other.body).id).not.toBe(JSON.parse(answer.body).id)
})
