import type { FastifyRequest } from 'fastify'
import { accessOf, type Role } from '../domain/people/index.ts'
import type { Actor, Channel } from '../platform/context.ts'
import { Problem } from '../platform/problem.ts'
import { addressHeader } from '../platform/sign-in-library.ts'
import type { SignIn } from '../platform/sign-in.ts'

/** A person as sign-in finds them, before any workspace is entered. */
export type Known = { id: string; name: string; role: Role; workspace_id: string; workspace_slug: string }

/** What `people` answers about keys and signed-in users; outside a request's transaction, under the sign-in role. */
export type Directory = {
  byKey(secret: string): Promise<Known | undefined>
  byUser(sign_in_id: string): Promise<Known[]>
}

export type Authenticate = (request: FastifyRequest) => Promise<Actor>

/** Finds out who asks: the bearer of an API key, or somebody with a session. Throws 401 with what to do. */
export function authenticateWith(directory: Directory, signIn: SignIn): Authenticate {
  return async (request) => {
    const { authorization } = request.headers
    if (authorization !== undefined) return actorOf(await bearer(directory, authorization), channelOfKey(request))
    const session = await signIn.sessionOf(headersOf(request))
    if (session === null) throw unauthenticated('Sign in, or send an API key as `Authorization: Bearer trib_…`.')
    const known = pick(await directory.byUser(session.user_id), request.headers['tributary-workspace'])
    return { ...actorOf(known, 'screen'), session_id: session.id }
  }
}

async function bearer(directory: Directory, authorization: string): Promise<Known> {
  const secret = /^Bearer (trib_[\w-]{20,100})$/.exec(authorization)?.[1]
  if (secret === undefined) throw unauthenticated('Expected `Authorization: Bearer trib_…`.')
  const known = await directory.byKey(secret)
  if (known === undefined) throw unauthenticated('This API key is unknown, has expired or was revoked.')
  return known
}

/** One person may belong to several workspaces: the header says which; without it the first one joined. */
function pick(known: Known[], slug: string | string[] | undefined): Known {
  const found = slug === undefined ? known[0] : known.find(({ workspace_slug }) => workspace_slug === slug)
  if (found === undefined) throw unauthenticated('You are signed in, but not a member of this workspace.')
  return found
}

const channelOfKey = (request: FastifyRequest): Channel =>
  request.headers['tributary-client'] === 'cli' ? 'cli' : 'api'

const actorOf = ({ id, name, role, workspace_id }: Known, channel: Channel): Actor => ({
  id,
  name,
  role,
  workspace_id,
  channel,
  access: accessOf(role),
})

const unauthenticated = (message: string) => new Problem('unauthenticated', message)

/** The request's headers as the platform's own type, with the address it came from instead of any it claims. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  headers.set(addressHeader, request.ip)
  return headers
}
