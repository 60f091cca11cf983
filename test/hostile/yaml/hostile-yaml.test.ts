import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/domain/pipelines/index.ts'
import type { Refusal } from '../../../src/values/decision.ts'
import { corpus } from './corpus.ts'

/** The limits that are promised for a hostile definition file. */
const milliseconds = 500
const megabytes = 64

type Answer = { milliseconds: number; refusal: Refusal; polluted: boolean }

describe('A definition file made to do harm', () => {
  let reader: Worker
  let died: Promise<unknown>

  beforeAll(() => {
    reader = new Worker(new URL('./reader.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: megabytes - 16, maxYoungGenerationSizeMb: 16 },
      execArgv: [],
    })
    died = once(reader, 'exit').then(() => ['the reader ran out of memory'])
    reader.on('error', () => {})
    reader.setMaxListeners(200)
  })
  afterAll(() => reader.terminate())

  it.each(Object.keys(corpus))(
    `%s is refused in ${milliseconds} ms and ${megabytes} MB, with a reason`,
    async (name) => {
      reader.postMessage(corpus[name]?.())
      const [answer] = (await Promise.race([once(reader, 'message'), died])) as [Answer]
      expect(answer).toMatchObject({ refusal: { code: 'definition-invalid' }, polluted: false })
      expect(answer.milliseconds).toBeLessThan(milliseconds)
      const findings = answer.refusal.details?.['findings'] as Finding[]
      expect(findings.length).toBeGreaterThan(0)
      for (const { line, message, remedy } of findings) {
        expect(line).toBeGreaterThan(0)
        expect(message.length).toBeGreaterThan(5)
        expect(message.length).toBeLessThan(500)
        expect(remedy.length).toBeGreaterThan(5)
      }
    },
  )

  it('is told apart from a file in order', async () => {
    const { readDefinition } = await import('../../../src/domain/pipelines/index.ts')
    const { readFileSync } = await import('node:fs')
    const text = readFileSync(new URL('../../../motions/enterprise.yaml', import.meta.url), 'utf8')
    expect(readDefinition({ text }, []).ok).toBe(true)
  })
})
