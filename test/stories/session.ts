import type { Answer, Json, Wire } from './wire.ts'

export type Session = Awaited<ReturnType<typeof signIn>>

/** Somebody at a browser: what their session is answered. Throws where address and password don't fit. */
export async function signIn({ server }: Wire, email: string, password: string) {
  const signedIn = await post(server.url, '/sessions', { email, password })
  if (signedIn.status !== 201) throw new Error(`sign-in: ${signedIn.status}`)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  /** `workspace` is the slug of the one that is meant. */
  return async (method: string, path: string, body?: unknown, workspace?: string): Promise<Answer> => {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        cookie,
        ...(workspace === undefined ? {} : { 'tributary-workspace': workspace }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Json, etag: null }
  }
}

/** Whether this address and password open the door. */
export const opens = async ({ server }: Wire, email: string, password: string): Promise<boolean> =>
  (await post(server.url, '/sessions', { email, password })).status === 201

/** What somebody sends who is in no workspace. */
export async function outside({ server }: Wire, path: string, body: unknown): Promise<Answer> {
  const answer = await post(server.url, path, body)
  return { status: answer.status, body: (await answer.json()) as Json, etag: null }
}

const post = (url: string, path: string, body: unknown) =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** The token in the address of a link, wherever it leads. */
export const tokenOf = (link: string): string =>
  new URLSearchParams(link.slice(link.indexOf('#') + 1)).get('token') ?? ''
