import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rounds, startProcess } from './process.ts'

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'tributary-start-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const races = rounds(50, 5)

test(`R3: ${races} races for one directory: one serves, every other one is refused within 2 s and names the holder`, {
  timeout: rounds(3_600_000, 300_000),
}, async () => {
  for (let race = 0; race < races; race++) {
    const holder = startProcess({ data })
    const url = await holder.ready
    expect(url).toBeDefined()
    const others = Array.from({ length: 1 + (race % 4) }, () => startProcess({ data }))
    for (const other of others) {
      const { code, stderr, milliseconds } = await other.ended
      expect(code).toBe(3)
      expect(stderr).toContain(`process ${holder.child.pid}`)
      expect(milliseconds).toBeLessThan(2_000)
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    // A holder that dies leaves nothing behind that would have to be cleaned up.
    await holder.kill()
  }
})

test('the first start writes the key of the owner for them alone, and says what is ready and what is not promised', {
  timeout: 60_000,
}, async () => {
  const server = startProcess({ data })
  let said = ''
  server.child.stdout?.on('data', (chunk) => (said += chunk))
  const url = await server.ready
  const file = join(data, 'owner.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const key = readFileSync(file, 'utf8')
  const me = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } })
  expect(await me.json()).toMatchObject({ person: { role: 'owner' }, workspace: { currency: 'EUR' } })
  expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: 'live' })
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })
  await expect.poll(() => said).toMatch(/power cut/)
  expect(said).toMatch(/set-up#token=/)
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
})

test('wrong settings are all named at once, with exit 2 and nothing created', { timeout: 60_000 }, async () => {
  const place = join(data, 'not-made')
  const server = startProcess({
    data: place,
    extra: { PORT: 'http', TRIBUTARY_DEMO: 'yes', TRIBUTARY_CLOCK: 'fast', DATABASE_URL: 'mysql://x' },
  })
  const { code, stderr } = await server.ended
  expect(code).toBe(2)
  for (const name of ['PORT', 'TRIBUTARY_DEMO', 'TRIBUTARY_CLOCK', 'DATABASE_URL'])
    expect(stderr).toContain(`${name}: `)
  expect(existsSync(place)).toBe(false)
})

test('a port that is taken is said in a sentence', { timeout: 60_000 }, async () => {
  const first = startProcess({ data })
  const port = new URL((await first.ready) ?? '').port
  const second = startProcess({ data: `${data}-second`, extra: { PORT: port } })
  const { code, stderr } = await second.ended
  rmSync(`${data}-second`, { recursive: true, force: true })
  expect([code, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)])
  await first.kill()
})
