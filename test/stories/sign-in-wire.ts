import type { TestServer } from '../server.ts'
import type { Json } from './wire.ts'

export type Answered = { status: number; body: Json; headers: Headers }

/** A browser as far as cookies go: keeps what it is given, sends it back. */
export function startBrowser(
  { url }: Pick<TestServer, 'url'>,
  agent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0',
) {
  const jar = new Map<string, string>()

  function keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(pair.indexOf('=') + 1)
      if (value === '' || /max-age=0\b/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
  }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        'user-agent': agent,
        cookie: cookie(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    keep(answer.headers)
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : {}, headers: answer.headers }
  }
  return { jar, call, cookie }
}

export type TestBrowser = ReturnType<typeof startBrowser>
