import { apiProblem, type ProblemDocument } from './problem.ts'
import { addresses, type Operations } from './schema.ts'

export type Settings = {
  /** Where the server is, such as `http://127.0.0.1:3000`; empty for the server that this page came from. */
  base: string
  /** Sent with every request, such as `Authorization` and `Tributary-Client`. */
  headers?: Record<string, string>
  fetch?: typeof fetch
}

export type CallOptions = { signal?: AbortSignal | undefined; idempotency_key?: string; if_match?: number }

export type OperationName = keyof Operations
export type InputOf<N extends OperationName> = Operations[N]['input']
export type AnswerOf<N extends OperationName> = Operations[N]['answer']

type Call<N extends OperationName> =
  Record<never, never> extends InputOf<N>
    ? (input?: InputOf<N>, options?: CallOptions) => Promise<AnswerOf<N>>
    : (input: InputOf<N>, options?: CallOptions) => Promise<AnswerOf<N>>

type Noun = OperationName extends infer N ? (N extends `${infer G}.${string}` ? G : never) : never

/** `client.moves.create({ deal_id, to_stage })` for the operation `moves.create`, and so on for every operation. */
export type Client = {
  [G in Noun]: { [N in OperationName as N extends `${G}.${infer Verb}` ? Verb : never]: Call<N> }
} & { send(method: string, path: string, options?: SendOptions): Promise<Response> }

export type SendOptions = CallOptions & {
  query?: Record<string, unknown>
  body?: unknown
  content_type?: string
  headers?: Record<string, string>
}

/** Makes a client of the public API. Any answer that is not a success is thrown as `ApiProblem`. */
export function createClient(settings: Settings): Client {
  const send = (method: string, path: string, options: SendOptions = {}) => request(settings, method, path, options)
  const client: Record<string, unknown> = { send }
  for (const [name, address] of Object.entries<Address>(addresses)) {
    const [noun = '', verb = ''] = name.split('.')
    const group = (client[noun] ??= {}) as Record<string, unknown>
    group[verb] = async (input: Input = {}, options: CallOptions = {}) => {
      const { path, query, body } = split(address, input)
      const json = body !== undefined && !address.document ? JSON.stringify(body) : body
      const type = address.document ? 'application/yaml' : (patches[address.method] ?? 'application/json')
      const rest = json === undefined ? {} : { body: json, content_type: type }
      const answer = await send(address.method, path, { ...options, query, ...rest })
      return answer.status === 204 ? null : answer.json()
    }
  }
  return client as Client
}

const patches: Record<string, string> = { PATCH: 'application/merge-patch+json' }

type Address = { method: string; path: string; document?: boolean }
type Input = Record<string, unknown>

/** What the path does not name goes into the query of a GET, and into the body of anything else. */
function split({ method, path, document }: Address, input: Input) {
  const rest = { ...input }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (method === 'GET') return { path: filled, query: rest, body: undefined }
  return { path: filled, query: {}, body: document ? rest.source : rest }
}

async function request({ base, headers, fetch: own }: Settings, method: string, path: string, options: SendOptions) {
  const { body, content_type, signal, idempotency_key, if_match } = options
  const init = {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...headers,
      ...options.headers,
      ...(content_type === undefined ? {} : { 'content-type': content_type }),
      ...(idempotency_key === undefined ? {} : { 'idempotency-key': idempotency_key }),
      ...(if_match === undefined ? {} : { 'if-match': `"${if_match}"` }),
    },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
    ...(signal ? { signal } : {}),
  } as RequestInit
  const answer = await (own ?? fetch)(`${base}/api/v1${path}${searchOf(options.query ?? {})}`, init)
  if (answer.ok) return answer
  throw apiProblem(answer.status, await problemOf(answer))
}

function searchOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) search.append(name, String(one))
  return search.size > 0 ? `?${search}` : ''
}

/** A proxy on the way may answer something of its own, which becomes a problem document too. */
async function problemOf(answer: Response): Promise<ProblemDocument> {
  const text = await answer.text()
  try {
    const document = JSON.parse(text)
    if (typeof document === 'object' && document !== null && 'code' in document) return document
  } catch {
    // Not JSON: told below in words of our own.
  }
  const detail = `The server answered ${answer.status} ${answer.statusText} without saying why.`
  return {
    type: 'about:blank',
    title: 'No answer',
    status: answer.status,
    detail,
    instance: '',
    code: 'no-answer',
    request_id: '',
  }
}
