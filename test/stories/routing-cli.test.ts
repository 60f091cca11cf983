import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { first } from './shops.ts'
import { startWire, type Wire } from './wire.ts'

let wire: Wire
let directory: string
beforeEach(async () => {
  wire = await startWire()
  await wire.server.client.pipelines.create({ source: first })
  directory = mkdtempSync(join(tmpdir(), 'tributary-routing-'))
})
afterEach(async () => {
  rmSync(directory, { recursive: true })
  await wire.server.close()
})

async function say(...words: string[]): Promise<{ code: number; said: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const here = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
  const code = await runCommand(['routing', ...words], here, { stdout, stderr })
  stdout.end()
  stderr.end()
  const [said, wrong] = await Promise.all([text(stdout), text(stderr)])
  return { code, said: said + wrong }
}

test('routing rules are pulled, planned, applied and tested as a file', async () => {
  const [file, deal] = [join(directory, 'routing.yaml'), join(directory, 'deal.json')]
  expect(await say('pull', file)).toMatchObject({ code: 0 })
  expect(readFileSync(file, 'utf8')).toBe('rules: []\nfallback: null\n')
  expect(await say('plan', file)).toMatchObject({ code: 0 })

  writeFileSync(file, 'rules:\n  - { key: web, name: From the web, when: deal.source == "web", pipeline: shop }\n')
  const wrong = await say('plan', file)
  expect(wrong.code).toBe(2)
  expect(wrong.said).toContain('Did you mean shops?')

  writeFileSync(file, 'rules:\n  - { key: web, name: From the web, when: deal.source == "web", pipeline: shops }\n')
  const planned = await say('plan', file)
  expect(planned.code).toBe(7)
  expect(planned.said).toContain('+ web')
  writeFileSync(deal, '{ "source": "web" }')
  const tested = await say('test', '--file', deal, '--rules', file)
  expect(tested.said).toContain('Goes to Shops, by From the web.')

  const applied = await say('apply', file, '--reason', 'Orders differ')
  const [, approval] = /the approval is (apr_\w+)/.exec(applied.said) ?? []
  // Nobody else could decide.
  await wire.call('POST', `/approvals/${approval}/votes`, { vote: 'approve' })
  expect((await say('apply', file, '--reason', 'Again')).said).toContain('Nothing to change')
  expect((await say('test')).code).toBe(2)
})
