import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { agreed, file, wanted } from './shops.ts'
import { startWire, type Wire } from './wire.ts'

let wire: Wire
let directory: string
beforeEach(async () => {
  wire = await startWire()
  for (const key of ['shops', 'growth'])
    await wire.server.client.pipelines.create({ source: file(wanted, agreed).replace('key: shops', `key: ${key}`) })
  directory = mkdtempSync(join(tmpdir(), 'tributary-handoffs-'))
})
afterEach(async () => {
  rmSync(directory, { recursive: true })
  await wire.server.close()
})
const say = (...words: string[]) => commandLine(wire.server)(words)

const rule = (key: string, from: string, to: string) =>
  `  - { key: ${key}, name: ${key}, trigger: { on: won, pipeline: ${from} }, to: { pipeline: ${to} }, link: expands }\n`

test('hand-off rules are pulled, planned, checked and applied as a file', async () => {
  const path = join(directory, 'handoffs.yaml')
  expect(await say('handoffs', 'pull', path)).toMatchObject({ exit_code: 0 })
  expect(readFileSync(path, 'utf8')).toBe('rules: []\n')
  expect(await say('handoffs', 'plan', path)).toMatchObject({ exit_code: 0 })

  writeFileSync(path, `rules:\n${rule('grow', 'shops', 'grow')}`)
  expect(await say('handoffs', 'plan', path)).toMatchObject({
    exit_code: 2,
    stderr: expect.stringContaining('Did you mean growth?'),
  })
  writeFileSync(path, `rules:\n${rule('grow', 'shops', 'growth')}${rule('back', 'growth', 'shops')}`)
  expect(await say('handoffs', 'check', path)).toMatchObject({
    exit_code: 6,
    stdout: expect.stringContaining('! cycle'),
  })
  expect((await say('handoffs', 'apply', path, '--reason', 'Round')).exit_code).not.toBe(0)

  writeFileSync(path, `rules:\n${rule('grow', 'shops', 'growth')}`)
  const planned = await say('handoffs', 'plan', path)
  expect(planned.exit_code).toBe(7)
  expect(planned.stdout).toMatch(/\+\s+grow/)
  const applied = await say('handoffs', 'apply', path, '--reason', 'They belong together')
  const [, approval] = /the approval is (apr_\w+)/.exec(applied.stdout) ?? []
  // Nobody else could decide.
  await wire.call('POST', `/approvals/${approval}/votes`, { vote: 'approve' })
  expect((await say('handoffs', 'apply', path, '--reason', 'Again')).stdout).toContain('Nothing to change')
  expect(await say('handoffs', 'check')).toMatchObject({ exit_code: 0 })
  // What was pulled is what was published, with all that it leaves to its defaults.
  await say('handoffs', 'pull', path)
  expect(await say('handoffs', 'plan', path)).toMatchObject({ exit_code: 0 })
})

test('follow-on deals, usage, contracts and retention from the command line', async () => {
  const deal = await wire.server.client.deals.create({ name: 'Toko', pipeline: 'shops' })
  expect((await say('handoffs', 'open', deal.key, '--to', 'growth', '--name', 'More')).stdout).toMatch(
    /^D-2 in .*: accepted/,
  )
  expect((await say('handoffs', 'list', '--state', 'any')).stdout).toContain('D-2')
  expect(await say('handoffs', 'open', deal.key)).toMatchObject({ exit_code: 2 })
  await wire.server.client.accounts.create({ name: 'Toko', domain: 'toko.example' })
  const usage = join(directory, 'usage.csv')
  writeFileSync(
    usage,
    'account_domain,metric,value,at\ntoko.example,seats,3,2026-11-01\nnobody.example,seats,3,2026-11-01\n',
  )
  expect(await say('usage', 'load', usage)).toMatchObject({
    exit_code: 6,
    stdout:
      '1 recorded, 0 known already, 1 refused\nline 3, account_domain: no account has the domain nobody.example\n',
  })
  expect(await say('contracts', 'list')).toMatchObject({ exit_code: 0 })
  expect((await say('contracts', 'retention', '--from', '2026-01-01')).stdout).toContain('gross unknown, net unknown')
})
