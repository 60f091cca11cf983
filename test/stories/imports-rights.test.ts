import { expect, test } from 'vitest'
import { csv, importsOver, mapping } from './import-wire.ts'
import { type Json, startWire, trade } from './wire.ts'

test('an import is refused the rows of a pipeline in which its maker may not work, and takes in the others', async () => {
  const wire = await startWire()
  const imports = importsOver(wire)
  await wire.createTrade()
  await wire.server.client.pipelines.create({ source: trade.replace('key: trade', 'key: guarded') })
  const { id: person_id, key } = await wire.server.addPerson({ role: 'integration' })
  await wire.server.client.rights.set({ pipeline: 'guarded', grants: [{ to: { person_id }, rights: ['see'] }] })

  const rows = ['guarded', 'trade'].map((to) => `R-${to},To ${to},${to},wanted,open,5,EUR,2026-01-05,,,,,,,2026-01-05,`)
  const created = await wire.call('POST', '/imports', { mapping, file_name: 'deals.csv' }, { key })
  expect((await imports.put(created.body.id, csv(...rows), { key })).status).toBe(202)
  expect((await imports.ended(created.body.id)).counts).toMatchObject({ created: 1, refused: 1 })
  expect((await imports.reasons(created.body.id)).map((reason) => reason.split(' ').at(-1))).toEqual(['pipeline_right'])
  const { data } = await wire.server.client.deals.list({ q: 'To' })
  expect(data.map(({ name }: Json) => name)).toEqual(['To trade'])
  await wire.server.close()
})
