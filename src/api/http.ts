import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { rolesWith } from '../domain/people/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Actor, Context } from '../platform/context.ts'
import type { Database } from '../platform/database/open.ts'
import { type Answer, once } from '../platform/idempotency.ts'
import { type AnyOperation, methodOf, pathOf, statusOf } from '../platform/operation.ts'
import { invalid, Problem } from '../platform/problem.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Authenticate } from './authenticate.ts'
import { readInput, requirePrecondition } from './read-input.ts'
import { describeAnswer, type Expansion, isKnown, itemsOf, picked, shapeIn } from './shape.ts'

export type Surface = {
  database: Database
  clock: Clock
  authenticate: Authenticate
  /** Says that something of this workspace was committed. */
  committed(workspace_id: string): void
  /** Says that something went wrong here, where the answer to it is not a response of HTTP. */
  failed?(error: unknown, where: Record<string, string>): void
}

export const base = '/api/v1'

/** Serves every operation at its own address, each request in one transaction. Knows no rule of the business. */
export function serveOperations(app: FastifyInstance, operations: readonly AnyOperation[], surface: Surface): void {
  for (const op of operations)
    app.route({
      method: methodOf(op),
      url: urlOf(pathOf(op)),
      config: { cost: op.cost ?? 1 },
      handler: (request, reply) => serve(op, operations, surface, request, reply),
    })
  refuseOtherMethods(app, operations)
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** What is served by hand at the address of an operation. */
const byHand: Record<string, string[]> = { '/sessions': ['POST'], '/second-factor': ['POST'] }

/** An address that is there says by which methods, instead of seeming not to be there. */
function refuseOtherMethods(app: FastifyInstance, operations: readonly AnyOperation[]): void {
  for (const [path, known] of Map.groupBy(operations, pathOf)) {
    const allowed = [...known.map(methodOf), ...(byHand[path] ?? [])]
    const allow = allowed.includes('GET') ? ['HEAD', ...allowed] : allowed
    app.route({
      method: methods.filter((method) => !allowed.includes(method)),
      url: urlOf(path),
      handler: ({ method }, reply) => {
        reply.header('allow', allow.join(', '))
        throw new Problem('method', `Nothing is done here by ${method}; there is ${allowed.join(' and ')}.`, 'method')
      },
    })
  }
}

const urlOf = (path: string) => base + path.replaceAll(/\{(\w+)\}/g, ':$1')

async function serve(
  op: AnyOperation,
  operations: readonly AnyOperation[],
  surface: Surface,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const actor = await surface.authenticate(request)
  permit(op, actor)
  const shape = shapeIn(op, operations, request)
  const input = readInput(op, request)
  requirePrecondition(op, request, input)
  const key = methodOf(op) === 'POST' ? keyOf(request) : undefined
  const answer = await perform(op, surface, actor, input, { request_id: request.id, key })
  if (op.effect === 'write') surface.committed(actor.workspace_id)
  if (answer.replayed) reply.header('idempotent-replayed', 'true')
  describeAnswer(op, answer.body, request, reply)
  if (isKnown(request, reply)) return reply.status(304).send()
  await expand(shape.expand, op, itemsOf(answer.body), { operations, surface, actor, request })
  return reply.status(answer.status).send(shape.fields ? picked(answer.body, shape.fields) : answer.body)
}

type Around = {
  operations: readonly AnyOperation[]
  surface: Surface
  actor: Actor
  request: FastifyRequest
}

type Item = Record<string, unknown>

/** Puts all of what items refer to in the place of their references, each read once, under the caller's own rights. */
async function expand(wanted: Expansion, op: AnyOperation, items: readonly Item[], around: Around): Promise<void> {
  const { operations, surface, actor, request } = around
  for (const [name, inner] of wanted) {
    const { operation, member } = op.expand?.[name] ?? {}
    const reader = operations.find((one) => one.name === operation)
    if (!reader || member === undefined) throw new Error(`${op.name} expands ${name} by what is not there`)
    permit(reader, actor)
    const referring = items.filter((item) => typeof item[name] === 'object' && item[name] !== null)
    const found: Item[] = []
    for (const [id, all] of Map.groupBy(referring, (item) => (item[name] as { id: string }).id)) {
      const body = await readOf(reader, { [member]: id })
      if (body === undefined) continue
      found.push(body)
      for (const item of all) item[name] = body
    }
    await expand(inner, reader, found, around)
  }

  async function readOf(reader: AnyOperation, input: Item): Promise<Item | undefined> {
    try {
      return (await perform(reader, surface, actor, input, { request_id: request.id })).body as Item
    } catch (error) {
      // Whoever may know of something by name need not be allowed to read all of it.
      if (error instanceof Problem && [403, 404].includes(error.status)) return undefined
      throw error
    }
  }
}

/** Says which right is missing and which roles hold it, so that nobody is left at a closed door. */
export function permit({ access }: Pick<AnyOperation, 'access'>, actor: Actor): void {
  if (actor.access.has(access)) return
  const holders = rolesWith(access)
  if (actor.key?.scopes && holders.some((role) => role === actor.role)) {
    const { scopes } = actor.key
    const given = `This API key was given ${scopes.join(', ')} only, which does not cover the right ${access}.`
    throw new Problem('forbidden', given, 'forbidden', { access, scopes, roles: holders })
  }
  const detail = `This needs the right ${access}, which ${actor.role} does not have; ask someone who is ${holders.join(' or ')}.`
  throw new Problem('forbidden', detail, 'forbidden', { access, roles: holders })
}

const attempts = 3

type Asked = { request_id: string; key?: string | undefined }

/** Runs an operation for somebody who may, in one transaction, or in as many as it has parts. */
export async function perform(
  op: AnyOperation,
  surface: Surface,
  actor: Actor,
  input: unknown,
  asked: Asked,
): Promise<Answer> {
  const [first, ...parts] = op.parts?.split(input) ?? [input]
  const answers = [await performOne(op, surface, actor, first, asked)]
  for (const [i, part] of parts.entries()) {
    const key = asked.key === undefined ? undefined : `${asked.key} ${i + 1}`
    answers.push(await performOne(op, surface, actor, part, { ...asked, key }))
  }
  const [answer] = answers as [Answer]
  if (!op.parts || answers.length === 1) return answer
  return { ...answer, body: op.parts.join(answers.map(({ body }) => body)) }
}

async function performOne(
  op: AnyOperation,
  { database, clock }: Surface,
  actor: Actor,
  input: unknown,
  { request_id, key }: Asked,
): Promise<Answer> {
  const work = async (context: Context) => {
    const run = async () => ({ status: statusOf(op), body: op.output.parse(await op.run(context, input)) as unknown })
    if (key === undefined || op.effect === 'read') return { ...(await run()), replayed: false }
    const { name, reveals } = op
    return once(context, { key, operation: name, input, embedded: database.embedded, reveals }, run)
  }
  for (let attempt = 1; ; attempt++) {
    const asked = { actor, effect: op.effect, name: op.name, now: clock.now(), request_id }
    try {
      return await inTransaction(database, asked, work)
    } catch (error) {
      // A deadlock or a serialisation failure is nobody's mistake and left nothing behind: done again.
      if (attempt === attempts || !['40001', '40P01'].includes((error as { code?: string }).code ?? '')) throw error
    }
  }
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw invalid('', 'idempotency-key', 'Idempotency-Key: expected 1 to 200 visible characters')
}
