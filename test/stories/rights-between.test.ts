import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockedDeal, saveChange } from '../../src/domain/ledger/index.ts'
import { accessOf } from '../../src/domain/people/index.ts'
import type { Extent, PipelineRight } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { textOf } from './import-wire.ts'
import { startWire, type Wire } from './wire.ts'

let wire: Wire
let enterprise: Awaited<ReturnType<Wire['server']['client']['pipelines']['get']>>
let colleague: { id: string; key: string }
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  enterprise = await wire.server.client.pipelines.create({ source: textOf('motions/enterprise.yaml') })
  colleague = await wire.server.addPerson({ name: 'Colleague' })
})
afterAll(() => wire.server.close())

describe('a deal goes out of one pipeline into another', () => {
  const every = (rights: PipelineRight[]) => new Map(rights.map((right): [PipelineRight, Extent] => [right, 'all']))

  it.each([
    ['transfer_out', ['see', 'work'], ['see', 'work', 'transfer_in']],
    ['transfer_in', ['see', 'work', 'transfer_out'], ['see', 'work']],
    [null, ['see', 'work', 'transfer_out'], ['see', 'work', 'transfer_in']],
  ] as [PipelineRight | null, PipelineRight[], PipelineRight[]][])('asks for %s', async (missing, from, to) => {
    const { id, pipeline } = await wire.server.client.deals.create({
      name: `Goes, ${missing}`,
      pipeline: 'trade',
      owner: colleague.id,
    })
    const { server, database, workspace_id } = wire.server
    const pipelines = new Map([
      [pipeline.id, every(from)],
      [enterprise.id, every(to)],
    ])
    const rights = { pipelines, team: new Set<string>(), deals: new Map<string, string>() }
    const known = { id: colleague.id, name: 'Colleague', role: 'rep' as const, workspace_id }
    const actor = { ...known, channel: 'api' as const, access: accessOf('rep'), rights }
    const asked = { actor, effect: 'write' as const, name: 'test.transfer', now: server.clock.now() }
    const done = inTransaction(database, asked, async (context) => {
      const before = await lockedDeal(context, id)
      const place = {
        pipeline_id: enterprise.id,
        definition_id: enterprise.definition.id,
        stage: enterprise.stages[0]?.key ?? '',
      }
      const after = { ...before, ...place, version: before.version + 1 }
      return saveChange(context, { before, after, kind: 'moved', type: 'deal.moved' })
    })
    if (missing === null) await expect(done).resolves.toMatch(/^led_/)
    else await expect(done).rejects.toMatchObject({ code: 'pipeline-right', details: { right: missing } })
  })
})
