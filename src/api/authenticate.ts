import type { FastifyRequest } from 'fastify'
import { accessOf, type Membership } from '../domain/people/index.ts'
import { rightsOf } from '../domain/rights/index.ts'
import type { Actor, Channel } from '../platform/context.ts'
import type { Access } from '../platform/operation.ts'
import { Problem } from '../platform/problem.ts'
import { addressHeader } from '../platform/sign-in-library.ts'
import type { SignIn } from '../platform/sign-in.ts'
import type { Instant } from '../values/instant.ts'

/** A person as sign-in finds them, before any workspace is entered. */
export type Known = Membership
/** Whose a key is, what it may do at most (null for everything its person may), and until when. */
export type KnownByKey = Known & { key_id: string; scopes: Access[] | null; expires_at: Instant | null }

/** What `people` answers about keys and signed-in users; outside a request's transaction, under the sign-in role. */
export type Directory = {
  byKey(secret: string): Promise<KnownByKey | undefined>
  byUser(sign_in_id: string): Promise<Known[]>
  /** Who is to be viewed as, where the one who asks has begun to view as them. */
  viewed(by: Actor, person_id: string): Promise<Known>
}

export type Authenticate = (request: FastifyRequest) => Promise<Actor>

/** Finds out who asks: the bearer of an API key, or somebody with a session. Throws 401 with what to do. */
export function authenticateWith(directory: Directory, signIn: SignIn): Authenticate {
  const known = async (request: FastifyRequest): Promise<Actor> => {
    const { authorization } = request.headers
    if (authorization !== undefined) return actorOfKey(await bearer(directory, authorization), channelOfKey(request))
    const session = await signIn.sessionOf(headersOf(request))
    if (session === null) throw unauthenticated('Sign in, or send an API key as `Authorization: Bearer trib_…`.')
    const known = await directory.byUser(session.user_id)
    const actor = actorOf(pick(known, wantedBy(request)), 'screen')
    return { ...actor, session_id: session.id, workspaces: known.map(workspaceOf) }
  }
  return async (request) => {
    const actor = await known(request)
    const viewed = request.headers['tributary-view-as']
    if (viewed === undefined) return actor
    return { ...actorOf(await directory.viewed(actor, String(viewed)), actor.channel), viewed_by: actor.id }
  }
}

async function bearer(directory: Directory, authorization: string): Promise<KnownByKey> {
  const secret = /^Bearer (trib_[\w-]{20,100})$/.exec(authorization)?.[1]
  if (secret === undefined) throw unauthenticated('Expected `Authorization: Bearer trib_…`.')
  const known = await directory.byKey(secret)
  if (known === undefined) throw unauthenticated('This API key is unknown, has expired or was revoked.')
  return known
}

/** The slug of the workspace that is meant; in the address of a stream, whose headers a browser does not set. */
function wantedBy({ headers, query }: FastifyRequest): unknown {
  return headers['tributary-workspace'] ?? (query as { workspace?: unknown } | undefined)?.workspace
}

/** One person may belong to several workspaces: the header says which; without it the first one joined. */
function pick(known: Known[], slug: unknown): Known {
  const found = slug === undefined ? known[0] : known.find(({ workspace_slug }) => workspace_slug === slug)
  if (found === undefined) throw unauthenticated('You are signed in, but not a member of this workspace.')
  return found
}

const channelOfKey = (request: FastifyRequest): Channel =>
  request.headers['tributary-client'] === 'cli' ? 'cli' : 'api'

const actorOf = (known: Known, channel: Channel): Actor => ({
  id: known.id,
  name: known.name,
  role: known.role,
  workspace_id: known.workspace_id,
  channel,
  access: accessOf(known.role),
  rights: rightsOf(known),
})

/** A key may do what its person may, and of that no more than it was given. */
function actorOfKey({ key_id, scopes, expires_at, ...known }: KnownByKey, channel: Channel): Actor {
  const actor = actorOf(known, channel)
  const access = scopes === null ? actor.access : new Set([...actor.access].filter((one) => scopes.includes(one)))
  return { ...actor, access, key: { id: key_id, scopes, expires_at }, workspaces: [workspaceOf(known)] }
}

const workspaceOf = ({ workspace_id, workspace_slug, workspace_name, role }: Known) => ({
  id: workspace_id,
  slug: workspace_slug,
  name: workspace_name,
  role,
})

const unauthenticated = (message: string) => new Problem('unauthenticated', message)

/** The request's headers as the platform's own type, with the address it came from instead of any it claims. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  headers.set(addressHeader, request.ip)
  return headers
}
