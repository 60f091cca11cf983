import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { trade } from './wire.ts'

let server: TestServer
let directory: string
beforeEach(async () => {
  server = await startTestServer()
  directory = mkdtempSync(join(tmpdir(), 'tributary-files-'))
  await server.client.pipelines.create({ source: commented })
})
afterEach(async () => {
  rmSync(directory, { recursive: true })
  await server.close()
})

const commented = `# How we sell to shops.\n${trade.replace('stages:', '# In the order that shops go through them.\nstages:')}`
const place = (name: string) => join(directory, name)
const text = (name: string) => readFileSync(place(name), 'utf8')
const edit = (name: string, from: string, to: string) => writeFileSync(place(name), text(name).replace(from, to))

async function run(command: string) {
  const caught = { stdout: '', stderr: '' }
  const catching = (name: keyof typeof caught) =>
    new Writable({
      write(chunk, _, done) {
        caught[name] += chunk
        done()
      },
    })
  const here = { TRIBUTARY_URL: server.url, TRIBUTARY_API_KEY: server.owner.key }
  const streams = { stdout: catching('stdout'), stderr: catching('stderr') }
  const words = command.split(' ').map((word) => (word === 'DIR' ? directory : word))
  return { exit_code: await runCommand(words, here, streams), ...caught }
}

async function approve() {
  const [waiting] = (await server.client.approvals.list()).data
  await server.client.approval_votes.create({ approval_id: waiting?.id ?? '', vote: 'approve' })
  await server.settled()
}

test('what was pulled is what is there: comments and all, the plan is empty, and applying it changes nothing', async () => {
  expect(await run('pull DIR')).toMatchObject({ exit_code: 0, stderr: '' })
  expect(text('trade.yaml')).toBe(commented)
  expect(existsSync(place('.tributary.json'))).toBe(true)
  const planned = await run('plan DIR')
  expect(planned).toMatchObject({ exit_code: 0, stdout: expect.stringContaining('= trade (trade.yaml)\nNo changes') })
  expect(await run('diff DIR')).toMatchObject({ exit_code: 0 })
  expect(await run('apply DIR')).toMatchObject({ exit_code: 0, stdout: expect.stringContaining('Applied: 0 of 1') })
  expect((await server.client.change_requests.list()).data).toEqual([])
})

test('a change is planned in the manner of infrastructure, asked for once, and is there when it is approved', async () => {
  await run('pull DIR')
  const deal = await server.client.deals.create({ name: 'Scales', pipeline: 'trade' })
  edit('trade.yaml', '  - { key: wanted, name: Shop wants an offer, phase: qualify }\n', '')
  edit('trade.yaml', 'Terms agreed', 'Terms signed')
  writeFileSync(place('trade.yaml'), `${text('trade.yaml')}stage_map: { wanted: agreed }\n`)
  writeFileSync(place('events.yaml'), trade.replace('key: trade', 'key: events'))
  const planned = await run('plan DIR')
  expect(planned.exit_code).toBe(7)
  const token = /^Token: (plan_\w+)$/m.exec(planned.stdout)?.[1] ?? ''
  expect(planned.stdout.split('\n').slice(0, -3)).toEqual([
    '+ events (events.yaml)',
    '~ trade (trade.yaml), version 1 → 2',
    expect.stringMatching(/^ {4}- stages\.wanted: /),
    '    ~ stages.agreed.name: "Terms agreed" → "Terms signed"',
    '    one open deal wanted → agreed',
  ])
  expect(planned.stdout).toContain('Plan: 1 to add, 1 to change, 1 to remove.')
  const document = JSON.parse((await run('plan DIR --json')).stdout)
  expect(document).toMatchObject({ token, summary: { add: 1, change: 1, remove: 1, drifted: 0 } })
  expect((await run('diff DIR')).stdout).toContain('-  - { key: wanted, name: Shop wants an offer, phase: qualify }')

  // What was shown is what is done, or nothing.
  await server.client.deals.create({ name: 'Weights', pipeline: 'trade' })
  const other = await run(`apply DIR --plan ${token}`)
  expect(other).toMatchObject({ exit_code: 5, stderr: expect.stringContaining('not the plan that was shown') })
  expect((await server.client.pipelines.list()).data.map(({ key }) => key)).toEqual(['trade'])
  const now = JSON.parse((await run('plan DIR --json')).stdout).token
  expect(await run(`apply DIR --plan ${now}`)).toMatchObject({
    exit_code: 0,
    stdout: 'events.yaml: created\ntrade.yaml: CR-1 asks for it and waits for approval\nApplied: 2 of 2 files.\n',
  })
  expect(await run('apply DIR')).toMatchObject({ exit_code: 0, stdout: expect.stringContaining('Applied: 0 of 2') })
  expect((await server.client.change_requests.list()).data).toHaveLength(1)
  await approve()
  expect(await run('plan DIR')).toMatchObject({ exit_code: 0 })
  expect(await run('apply DIR')).toMatchObject({ exit_code: 0, stdout: expect.stringContaining('Applied: 0 of 2') })
  expect((await server.client.deals.get({ deal_id: deal.id })).stage).toMatchObject({ name: 'Terms signed' })
})

test('what the screen changed meanwhile is shown as drift, and no file undoes it unnoticed', async () => {
  await run('pull DIR')
  await server.client.change_requests.create({
    pipeline: 'trade',
    definition: commented.replace('Terms agreed', 'Terms sealed'),
  })
  await approve()
  const planned = await run('plan DIR')
  expect(planned).toMatchObject({ exit_code: 7, stdout: expect.stringContaining('and not here: pull takes it over') })
  expect(await run('apply DIR')).toMatchObject({ exit_code: 5, stderr: expect.stringContaining('Pull first') })
  edit('trade.yaml', 'Shop wants an offer', 'Need confirmed')
  expect((await run('plan DIR')).stdout).toContain('and here as well')
  const kept = await run('pull DIR')
  expect(kept).toMatchObject({ exit_code: 5, stderr: expect.stringContaining('left as it is') })
  expect(text('trade.yaml')).toContain('Need confirmed')
  expect(await run('pull DIR --overwrite')).toMatchObject({ exit_code: 0 })
  expect(text('trade.yaml')).toContain('Terms sealed')
  expect(await run('plan DIR')).toMatchObject({ exit_code: 0 })
})

test('two files about the same pipeline are refused, whatever each would change', async () => {
  await run('pull DIR')
  writeFileSync(place('a-copy.yaml'), trade.replace('Terms agreed', 'Terms signed'))
  for (const command of ['plan DIR', 'diff DIR', 'apply DIR', 'pull DIR']) {
    const { exit_code, stderr } = await run(command)
    expect([command, exit_code]).toEqual([command, 2])
    expect(stderr).toContain('a-copy.yaml and trade.yaml are both about the pipeline trade; keep one of them.')
  }
  expect((await server.client.change_requests.list()).data).toEqual([])
})

test('a file that does not hold is refused with its line, and there must be a directory', async () => {
  await run('pull DIR')
  edit('trade.yaml', 'phase: propose', 'phase: proposed')
  const planned = await run('plan DIR')
  expect(planned.exit_code).toBe(2)
  expect(planned.stderr).toContain('line ')
  expect(await run('plan nowhere')).toMatchObject({ exit_code: 2, stderr: expect.stringContaining('no directory') })
})
