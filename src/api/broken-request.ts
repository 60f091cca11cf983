import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Problem } from '../platform/problem.ts'
import { problemDocument, withStatus } from './problems.ts'

/** Answers bytes that are no request, before there is one that could be answered, and hangs up. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  // The other side is gone already: there is nobody to tell.
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const problem = problemOf(error.code)
  const body = bodyOf(problem)
  const head = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...headersOf(body), '', '']
  if (socket.writable) socket.write(head.join('\r\n') + body)
  socket.destroy(error)
}

/** `Expect:` may ask for nothing but 100-continue. */
export function refuseExpectation({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const detail = 'Expect: only 100-continue is understood; leave the header out.'
  const body = bodyOf(withStatus(417, new Problem('invalid', detail, 'expectation')), url.split('?')[0])
  const type = 'application/problem+json'
  response
    .writeHead(417, { 'content-type': type, 'content-length': Buffer.byteLength(body), connection: 'close' })
    .end(body)
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return withStatus(
      431,
      new Problem('invalid', 'The headers are larger than the 16 kB that are read.', 'headers-large'),
    )
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return withStatus(
      408,
      new Problem('invalid', 'The rest of this request did not come in time; send it again.', 'timeout'),
    )
  return new Problem('invalid', 'This is not an HTTP request that can be read.', 'not-http')
}

const bodyOf = (problem: Problem, instance = '/') =>
  JSON.stringify(problemDocument(problem, { instance, request_id: randomUUID() }))

const headersOf = (body: string) => [
  `content-length: ${Buffer.byteLength(body)}`,
  'content-type: application/problem+json',
  'x-content-type-options: nosniff',
  'connection: close',
]
