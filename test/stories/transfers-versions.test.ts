import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTransfers, type Transfers } from './transfer-wire.ts'
import { type Json, trade } from './wire.ts'

let wire: Transfers
beforeAll(async () => {
  wire = await startTransfers()
})
afterAll(() => wire.server.close())

describe('a pipeline that runs out', () => {
  const becomes = (key: string, lifecycle: string) =>
    wire.server.database.pool.query('update pipeline set lifecycle = $1 where key = $2', [lifecycle, key])

  it('takes no deals, says so beforehand, and takes one back as long as it is not put away', async () => {
    const [deal, second] = [await wire.open(), await wire.open()]
    const { body: transfer } = await wire.transfer(deal, {})
    const { body: other } = await wire.transfer(second, {})
    await becomes('projects', 'sunset')
    const refused = await wire.transfer(deal, { to_pipeline: 'projects' })
    expect(refused.body).toMatchObject({ status: 422, code: 'pipeline-not-active' })
    const asked = { to_pipeline: 'projects', reason: 'bigger' }
    const preview = await wire.call('POST', `/deals/${deal.id}/transfers/preview`, asked)
    expect(preview.body).toMatchObject({ allowed: false, code: 'pipeline-not-active' })
    const reverse = (one: Json, step: Json) => wire.call('POST', `/deals/${one.id}/transfers/${step.id}/reversal`)
    await becomes('trade', 'sunset')
    expect((await reverse(deal, transfer)).status).toBe(201)
    await becomes('trade', 'archived')
    expect((await reverse(second, other)).body).toMatchObject({ status: 422, code: 'pipeline-not-active' })
    await becomes('trade', 'active')
    await becomes('projects', 'active')
  })
})

describe('a pipeline that changes while its deals are elsewhere', () => {
  it('says which maps name a stage that goes away, and takes no deal back that left its old version', async () => {
    await wire.made('PUT', '/transfer-maps/trade/service', { stages: { agreed: 'asked' } })
    const deal = await wire.open()
    const { body: transfer } = await wire.transfer(deal, {})
    await wire.at('2026-11-27T10:00:00.000Z')
    const change = await wire.made('POST', '/change-requests', {
      pipeline: 'trade',
      definition: trade.replace('{ key: agreed,', '{ key: settled,'),
      stage_map: { agreed: 'settled' },
      migrate: 'all',
    })
    const { body: plan } = await wire.call('GET', `/change-requests/${change.id}/plan`)
    expect(plan.references).toContainEqual({
      kind: 'transfer_map',
      id: expect.any(String),
      name: 'Trade → Service',
      refers_to: { kind: 'stage', key: 'agreed' },
    })
    await wire.made('POST', `/approvals/${change.approvals[0].id}/votes`, { vote: 'approve', reason: 'It fits' })
    await wire.at('2026-11-27T10:05:00.000Z')
    expect((await wire.call('GET', `/change-requests/${change.id}`)).body.state).toBe('published')
    const undo = await wire.call('POST', `/deals/${deal.id}/transfers/${transfer.id}/reversal`)
    expect(undo.body).toMatchObject({ status: 422, code: 'reversal-too-late' })
    expect(undo.body.detail).toContain('new version')
    const back = await wire.transfer(deal, { to_pipeline: 'trade', reason: 'smaller' })
    expect(back.body).toMatchObject({ kind: 'transferred', to: { pipeline: { key: 'trade' }, stage: 'wanted' } })
  })
})
