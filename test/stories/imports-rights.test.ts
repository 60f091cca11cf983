import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csv, importsOver, mapping } from './import-wire.ts'
import { type Json, startWire, trade, type Wire } from './wire.ts'

let wire: Wire
let imports: ReturnType<typeof importsOver>
beforeAll(async () => {
  wire = await startWire()
  imports = importsOver(wire)
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

describe('somebody who may see a pipeline and not work in it', () => {
  test('is refused its rows, each with the reason, and takes in the others', async () => {
    await wire.server.client.pipelines.create({ source: trade.replace('key: trade', 'key: guarded') })
    const person = await wire.server.addPerson({ role: 'integration' })
    const given = await call('PUT', '/pipelines/guarded/rights', {
      grants: [{ to: { person_id: person.id }, rights: ['see'] }],
    })
    expect(given.status).toBe(200)
    const rows = ['guarded', 'trade'].map(
      (to) => `R-${to},To ${to},${to},wanted,open,5,EUR,2026-01-05,,,,,,,2026-01-05,`,
    )
    const created = await call('POST', '/imports', { mapping, file_name: 'deals.csv' }, { key: person.key })
    expect((await imports.put(created.body.id, csv(...rows), { key: person.key })).status).toBe(202)
    expect((await imports.ended(created.body.id)).counts).toMatchObject({ created: 1, refused: 1 })
    expect((await imports.reasons(created.body.id)).map((reason) => reason.split(' ').at(-1))).toEqual([
      'pipeline_right',
    ])
    const { body } = await call('GET', '/deals?q=To')
    expect(body.data.map(({ name }: Json) => name)).toEqual(['To trade'])
  })
})
