import { promises as dns } from 'node:dns'
import { request } from 'node:http'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as secure } from 'node:tls'
import { type Allowed, faultOfUrl, hostOf, isLiteral, mayConnect } from './outgoing-address.ts'
import { Problem } from './problem.ts'

export type Message = { headers: Record<string, string>; body: string }
export type Heard = { status: number; body: string }
export type Resolve = (host: string) => Promise<string[]>

/** The one way out: everything that this server calls by itself goes through here. */
export type Outgoing = {
  /** Posts and answers what came back, whatever its status. Throws a problem when nobody could be asked or answered. */
  post(url: string, message: Message, options: { timeout_ms: number; signal?: AbortSignal }): Promise<Heard>
}

/** Enough of an answer to see what a receiver complains of. */
const mostHeard = 4_096

/**
 * Never reaches inside: the address is checked as text, then every address that its host resolves to, and then the
 * connected socket, before a byte is sent. A name is resolved once and the connection goes to what was checked, so that
 * a resolver that changes its answer gains nothing. Redirects are not followed.
 */
export function startOutgoing(allowed: Allowed, resolve: Resolve = resolverFor(allowed)): Outgoing {
  return {
    async post(text, message, { timeout_ms, signal }) {
      const fault = faultOfUrl(text, allowed)
      if (fault !== null) throw new Problem('refused', `The address ${fault}.`, 'outgoing-refused')
      const url = new URL(text)
      const late = AbortSignal.timeout(timeout_ms)
      const stop = signal ? AbortSignal.any([late, signal]) : late
      try {
        return await ask(url, message, stop)
      } catch (error) {
        if (late.aborted) throw unreachable(`There was no answer within ${timeout_ms / 1000} s.`)
        throw error instanceof Problem ? error : unreachable(sentenceOf(error))
      }
    },
  }

  async function ask(url: URL, message: Message, stop: AbortSignal): Promise<Heard> {
    const host = hostOf(url)
    const addresses = await Promise.race([isLiteral(host) ? [host] : resolve(host), aborted(stop)])
    if (addresses.length === 0) throw unreachable(`${host} has no address.`)
    refuseInside(addresses, host)
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
    const socket = connect({ host, port, lookup: only(addresses), autoSelectFamily: true })
    try {
      await settled(socket, 'connect', stop)
      refuseInside([socket.remoteAddress ?? ''], host)
      return await speak(url.protocol === 'https:' ? await encrypted(socket, host, stop) : socket, url, message, stop)
    } finally {
      socket.destroy()
    }
  }

  function refuseInside(addresses: readonly string[], host: string): void {
    const inside = addresses.find((address) => !mayConnect(address, host, allowed))
    if (inside === undefined) return
    const detail = `${host} leads to ${inside}, which lies inside a network or on this machine.`
    throw new Problem('refused', detail, 'outgoing-refused')
  }
}

const unreachable = (detail: string) => new Problem('unavailable', detail, 'outgoing-unreachable')

function sentenceOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return (
    [code, message?.replaceAll(/[\p{Cc}]/gu, ' ').slice(0, 300)].filter(Boolean).join(': ') || 'The connection broke.'
  )
}

const only = (addresses: readonly string[]): LookupFunction => {
  const checked = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_, options, done) => {
    const [first = { address: '', family: 4 }] = checked
    if (options.all) done(null, checked)
    else done(null, first.address, first.family)
  }
}

async function encrypted(socket: Socket, host: string, stop: AbortSignal): Promise<Socket> {
  const named = isLiteral(host) ? {} : { servername: host }
  const channel = secure({ socket, host, ...named, ALPNProtocols: ['http/1.1'] })
  await settled(channel, 'secureConnect', stop)
  return channel
}

function speak(socket: Socket, url: URL, { headers, body }: Message, stop: AbortSignal): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body))
    const asked = request({
      createConnection: () => socket,
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, 'content-length': length, connection: 'close', ...headers },
      signal: stop,
    })
    asked.on('error', reject)
    asked.on('response', (answer) => {
      const parts: Buffer[] = []
      let heard = 0
      // The status is the answer: what a receiver is slow to say behind it, or breaks off, takes nothing from it.
      const done = () => {
        const text = Buffer.concat(parts).subarray(0, mostHeard).toString('utf8').replaceAll('\u0000', '')
        resolve({ status: answer.statusCode ?? 0, body: text.toWellFormed() })
        asked.destroy()
      }
      const patience = setTimeout(done, 2_000)
      answer.on('close', () => clearTimeout(patience))
      answer.on('data', (part: Buffer) => {
        parts.push(part)
        heard += part.length
        if (heard >= mostHeard) done()
      })
      answer.on('end', done)
      answer.on('error', done)
    })
    asked.end(body)
  })
}

function settled(socket: Socket, event: 'connect' | 'secureConnect', stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      socket.destroy()
      reject(stop.reason)
    }
    stop.addEventListener('abort', end, { once: true })
    // Stays for good: a connection that breaks later is told by the request, and must not end the process.
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('The connection was closed.')))
    socket.once(event, () => {
      stop.removeEventListener('abort', end)
      resolve()
    })
    if (stop.aborted) end()
  })
}

const aborted = (stop: AbortSignal): Promise<never> =>
  new Promise((_, reject) => stop.addEventListener('abort', () => reject(stop.reason), { once: true }))

/**
 * Asks the name servers without a thread of the pool that files are read with, of which a slow name would take one.
 * Hosts that the operator listed are looked up as the machine does, so that /etc/hosts counts for them.
 */
const resolverFor = ({ hosts }: Allowed): Resolve => {
  const resolver = new dns.Resolver({ timeout: 3_000, tries: 2 })
  return async (host) => {
    if (hosts.has(host)) return (await dns.lookup(host, { all: true })).map(({ address }) => address)
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    if (addresses.length === 0 && found[0]?.status === 'rejected') throw found[0].reason
    return addresses
  }
}
