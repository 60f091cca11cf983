import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWire, type Wire } from '../../stories/wire.ts'
import { corpus } from './corpus.ts'

/** As the next version of a pipeline that is there, through every door that takes a definition. */
describe('A definition made to do harm, sent over the wire', () => {
  let wire: Wire
  beforeAll(async () => {
    wire = await startWire()
    await wire.createTrade()
  })
  afterAll(() => wire.server.close())

  const isReal = (text: string) => text.isWellFormed()
  const names = Object.keys(corpus).filter((name) => isReal(corpus[name]?.() ?? ''))

  it.each(names)('%s is refused everywhere, and nothing is asked for', async (name) => {
    const text = corpus[name]?.() ?? ''
    const started = performance.now()
    const answers = [
      await wire.call('POST', '/change-requests', { pipeline: 'trade', definition: text }),
      await wire.call('POST', '/change-plans', { definition: text }),
      await wire.call('PUT', '/pipelines/trade/draft', { source: text }, { if_match: '"999"' }),
    ]
    // What the reader itself promises is 500 ms; here three requests and whatever else the machine does.
    expect(performance.now() - started).toBeLessThan(6_000)
    expect(
      answers.slice(0, 2).every(({ status }) => status === 400 || status === 413),
      JSON.stringify(answers),
    ).toBe(true)
    expect([200, 400, 413]).toContain(answers[2]?.status)
    const checked = await wire.call('POST', '/definitions/checks', { source: text, pipeline: 'trade' })
    if (checked.status === 200) expect(checked.body.ok).toBe(false)
    else expect([400, 413]).toContain(checked.status)
    expect((await wire.call('GET', '/change-requests')).body.data).toEqual([])
    if (answers[2]?.status === 200) await wire.call('DELETE', '/pipelines/trade/draft')
  })

  it('so is one that comes as an object', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`)
    for (const definition of [{}, deep, { key: 'trade', stages: Array(5_000).fill({ key: 'a' }) }]) {
      const { status, body } = await wire.call('POST', '/change-requests', { pipeline: 'trade', definition })
      expect([status, body.code]).toEqual([400, 'definition-invalid'])
    }
  })

  it('a map of ten thousand stages is no map', async () => {
    const stage_map = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`s${i}`, 'agreed']))
    const sent = { pipeline: 'trade', definition: 'key: trade', stage_map }
    expect((await wire.call('POST', '/change-requests', sent)).status).toBe(400)
  })
})
