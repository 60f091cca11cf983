import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string[]; subject: string; body: string }

/** A mail server on this machine that takes mail, and as often as it is told to, does not. */
export async function startMailServer() {
  const received: Received[] = []
  let refusals = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusals-- > 0) return done(Object.assign(new Error('come again later'), { responseCode: 451 }))
        const to = session.envelope.rcptTo.map(({ address }) => address)
        received.push({ to, ...read(Buffer.concat(chunks).toString()) })
        done()
      })
    },
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuseNext(times: number) {
      refusals = times
    },
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}

function read(mail: string): { subject: string; body: string } {
  const end = mail.indexOf('\r\n\r\n')
  const head = mail.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ')
  const body = mail.slice(end + 4)
  const quoted = /^content-transfer-encoding: quoted-printable/im.test(head)
  const subject = /^subject: (.*)$/im.exec(head)?.[1]?.trim() ?? ''
  return { subject, body: quoted ? unquoted(body) : body }
}

const unquoted = (body: string) =>
  body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
