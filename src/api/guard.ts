import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Config, isLoopback } from '../platform/config.ts'
import { callbackPath } from '../platform/sign-in-library.ts'
import { Problem } from '../platform/problem.ts'
import { withStatus } from './problems.ts'

export type Place = Pick<Config, 'host' | 'public_url' | 'allowed_hosts'>

const longestAddress = 8_000

/** What a browser may do with our answers, and from where it may ask: kept by every answer and every request alike. */
export function guard(app: FastifyInstance, place: Place): void {
  const hosts = hostsOf(place)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    for (const [name, value] of Object.entries(headers)) reply.header(name, value)
    if (place.public_url?.startsWith('https:')) reply.header('strict-transport-security', 'max-age=31536000')
    refuseLongAddress(request)
    refuseForeignHost(request, hosts)
    refuseForeignOrigin(request, place.public_url)
    refuseForeignSite(request)
  })
}

/** Nothing inline and nothing from elsewhere, for pages and answers alike: the built web needs no more than this. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

function refuseLongAddress({ url }: FastifyRequest): void {
  if (url.length <= longestAddress) return
  const detail = `This address has ${url.length} characters; at most ${longestAddress} are read.`
  throw withStatus(414, new Problem('invalid', detail, 'address-long'))
}

type Hosts = { names: ReadonlySet<string>; others: 'none' | 'addresses' | 'all' }

/**
 * By which names this server answers. A page can point a name of its own at the loopback address (DNS rebinding), and
 * would then be of the same origin as a server that answers to any name.
 */
function hostsOf({ host, public_url, allowed_hosts }: Place): Hosts {
  const given = [...allowed_hosts, ...(public_url === undefined ? [] : [new URL(public_url).hostname])]
  const names = new Set(['localhost', '127.0.0.1', '[::1]', ...given.map((name) => name.toLowerCase())])
  if (isLoopback(host)) return { names, others: 'none' }
  // An address in digits cannot be rebound. Without a name that is said to be ours, any may be.
  return { names, others: given.length > 0 ? 'addresses' : 'all' }
}

function refuseForeignHost({ headers: { host }, raw }: FastifyRequest, { names, others }: Hosts): void {
  if (host === undefined) {
    // HTTP/1.0 knows no Host, and no browser speaks it; in 1.1 Node would refuse it as well, but without a word.
    if (raw.httpVersion !== '1.1') return
    throw new Problem('invalid', 'This request has no Host header; send one.', 'host-missing')
  }
  const name = host.toLowerCase().replace(/:\d*$/, '')
  if (others === 'all' || names.has(name)) return
  if (others === 'addresses' && isIP(name.replaceAll(/^\[|\]$/g, '')) !== 0) return
  const detail = `This server does not answer by the name ${host.slice(0, 200)}; name it in PUBLIC_URL or ALLOWED_HOSTS.`
  throw withStatus(421, new Problem('invalid', detail, 'foreign-host'))
}

/** A page of another website must not write with a visitor's session, nor reach a newcomer's localhost. */
function refuseForeignOrigin({ method, headers: { origin, host } }: FastifyRequest, public_url: string | undefined) {
  if (origin === undefined || method === 'GET' || method === 'HEAD') return
  if (origin === public_url || origin.replace(/^https?:\/\//, '') === host) return
  throw new Problem('forbidden', 'This request comes from another website.', 'foreign-origin')
}

/**
 * Browsers say from what kind of site a request comes. Another page of this machine is of the same site, whatever its
 * port, so only our own pages and addresses typed by hand may ask the API; a page may be linked to from anywhere, and
 * the provider of single sign-on sends people back.
 */
function refuseForeignSite({ url, headers: { 'sec-fetch-site': site } }: FastifyRequest): void {
  if (site === undefined || site === 'same-origin' || site === 'none') return
  const path = url.split('?')[0] ?? ''
  if (!/^\/(api|mcp)(\/|$)/i.test(path) || path === callbackPath) return
  throw new Problem('forbidden', 'This request comes from another website.', 'foreign-site')
}
