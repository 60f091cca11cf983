import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export type Received = { path: string; headers: Record<string, string>; body: string; message: Sent }
export type Sent = { type: string; timestamp: string; subject: string; sequence: number; data: Record<string, never> }
type Answered = number | { status: number; body?: string; headers?: Record<string, string> }
export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** A receiver of webhooks on this machine; `answer` decides each time, and may take its time. */
export async function startReceiver(answer: (received: Received) => Answered | Promise<Answered> = () => 204) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const body = Buffer.concat(parts).toString()
      const headers = request.headers as Record<string, string>
      const one = { path: request.url ?? '', headers, body, message: JSON.parse(body) as Sent }
      received.push(one)
      const given = await answer(one)
      const { status, body: said = '', headers: more = {} } = typeof given === 'number' ? { status: given } : given
      response.writeHead(status, more).end(said)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    received,
    types: () => received.map(({ message }) => message.type),
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}

/** Verifies by the library that receivers use; throws where the signature is not one of this secret. */
export const verify = (secret: string, { body, headers }: Received): Sent =>
  new Webhook(secret).verify(body, headers) as Sent
