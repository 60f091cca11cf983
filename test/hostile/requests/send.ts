import { connect } from 'node:net'
import type { Request } from './requests.ts'

export type Received = { status: number; headers: Record<string, string>; body: string; milliseconds: number }

export const longestWait = 5_000

/** Sends a request byte by byte as it is, on a connection of its own; rejects when no answer comes in time. */
export const send = (url: string, { method, target, headers, body }: Request): Promise<Received> => {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', '']
  return sendBytes(
    url,
    Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), typeof body === 'string' ? Buffer.from(body) : body]),
  )
}

/** Sends bytes and reads the first answer; a status of 0 when the server only hung up. */
export function sendBytes(url: string, bytes: Buffer, { end = false } = {}): Promise<Received> {
  const { hostname, port } = new URL(url)
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    const chunks: Buffer[] = []
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ ...readAnswer(Buffer.concat(chunks)), milliseconds: performance.now() - started })
    }
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no answer within ${longestWait} ms`))
    }, longestWait)
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (isWhole(Buffer.concat(chunks))) finish()
    })
    socket.on('close', finish)
    socket.on('error', () => {})
    socket.write(bytes)
    if (end) socket.end()
  })
}

/** A stream of signals never ends, so its head is all there is to wait for. */
function isWhole(answer: Buffer): boolean {
  const { status, headers, body } = readAnswer(answer)
  if (status === 0 || status === 100 || !answer.includes('\r\n\r\n')) return false
  if (headers['content-type']?.startsWith('text/event-stream')) return true
  const length = headers['content-length']
  return length !== undefined && Buffer.byteLength(body) >= Number(length)
}

function readAnswer(answer: Buffer): Omit<Received, 'milliseconds'> {
  const text = answer.toString('utf8').replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  // What was sent beyond the request is answered as another one, behind this answer.
  const body = Buffer.from(rest.join('\r\n\r\n')).subarray(
    0,
    Number(headers['content-length'] ?? Number.MAX_SAFE_INTEGER),
  )
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0), headers, body: body.toString() }
}
