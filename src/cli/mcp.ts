import { ProtocolError, Server } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { apiProblem } from '../client/problem.ts'
import type { Command, Environment } from './command.ts'
import { keyOf, urlOf } from './connect.ts'

export const mcp: Command = {
  name: 'mcp',
  summary:
    "Speak the Model Context Protocol over stdin and stdout, for agents that start their servers; under this key's rights",
  usage: '',
  async run({ environment }) {
    const post = poster(environment)
    // Asked before anything is answered, so that a wrong key or address is said at once and not to the agent.
    const { serverInfo, capabilities, instructions } = (await post('initialize', {
      protocolVersion: protocol,
      capabilities: {},
      clientInfo: { name: 'tributary mcp', version: '1' },
    })) as Introduction
    const handle = serveStdio(() => {
      const server = new Server(serverInfo, { capabilities, instructions })
      for (const method of passed)
        server.setRequestHandler(method, async ({ params }) => (await post(method, params ?? {})) as never)
      return server
    })
    await new Promise<void>((closed) => process.stdin.once('close', closed).once('end', closed))
    await handle.close()
  },
}

const protocol = '2025-06-18'
const passed = ['tools/list', 'tools/call', 'resources/list', 'resources/templates/list', 'resources/read'] as const

type Introduction = {
  serverInfo: { name: string; version: string }
  capabilities: Record<string, object>
  instructions: string
}
type Message = { result?: unknown; error?: { code: number; message: string; data?: unknown } }

/** Hands one request on to the server's `/mcp`, where rights and rules are. */
function poster(environment: Environment) {
  const key = keyOf(environment)
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': protocol,
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  }
  let id = 0
  return async (method: string, params: unknown): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params })
    const answer = await fetch(`${urlOf(environment)}/mcp`, { method: 'POST', headers, body })
    const text = await answer.text()
    if (!answer.ok && answer.headers.get('content-type')?.includes('problem'))
      throw apiProblem(answer.status, JSON.parse(text))
    const { result, error } = messageIn(text)
    if (error) throw new ProtocolError(error.code, error.message, error.data)
    return result
  }
}

/** The one message of an answer, which may come as a stream of events. */
function messageIn(text: string): Message {
  const data = /^data: (\{.*)$/m.exec(text)?.[1] ?? text
  return JSON.parse(data) as Message
}
