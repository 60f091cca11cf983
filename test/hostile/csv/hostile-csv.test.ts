import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importsOver } from '../../stories/import-wire.ts'
import { startWire, type Wire } from '../../stories/wire.ts'
import { corpus } from './corpus.ts'

/** What is promised for a hostile file: an answer within this time, and not much more memory than before. */
const milliseconds = 2_000
const megabytes = 256

const mapping = `source: hostile
deal: { id: id, name: name, pipeline: pipeline, stage: stage, currency: currency }
`

describe('S9: a file made to do harm', () => {
  let wire: Wire
  let imports: ReturnType<typeof importsOver>
  beforeAll(async () => {
    wire = await startWire()
    imports = importsOver(wire)
    await wire.createTrade()
    await imports.run('id,name,pipeline,stage,currency\nA0,First,trade,wanted,EUR\n', { mapping })
  })
  afterAll(() => wire.server.close())

  it.each(Object.keys(corpus))('%s: 4xx or refused rows, soon and in little memory', async (name) => {
    const file = corpus[name]?.() ?? ''
    const id = await imports.create({ mapping, dry_run: true })
    const memory = process.memoryUsage().rss
    const started = performance.now()
    const answer = await imports.put(id, file)
    expect(performance.now() - started).toBeLessThan(milliseconds)
    expect((process.memoryUsage().rss - memory) / 1_048_576).toBeLessThan(megabytes)
    if (answer.status !== 202) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(answer.body).toMatchObject({ code: expect.stringMatching(/^[a-z-]+$/), detail: expect.any(String) })
      expect(answer.body.detail.length).toBeLessThan(500)
      expect((await wire.call('GET', `/imports/${id}`)).body.state).toBe('awaiting_file')
      return
    }
    const { state, counts } = await imports.ended(id)
    expect(state).toBe('done')
    expect(counts.rows).toBe(counts.created + counts.updated + counts.unchanged + counts.refused)
    const refused = await imports.refused(id)
    // Nothing that is written out starts a formula, in a cell of its own or behind a quote.
    expect(refused).not.toMatch(/(^|[,\n])"?[\s\p{Cc}]*[=@]/u)
  })

  it('that is refused leaves nothing behind that a good one could stumble over', async () => {
    const id = await imports.create({ mapping, dry_run: true })
    await imports.put(id, corpus['a quote that is never closed']?.() ?? '')
    const answer = await imports.put(id, 'id,name,pipeline,stage,currency\nA9,Last,trade,wanted,EUR\n')
    expect(answer.status).toBe(202)
    expect((await imports.ended(id)).counts).toMatchObject({ rows: 1, created: 1, refused: 0 })
  })
})
