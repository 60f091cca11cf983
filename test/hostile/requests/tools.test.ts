import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toolsOf } from '../../../src/api/mcp/tools.ts'
import { describe as described } from '../../../src/api/openapi.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import { roles } from '../../../src/domain/people/access.ts'
import type { Role } from '../../../src/domain/people/index.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import type { Json } from '../../stories/wire.ts'
import { type Company, startCompany } from './company.ts'
import { operationsIn } from './description.ts'
import { wellFormedRequest } from './requests.ts'
import { send } from './send.ts'

const operations = operationsOf({ clock_simulated: true, embedded_database: true })
const tools = [...toolsOf(operations).values()]
const addresses = new Map(operationsIn(described(operations)).map((address) => [address.name, address]))

let company: Company
const keys = new Map<Role | 'foreign', string>()
const agents = new Map<string, Client>()
beforeAll(async () => {
  company = await startCompany()
  for (const role of roles) keys.set(role, (await company.wire.server.addPerson({ role })).key)
  keys.set('foreign', company.wire.other.key)
  for (const key of keys.values()) {
    const agent = new Client({ name: 'test', version: '1' })
    const requestInit = { headers: { authorization: `Bearer ${key}` } }
    await agent.connect(new StreamableHTTPClientTransport(new URL(`${company.wire.server.url}/mcp`), { requestInit }))
    agents.set(key, agent)
  }
})
afterAll(() => company.wire.server.close())

const seeds = [1, 2, 3, 4, 5, 6]

describe('S11: a tool can do what its operation can over HTTP, and no more', () => {
  it.each(tools.map((tool) => [tool.name, tool] as const))(
    '%s: the same verdict for every role and ids of its own',
    async (_, { name, op }) => {
      const address = addresses.get(op.name)
      if (!address) throw new Error(`${op.name} is in no description`)
      const verdicts = new Set<number>()
      for (const [who, key] of keys)
        for (const seed of seeds) {
          const request = wellFormedRequest(address, company.known, key, randomFrom(seed))
          // A rehearsal first, so that the request over HTTP finds what the tool found.
          const tool = await asTool(name, inputOf(request, address.path), key)
          const http = await send(company.wire.server.url, request)
          const problem = http.status >= 400 ? JSON.parse(http.body) : undefined
          expect({ who, seed, status: tool.status, code: tool.code }).toEqual({
            who,
            seed,
            status: problem?.status ?? 200,
            code: problem?.code,
          })
          verdicts.add(tool.status)
        }
      expect(verdicts.size, 'somebody may, somebody may not').toBeGreaterThan(1)
      expect(verdicts).toContain(403)
    },
  )

  it('a tool is offered for reading or in two steps, never to write at once', async () => {
    for (const { op, listed } of tools) {
      expect(listed.annotations.readOnlyHint, op.name).toBe(op.effect === 'read')
      expect('plan_token' in (listed.inputSchema.properties as object), op.name).toBe(op.effect === 'write')
    }
  })
})

/** What a request over HTTP says, as the arguments of a tool. */
function inputOf({ target, body }: { target: string; body: string | Buffer }, path: string): Json {
  const url = new URL(target, 'http://localhost')
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const values = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(url.pathname)?.slice(1) ?? []
  const given = body.toString() === '' ? {} : JSON.parse(body.toString())
  const inPath = Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(values[i] ?? '')]))
  return { ...inPath, ...Object.fromEntries(url.searchParams), ...given }
}

async function asTool(name: string, given: Json, key: string): Promise<{ status: number; code?: string }> {
  const answer = await agents.get(key)?.callTool({ name, arguments: given })
  const body = answer?.structuredContent as Json
  return answer?.isError ? { status: body.status, code: body.code } : { status: 200 }
}
