import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../platform/problem.ts'
import type { Authenticate } from './authenticate.ts'
import { base } from './http.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What one call counts for, in units of a plain read; 1 unless said. */
    cost?: number
  }
}

const window = 60_000
/** A screen asks again whenever somebody else changes something; a person does not write loops. */
const screenFactor = 4

type Bucket = { quota: number; left: number; ends: number }

export type RateLimit = {
  /** Counts those who need not be known, and says on every answer what is left. */
  watch(app: FastifyInstance): void
  /** Counts whoever is found to ask, and whoever could not be found. */
  around(authenticate: Authenticate): Authenticate
}

/**
 * So many requests a minute for every API key and session, weighted by what an operation costs; for whoever is not
 * known, by address. Counted in this process: two servers allow twice as much. A quota of 0 sets it off.
 */
export function limitRates(quota: number): RateLimit {
  const buckets = new Map<string, Bucket>()
  const charged = new WeakMap<FastifyRequest, Bucket>()

  function charge(request: FastifyRequest, who: string, allowed: number): void {
    if (quota === 0 || charged.has(request)) return
    const now = Date.now()
    if (buckets.size > 10_000) for (const [key, { ends }] of buckets) if (ends <= now) buckets.delete(key)
    const known = buckets.get(who)
    const bucket = known && known.ends > now ? known : { quota: allowed, left: allowed, ends: now + window }
    buckets.set(who, bucket)
    charged.set(request, bucket)
    const cost = request.routeOptions.config?.cost ?? 1
    if (bucket.left < cost) throw tooMany(secondsUntil(bucket, now), allowed)
    bucket.left -= cost
  }

  return {
    watch(app) {
      app.addHook('onRequest', async (request) => {
        const { authorization, cookie } = request.headers
        const unknown = authorization === undefined && !cookie?.includes('session_token')
        if (unknown && request.url.startsWith(`${base}/`)) charge(request, `address ${request.ip}`, quota)
      })
      app.addHook('onSend', async (request, reply) => {
        const bucket = charged.get(request)
        if (bucket) say(reply, bucket)
      })
    },
    around: (authenticate) => async (request) => {
      const actor = await authenticate(request).catch((error: unknown) => {
        charge(request, `address ${request.ip}`, quota)
        throw error
      })
      // By the key itself and not by its owner: one that runs wild leaves the others of the same person alone.
      const { authorization } = request.headers
      if (authorization === undefined) charge(request, `session ${actor.session_id}`, quota * screenFactor)
      else charge(request, `key ${hashOf(authorization)}`, quota)
      return actor
    },
  }
}

function say(reply: FastifyReply, bucket: Bucket): void {
  reply.header('ratelimit-policy', `"api";q=${bucket.quota};w=${window / 1000}`)
  reply.header('ratelimit', `"api";r=${Math.max(0, bucket.left)};t=${secondsUntil(bucket, Date.now())}`)
}

const secondsUntil = ({ ends }: Bucket, now: number) => Math.max(1, Math.ceil((ends - now) / 1000))

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64')

const tooMany = (retry_after: number, quota: number) =>
  new Problem(
    'too-many',
    `More than ${quota} requests came within a minute, heavy ones counted several times. Try again in ${retry_after} s.`,
    'rate-limit',
    { retry_after },
  )
