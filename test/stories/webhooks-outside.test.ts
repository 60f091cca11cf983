import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { eventsOfTheHouse, testType, typeNames } from '../../src/domain/webhooks/event-types.ts'
import { startTestServer, type TestServer } from '../server.ts'

const root = join(import.meta.dirname, '../..')

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ settings: { outgoing_allow: ['127.0.0.1'] } })
  await server.client.pipelines.create({ source: readFileSync(join(root, 'motions/transactional.yaml'), 'utf8') })
})
afterAll(() => server.close())

const run = (...words: string[]) => commandLine(server)(words)

/** Starts the receiver of the docs, as its first line says; answers where it listens and what it prints. */
async function startExample(secret: string, port = '0') {
  const file = join(root, 'docs/webhooks/receiver.mjs')
  const child: ChildProcess = spawn(process.execPath, [file], { env: { SECRET: secret, PORT: port }, stdio: 'pipe' })
  let printed = ''
  child.stdout?.on('data', (chunk) => (printed += chunk))
  while (!printed.includes('listening on')) await new Promise((wake) => setTimeout(wake, 20))
  const [, url = ''] = /listening on (\S+)/.exec(printed) ?? []
  const lines = () => printed.trim().split('\n').slice(1)
  const stop = async () => {
    child.kill()
    await once(child, 'close')
  }
  return { url, lines, stop }
}

test('the receiver of the docs takes what its secret signed, once each; the command line adds, tests, looks and removes', async () => {
  // A port to be told of before there is a secret.
  const first = await startExample('whsec_c29tZWJvZHkgZWxzZQ==')
  const added = await run('webhooks', 'add', first.url, '--events', 'deal.created,deal.edited', '--json')
  expect(added.exit_code).toBe(0)
  const { id, secret } = JSON.parse(added.stdout)
  await run('webhooks', 'test', id)
  await server.settled()
  expect(first.lines()).toEqual([])
  expect((await run('webhooks', 'deliveries', id)).stdout).toMatch(/webhook_endpoint\.tested .* pending +\d+ +401/)
  await first.stop()

  const example = await startExample(secret, new URL(first.url).port)
  const [delivery] = JSON.parse((await run('webhooks', 'deliveries', id, '--json')).stdout).data
  expect((await run('webhooks', 'resend', id, delivery.id)).exit_code).toBe(0)
  const deal = await server.client.deals.create({ name: 'Heard outside', pipeline: 'transactional' })
  await server.client.deals.update({ deal_id: deal.id, name: 'Heard again' })
  await server.settled()
  const sorted = () => example.lines().toSorted()
  await expect
    .poll(sorted)
    .toEqual([`deal.created ${deal.id} 1 new`, `deal.edited ${deal.id} 2 new`, `${testType} ${id} 1 new`].toSorted())
  await run('webhooks', 'resend', id, delivery.id)
  await server.settled()
  expect(example.lines()).toHaveLength(3)

  const rotated = await run('webhooks', 'rotate', id)
  expect(rotated.stdout).toMatch(/^whsec_/)
  await server.client.deals.update({ deal_id: deal.id, name: 'Signed by both' })
  await server.settled()
  await expect.poll(() => example.lines().at(-1)).toBe(`deal.edited ${deal.id} 3 new`)
  await example.stop()

  const updated = await run('webhooks', 'update', id, '--url', `${first.url}other`, '--events', 'deal.won', '--disable')
  expect(updated).toMatchObject({ exit_code: 0, stdout: `${first.url}other  deal.won  disabled: by_person\n` })
  expect((await run('webhooks', 'update', id, '--enable')).stdout).toBe(`${first.url}other  deal.won  enabled\n`)
  expect(await run('webhooks', 'update', id, '--url', 'https://10.1/')).toMatchObject({ exit_code: 2 })
  expect(await run('webhooks', 'update', id, '--enable', '--disable')).toMatchObject({ exit_code: 2 })
  expect(await run('webhooks', 'update', id)).toMatchObject({
    exit_code: 2,
    stderr: expect.stringContaining('say what is to change'),
  })

  expect((await run('webhooks', 'list')).stdout).toContain(id)
  expect((await run('webhooks', 'list')).stdout).not.toContain('whsec_')
  expect((await run('webhooks', 'remove', id)).exit_code).toBe(0)
  expect((await run('webhooks', 'test', id)).exit_code).toBe(3)
  const wrong = await run('webhooks', 'add', 'https://127.1/', '--events', 'deal.exploded')
  expect(wrong).toMatchObject({ exit_code: 2, stderr: expect.stringContaining('event-types') })
  const inside = await run('webhooks', 'add', 'https://10.1/', '--events', '*')
  expect(inside).toMatchObject({ exit_code: 2, stderr: expect.stringContaining('10.0.0.1 lies inside') })
})

test('of every event that the code records, somebody said whether receivers outside may have it', () => {
  const files = globSync('src/domain/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const recorded = files.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(/\btype[:=] (?:\w+ \? )?'(\w+\.\w+)'(?: : '(\w+\.\w+)')?/g),
    ].flatMap(([, one, other]) => [one, other].filter((type) => type !== undefined)),
  )
  expect(recorded.length).toBeGreaterThan(25)
  const said = new Set([...typeNames, ...eventsOfTheHouse, testType])
  const forgotten = [...new Set(recorded)].filter((type) => !said.has(type))
  expect(forgotten, 'list these in src/domain/webhooks/event-types.ts').toEqual([])
  expect(typeNames.filter((type) => eventsOfTheHouse.includes(type))).toEqual([])
})
