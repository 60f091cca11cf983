import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export type Account = { sub: string; email?: string; email_verified?: boolean; name?: string }

const client_id = 'tributary'
const client_secret = 'a secret of the provider'

/** A whole OpenID provider that signs in whoever is `current`, without asking. */
export async function startProvider(callback: string, current: () => Account) {
  const http = createServer()
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready))
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id, client_secret, redirect_uris: [callback] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...current() }) }),
  })
  const asked: URL[] = []
  const inside = provider.callback()
  http.on('request', (request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname === '/auth') asked.push(url)
    if (!url.pathname.startsWith('/interaction/')) return inside(request, response)
    const finish = async () => {
      const { sub } = current()
      const { params } = await provider.interactionDetails(request, response)
      const grant = new provider.Grant({ accountId: sub, clientId: String(params['client_id']) })
      grant.addOIDCScope('openid email profile')
      const result = { login: { accountId: sub }, consent: { grantId: await grant.save() } }
      await provider.interactionFinished(request, response, result)
    }
    finish().catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  const settings = { issuer, client_id, client_secret, name: 'Example Login' }
  return { issuer, settings, asked, close: () => new Promise((closed) => http.close(closed).closeAllConnections()) }
}
