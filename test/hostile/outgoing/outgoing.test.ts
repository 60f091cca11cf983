import { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Resolve, startOutgoing } from '../../../src/platform/outgoing.ts'
import { faultOfUrl, nothingInside, readAllowed } from '../../../src/platform/outgoing-address.ts'
import { type Receiver, startReceiver } from '../../receiver.ts'
import { addresses, literals, outside, resolved } from './addresses.ts'

const message = { headers: { 'content-type': 'application/json' }, body: '{}' }
const soon = { timeout_ms: 2_000 }
const nowhere: Resolve = async (host) => {
  throw new Error(`${host} was asked for`)
}

let inside: Receiver
beforeAll(async () => {
  inside = await startReceiver()
})
afterAll(() => inside.close())

const reallyConnect = Socket.prototype.connect
/** Every connection that anybody in this process tries to make. */
const connects = vi.spyOn(Socket.prototype, 'connect')
beforeEach(() => {
  connects.mockClear()
})
afterEach(() => {
  expect(inside.received).toEqual([])
})

const port = () => new URL(inside.url).port
const refused = { kind: 'refused', code: 'outgoing-refused' }

describe('S8: no spelling of an address inside is called', () => {
  const spellings = literals.flatMap((host) => [`https://${host}/`, `http://${host}/`])
  it(`S8: 0 of ${literals.length + addresses.length + resolved.length} ways inside connect`, async () => {
    expect(literals.length).toBeGreaterThanOrEqual(120)
    const asked = [
      ...[...spellings, ...addresses].map((url) => startOutgoing(nothingInside, nowhere).post(url, message, soon)),
      ...resolved.map((answer) =>
        startOutgoing(nothingInside, async () => [...answer]).post('https://hooks.example.com/', message, soon),
      ),
    ]
    const ended = await Promise.allSettled(asked)
    expect(ended.filter(({ status }) => status === 'fulfilled')).toEqual([])
    expect(connects).not.toHaveBeenCalled()
  })

  it.each(spellings)('%s', async (url) => {
    await expect(startOutgoing(nothingInside, nowhere).post(url, message, soon)).rejects.toMatchObject(refused)
    const here = url.replace(/\/$/, `:${port()}/`)
    await expect(startOutgoing(nothingInside, nowhere).post(here, message, soon)).rejects.toMatchObject(refused)
    expect(connects).not.toHaveBeenCalled()
  })

  it.each(addresses)('%j', async (url) => {
    await expect(startOutgoing(nothingInside, nowhere).post(url, message, soon)).rejects.toMatchObject(refused)
    expect(connects).not.toHaveBeenCalled()
  })
})

describe('S8: no name that leads inside is called', () => {
  it.each(resolved)('a name that resolves to %s, %s', async (...answer) => {
    const outgoing = startOutgoing(nothingInside, async () => answer.flatMap((one) => one ?? []))
    const asked = outgoing.post(`https://hooks.example.com:${port()}/`, message, soon)
    await expect(asked).rejects.toMatchObject(refused)
    expect(connects).not.toHaveBeenCalled()
  })

  it('S8: a name is resolved once, so a resolver that changes its answer gains nothing', async () => {
    const answers = [['192.0.0.9'], ['127.0.0.1'], ['127.0.0.1']]
    const resolve = vi.fn<Resolve>(async () => answers.shift() ?? [])
    const { allowed } = readAllowed(['192.0.0.9'])
    const asked = startOutgoing(allowed, resolve).post(`https://rebinding.example.com:${port()}/`, message, {
      timeout_ms: 300,
    })
    await expect(asked).rejects.toMatchObject({ code: 'outgoing-unreachable' })
    expect(resolve).toHaveBeenCalledTimes(1)
  })

  it('S8: a socket that came out somewhere else than it was sent to is closed before a byte is written', async () => {
    connects.mockImplementationOnce(function (this: Socket) {
      return reallyConnect.call(this, { port: Number(port()), host: '127.0.0.1' } as never)
    })
    const { allowed } = readAllowed(['192.0.0.9'])
    await expect(startOutgoing(allowed).post('http://192.0.0.9/', message, soon)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('127.0.0.1'),
    })
    expect(connects).toHaveBeenCalledTimes(1)
  })

  it('S8: an answer that redirects inside is an answer, and nobody goes there', async () => {
    const leading = await startReceiver(() => ({ status: 307, headers: { location: 'http://127.0.0.1:1/' } }))
    const { allowed } = readAllowed(['127.0.0.1'])
    const heard = await startOutgoing(allowed).post(leading.url, message, soon)
    expect(heard.status).toBe(307)
    expect(connects).toHaveBeenCalledTimes(1)
    await leading.close()
  })
})

describe('what the guard lets pass', () => {
  it.each(outside)('%s', (url) => expect(faultOfUrl(url, nothingInside)).toBeNull())

  it('reaches what the operator listed, by range, address or name, and nothing beside it', async () => {
    const here = await startReceiver(() => ({ status: 200, body: 'x'.repeat(100_000) }))
    const named = here.url.replace('127.0.0.1', 'localhost')
    for (const [entry, url] of [
      ['127.0.0.0/8', here.url],
      ['127.0.0.1', here.url],
      ['localhost', named],
    ] as const) {
      const { allowed } = readAllowed([entry])
      const heard = await startOutgoing(allowed).post(url, message, soon)
      expect([heard.status, heard.body.length]).toEqual([200, 4_096])
    }
    const { allowed } = readAllowed(['127.0.0.2', 'hooks.localhost', '10.0.0.0/8', '::1'])
    for (const url of [here.url, named])
      await expect(startOutgoing(allowed).post(url, message, soon)).rejects.toMatchObject(refused)
    expect(here.received).toHaveLength(3)
    await here.close()
  })

  it('gives up on whoever does not answer in time', async () => {
    const silent = await startReceiver(() => new Promise<never>(() => {}))
    const { allowed } = readAllowed(['127.0.0.1'])
    const asked = startOutgoing(allowed).post(silent.url, message, { timeout_ms: 200 })
    await expect(asked).rejects.toMatchObject({ message: 'There was no answer within 0.2 s.' })
    await silent.close()
  })

  it('tells entries of OUTGOING_ALLOW that are none', () =>
    expect(readAllowed(['10.0.0.0/33', 'http://x', 'a b', '*', '1.2.3', 'hooks.firma.example']).faults).toEqual([
      '10.0.0.0/33',
      'http://x',
      'a b',
      '*',
      '1.2.3',
    ]))
})
