import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { type Call, type Command, textOf, usageFault } from './command.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export const api: Command = {
  name: 'api',
  summary: 'Ask the API itself: what no command does yet, and what scripts need',
  usage: 'METHOD /path [--data JSON|@FILE|-] [--type MEDIA_TYPE] [--if-match VERSION]',
  flags: { data: { type: 'string' }, type: { type: 'string' }, 'if-match': { type: 'string' } },
  words: { least: 2, most: 2 },
  async run(call) {
    const { client, out, words } = call
    const [method = '', path = ''] = words
    if (!methods.includes(method)) throw usageFault(`${method} is no method; there are ${methods.join(', ')}.`)
    if (!path.startsWith('/')) throw usageFault(`${path} is no path; expected one such as /deals?limit=5`)
    const body = await bodyOf(call)
    const version = textOf(call, 'if-match')
    const answer = await client.send(method, path.replace(/^\/api\/v1(?=\/)/, ''), {
      ...(body === undefined ? {} : { body, content_type: textOf(call, 'type') ?? typeOf(method, body) }),
      ...(version === undefined ? {} : { headers: { 'if-match': `"${version.replaceAll('"', '')}"` } }),
    })
    const said = await answer.text()
    if (!answer.headers.get('content-type')?.includes('json')) return out.data(said, () => said.trimEnd())
    const document: unknown = JSON.parse(said)
    out.data(document, () => JSON.stringify(document, null, 2))
  },
}

async function bodyOf(call: Pick<Call, 'flags'>): Promise<string | undefined> {
  const given = textOf(call, 'data')
  if (given === '-') return text(process.stdin)
  if (given?.startsWith('@')) return textIn(given.slice(1))
  return given
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw usageFault(`${file} cannot be read.`)
  }
}

/** What does not look like JSON is a document. */
function typeOf(method: string, body: string): string {
  if (!/^\s*[{[]/.test(body)) return 'application/yaml'
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
}
