import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/platform/transaction.ts'
import { csv, importsOver, mapping } from './import-wire.ts'
import { startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())

test('work that would leave things between two states is not stopped half-way', async () => {
  const { workspace_id, database } = wire.server
  const id = newId('job')
  await sql`insert into job (workspace_id, id, kind, status, input, actor_id, created_at) values
    (${workspace_id}, ${id}, 'migration', 'running', '{}', null, now())`.execute(database.owner)
  const { status, body } = await wire.call('POST', `/jobs/${id}/cancellation`, {})
  expect([status, body.code]).toEqual([409, 'job-unstoppable'])
  expect(body.detail).toContain('take the change back')
  // Nobody does it, and a server that closes waits for what runs.
  await sql`delete from job where id = ${id}`.execute(database.owner)
})

test('a job is there for whoever began it and for those who read the audit, and for nobody else', async () => {
  const began = await wire.server.addPerson({ role: 'integration' })
  const rep = await wire.server.addPerson({ role: 'rep' })
  const revops = await wire.server.addPerson({ role: 'revops' })
  const { create, put } = importsOver(wire)
  const sent = await put(
    await create({ mapping }),
    csv('A-1,Alpha,trade,wanted,open,1000,EUR,2026-01-05,,,,,,,2026-01-05,'),
    { key: began.key },
  )
  const job_id = sent.body.id
  expect(sent.status).toBe(202)
  const read = async (key: string) => (await wire.call('GET', `/jobs/${job_id}`, undefined, { key })).status
  expect(await Promise.all([began, revops, rep].map(({ key }) => read(key)))).toEqual([200, 200, 404])
  const cancel = await wire.call('POST', `/jobs/${job_id}/cancellation`, {}, { key: rep.key })
  expect([cancel.status, cancel.body.code]).toEqual([404, 'not-found'])
  const foreign = await wire.call('GET', `/jobs/${job_id}`, undefined, { key: wire.other.key })
  expect(foreign.status).toBe(404)
})
