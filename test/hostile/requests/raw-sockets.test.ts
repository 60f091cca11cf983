import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../server.ts'
import { rowsOf } from './rows.ts'
import { sendBytes } from './send.ts'

const get = 'GET /livez HTTP/1.1\r\nhost: localhost\r\n'
const post = (key: string, more: string) =>
  `POST /api/v1/people HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${more}`

/** Bytes that are no request, or several in one, or half of one; each is answered with 4xx or hung up on. */
const refused: Record<string, (key: string) => string | Buffer> = {
  'an empty line': () => '\r\n\r\n\r\n\r\nx\r\n\r\n',
  'one word': () => 'hello\r\n\r\n',
  'a version that never was': () => 'GET /livez HTTP/9.9\r\nhost: localhost\r\n\r\n',
  'a method that never was': () => 'BREW /livez HTTP/1.1\r\nhost: localhost\r\n\r\n',
  'no host': () => 'GET /livez HTTP/1.1\r\n\r\n',
  'NUL in the address': () => 'GET /li\0vez HTTP/1.1\r\nhost: localhost\r\n\r\n',
  'NUL in a header': () => `${get}x-a: a\0b\r\n\r\n`,
  'a header without a colon': () => `${get}nonsense\r\n\r\n`,
  'a header that begins with a space': () => `GET /livez HTTP/1.1\r\n host: localhost\r\n\r\n`,
  'a header name with a space': () => `${get}content length: 5\r\n\r\n`,
  'one header of 40 kB': () => `${get}x-a: ${'x'.repeat(40_000)}\r\n\r\n`,
  'an address of 70 kB': () => `GET /${'x'.repeat(70_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
  '40,000 headers': () => `${get}${'a: b\r\n'.repeat(40_000)}\r\n`,
  'two lengths': (key) => post(key, 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}x'),
  'a length and chunks': (key) => post(key, 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'),
  'a negative length': (key) => post(key, 'content-length: -1\r\n\r\n{}'),
  'a length beyond all': (key) => post(key, 'content-length: 99999999999999999999\r\n\r\n{}'),
  'a length of 2 GB': (key) => post(key, 'content-length: 2000000000\r\n\r\n{}'),
  'a chunk size that is no number': (key) => post(key, 'transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n'),
  'a chunk size beyond all': (key) => post(key, 'transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n'),
  'chunks without an end': (key) =>
    post(key, `transfer-encoding: chunked\r\n\r\n${'1\r\n{\r\n'.repeat(1_000)}0\r\n\r\n`),
  'an encoding nobody reads': (key) => post(key, 'transfer-encoding: rubbish\r\n\r\n{}'),
  'an expectation nobody meets': (key) => post(key, 'expect: rubbish\r\ncontent-length: 2\r\n\r\n{}'),
  'the greeting of TLS': () => Buffer.from('16030100c8010000c40303', 'hex'),
  'the greeting of HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'the greeting of SSH': () => 'SSH-2.0-OpenSSH_9.6\r\n',
  'binary rubbish': () => Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7_919 + (i >> 3)) % 256)),
  'CONNECT to elsewhere': () => 'CONNECT example.test:443 HTTP/1.1\r\nhost: example.test:443\r\n\r\n',
}

/** Well formed at first: what follows must not be taken for more than it is. */
const answered: Record<string, (key: string) => string> = {
  'a request line without a version': () => 'GET /livez\r\n\r\n',
  'a space too many': () => 'GET  /livez HTTP/1.1\r\nhost: localhost\r\n\r\n',
  'rubbish behind a request': () => `${get}\r\n\0\0\0rubbish\r\n\r\n`,
  'a hundred requests at once': () => `${get}\r\n`.repeat(100),
  'a request inside a body': (key) =>
    post(key, `content-length: 2\r\n\r\n{}POST /api/v1/keys HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n`),
  'an upgrade to what is not there': () => `${get}connection: upgrade\r\nupgrade: websocket\r\n\r\n`,
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const alive = async () => (await fetch(`${server.url}/livez`)).status

describe('S6: bytes that are no request', () => {
  it.each(Object.keys(refused))('%s: 4xx with a problem document, or nobody to talk to', async (name) => {
    const before = await rowsOf(server.database)
    const bytes = Buffer.from(refused[name]?.(server.owner.key) ?? '')
    const { status, headers, body } = await sendBytes(server.url, bytes, { end: true })
    if (status !== 0) {
      expect(status, body).toBeGreaterThanOrEqual(400)
      expect(status, body).toBeLessThan(500)
      expect(headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(JSON.parse(body)).toMatchObject({ status, code: expect.any(String), request_id: expect.any(String) })
    }
    expect(await rowsOf(server.database)).toEqual(before)
    expect(await alive()).toBe(200)
  })

  it.each(Object.keys(answered))('%s: the request before is answered, and nothing else happens', async (name) => {
    const before = await rowsOf(server.database)
    const { status } = await sendBytes(server.url, Buffer.from(answered[name]?.(server.owner.key) ?? ''))
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(500)
    expect(await rowsOf(server.database)).toEqual(before)
    expect(await alive()).toBe(200)
  })

  it('two hundred who never finish what they say keep nobody else waiting, and writing half a body writes nothing', async () => {
    const { hostname, port } = new URL(server.url)
    const before = await rowsOf(server.database)
    const half = post(server.owner.key, 'content-length: 5000\r\n\r\n{"name": "Half", "email": "half@example.test"')
    const silent = Array.from({ length: 200 }, (_, i) => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      socket.write(i % 2 === 0 ? half : 'GET /livez HTTP/1.1\r\nhost:')
      return socket
    })
    await new Promise((wake) => setTimeout(wake, 200))
    const started = performance.now()
    expect(await alive()).toBe(200)
    expect((await server.client.me.get()).person.id).toBe(server.owner.id)
    expect(performance.now() - started).toBeLessThan(5_000)
    for (const socket of silent) socket.destroy()
    await new Promise((wake) => setTimeout(wake, 200))
    expect(await rowsOf(server.database)).toEqual(before)
    expect(await alive()).toBe(200)
  })
})
