import { afterAll, beforeAll, expect, test } from 'vitest'
import { createImport, layDown, takeOverFile } from '../../src/domain/imports/index.ts'
import { mavenFile } from '../maven-file.ts'
import { importsOver, mavenMapping } from './import-wire.ts'
import { startWire, type Wire } from './wire.ts'

let wire: Wire
let imports: ReturnType<typeof importsOver>
beforeAll(async () => {
  wire = await startWire()
  imports = importsOver(wire)
  await imports.createPipelines('examples/maven/pipelines/*.yaml')
})
afterAll(() => wire.server.close())

/** Somebody with a key, and an import of theirs from a source of its own. */
async function importer(name: string) {
  const { client } = wire.server
  const person = await client.people.create({ name, email: `${name}@example.test`, role: 'revops' })
  const key = await client.keys.create({ name: 'imports', person_id: person.id })
  const mapping = mavenMapping.replace('source: ', `source: ${name}_`)
  return { person, key, mapping, deactivated: () => client.people.update({ person_id: person.id, active: false }) }
}

/** Does the job of an import, and what happens meanwhile once its first batch is under way. */
async function interrupted({ person, key, mapping }: Awaited<ReturnType<typeof importer>>, meanwhile: () => unknown) {
  const { database, workspace_id, server } = wire.server
  const created = await wire.within('write', async (context) => {
    const { id } = await createImport.run(context, { mapping, file_name: 'deals.csv', dry_run: false })
    return { id, actor: context.actor }
  })
  const now = server.clock.now
  const file = mavenFile(1_200, 7).csv
  await layDown(
    { database, actor: created.actor, now },
    created.id,
    (async function* () {
      yield Buffer.from(file)
    })(),
  )
  const input = { import_id: created.id, key: { id: key.id, scopes: null, expires_at: null } }
  let begun = 0
  const task = { database, workspace_id, input, now, actor_id: person.id, job_id: 'none', progress: async () => {} }
  const cancelled = async () => {
    if (++begun === 1) await meanwhile()
    return false
  }
  const ended = takeOverFile({ ...task, cancelled })
  const message = await ended.then(
    () => 'done',
    (error: Error) => error.message,
  )
  return { message, counts: (await wire.call('GET', `/imports/${created.id}`)).body.counts }
}

test('S5: an import goes no further than the batch under way when its key is revoked', async () => {
  const one = await importer('revoked')
  const { message, counts } = await interrupted(one, () => wire.server.client.keys.revoke({ key_id: one.key.id }))
  expect(message).toBe('The API key that asked for this import was revoked.')
  expect(counts).toMatchObject({ rows: 1_200, created: 500, refused: 0 })
})

test('S5: nor when whoever asked for it is deactivated', async () => {
  const one = await importer('deactivated')
  const { message, counts } = await interrupted(one, one.deactivated)
  expect(message).toBe('The API key that asked for this import was revoked.')
  expect(counts).toMatchObject({ rows: 1_200, created: 500, refused: 0 })
})

test('an import whose key holds is taken over to its end', async () => {
  const one = await importer('holding')
  const { message, counts } = await interrupted(one, () => {})
  expect([message, counts]).toEqual(['done', expect.objectContaining({ rows: 1_200, created: 1_200 })])
})

test('S5: over HTTP the import ends as failed and says why, and another key may send the file again', async () => {
  const { key, mapping } = await importer('sender')
  const rows = 4_000
  const file = mavenFile(rows, 9)
  const import_id = await imports.create({ mapping })
  expect((await imports.put(import_id, file.csv, { key: key.secret })).status).toBe(202)
  await wire.server.client.keys.revoke({ key_id: key.id })
  const ended = await imports.ended(import_id)
  expect(ended).toMatchObject({
    state: 'failed',
    job: { error: 'The API key that asked for this import was revoked.' },
  })
  expect(ended.counts.created).toBeLessThan(rows)
  expect((await imports.put(import_id, file.csv)).status).toBe(202)
  const again = await imports.ended(import_id)
  expect(again.state).toBe('done')
  expect(again.counts.created + again.counts.unchanged).toBe(rows)
}, 60_000)
