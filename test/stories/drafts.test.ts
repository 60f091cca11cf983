import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Member } from '../server.ts'
import { first, second } from './shops.ts'
import { type Answer, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeEach(async () => {
  wire = await startWire()
})
afterEach(() => wire.server.close())

const call = (method: string, path: string, body?: unknown, by?: Member): Promise<Answer> =>
  wire.call(method, path, body, by ? { key: by.key } : {})

async function done(answer: Promise<Answer>): Promise<Json> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

const createShops = () => wire.server.client.pipelines.create({ source: first })

describe('a file that is sent for a pipeline that is there', () => {
  it('proposes a change of it, and nothing where it says the same', async () => {
    await createShops()
    const send = (source: string) => wire.server.client.pipelines.create({ source })
    expect(await send(first)).toMatchObject({ key: 'shops', definition: { version: 1 }, change_request: null })
    const created = await send(`${second}stage_map: { spoken: agreed }\n`)
    expect(created).toMatchObject({ definition: { version: 1 }, change_request: { state: 'open', key: 'CR-1' } })
  })
})

describe('a draft', () => {
  it('is checked as it is written, kept for both writers, and becomes the request', async () => {
    await createShops()
    const rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
    const put = (source: string, version?: string, by?: Member) =>
      wire.call(
        'PUT',
        '/pipelines/shops/draft',
        { source, stage_map: { spoken: 'agreed' } },
        {
          ...(by ? { key: by.key } : {}),
          ...(version ? { if_match: version } : {}),
        },
      )
    const begun = await put(second.replace('level: hard', 'level: hart'))
    expect(begun.body.check).toMatchObject({ ok: false, findings: [{ line: 17 }] })
    const blind = await put(second, undefined, rina)
    expect([blind.status, blind.body.current.version]).toEqual([428, 1])
    expect((await put(second, '"1"', rina)).body).toMatchObject({
      version: 2,
      check: { ok: true },
      updated_by: { name: 'Rina' },
    })
    const late = await put(first, '"1"')
    expect([late.status, late.body.code, late.body.current.source]).toEqual([412, 'draft-changed', second])
    const check = (source: string, more: Json = {}) =>
      done(call('POST', '/definitions/checks', { source, pipeline: 'shops', ...more }))
    expect((await check(second)).findings).toMatchObject([{ path: 'stage_map.spoken' }])
    expect(await check(second, { migrate: 'grandfather' })).toEqual({ ok: true, findings: [], warnings: [] })
    const change = await done(call('POST', '/change-requests', { pipeline: 'shops' }))
    expect(change).toMatchObject({ source: second, stage_map: { spoken: 'agreed' } })
    expect((await call('GET', '/pipelines/shops/draft')).status).toBe(404)
    const versions = await done(call('GET', '/pipelines/shops/definitions'))
    expect(versions.data).toMatchObject([{ version: 1, current: true }])
    const [{ id }] = versions.data
    await done(call('POST', `/approvals/${change.approvals[0].id}/votes`, { vote: 'approve' }))
    const pipeline = await done(call('GET', '/pipelines/shops'))
    expect(pipeline.definition.version).toBe(2)
    // A deal that stays in the older version goes by what that says.
    const older = await done(call('GET', `/definitions/${id}`))
    expect(older).toMatchObject({
      version: 1,
      source: first,
      pipeline: { key: 'shops', definition: { id, version: 1 } },
    })
    expect(older.pipeline.stages.map(({ key }: Json) => key)).toContain('spoken')
    expect(pipeline.stages.map(({ key }: Json) => key)).not.toContain('spoken')
  })
})
