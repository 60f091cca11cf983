import type { Actor } from '../../platform/context.ts'
import { once } from '../../platform/idempotency.ts'
import { type AnyOperation } from '../../platform/operation.ts'
import { Problem } from '../../platform/problem.ts'
import { rehearse } from '../../platform/transaction.ts'
import { perform, permit, type Surface } from '../http.ts'
import { checkInput } from '../read-input.ts'
import { unwrapped } from '../untrusted.ts'
import type { Plans } from './plans.ts'
import type { Tool } from './tools.ts'

export type Asking = { surface: Surface; plans: Plans; actor: Actor; request_id: string }

/** Runs a tool under the same rights, checks and rules as its operation has over HTTP. */
export async function callTool(asking: Asking, { op, name, fence }: Tool, given: unknown): Promise<unknown> {
  permit(op, asking.actor)
  const { plan_token, ...rest } = unwrapped(given ?? {}) as Record<string, unknown>
  const reads = op.effect === 'read'
  const input = checkInput(op, reads && plan_token !== undefined ? { ...rest, plan_token } : rest)
  if (reads) return fence((await perform(op, asking.surface, asking.actor, input, asking)).body)
  if (plan_token === undefined) return plan(asking, { op, name, fence }, input)
  return { status: 'done', result: fence(await apply(asking, { op, name }, input, String(plan_token))) }
}

type Named = { op: AnyOperation; name: string }

/** Does everything and takes it back: what would come out, or the refusal that the same call would get over HTTP. */
async function plan(asking: Asking, { op, name, fence }: Named & Pick<Tool, 'fence'>, input: unknown) {
  const { surface, plans, actor, request_id } = asking
  const now = surface.clock.now()
  const asked = { actor, effect: op.effect, name: op.name, now, request_id }
  const result = await rehearse(surface.database, asked, async (context) =>
    op.output.parse(await op.run(context, input)),
  )
  const { token, until } = plans.tokenFor({ actor, tool: name, input }, op.version?.(result) ?? null, now)
  return { status: 'planned', result: fence(result), plan_token: token, expires_at: until }
}

/** Carries a plan out, once, and only where it still comes out at the version that was planned. */
async function apply(asking: Asking, { op, name }: Named, input: unknown, token: string): Promise<unknown> {
  const { surface, plans, actor } = asking
  const { id, version } = plans.read({ actor, tool: name, input }, token, surface.clock.now())
  const planned: AnyOperation = {
    ...op,
    async run(context, request) {
      const { name: operation, reveals } = op
      const key = { key: `plan ${id}`, operation, input, embedded: surface.database.embedded, reveals }
      const { body, replayed } = await once(context, key, async () => ({
        status: 200,
        body: op.output.parse(await op.run(context, request)),
      }))
      if (replayed) throw new Problem('conflict', 'This plan was carried out already.', 'plan-used')
      if (version !== null && op.version?.(body) !== version)
        throw new Problem('stale', 'This was changed since it was planned. Plan again.', 'plan-stale')
      return body
    },
  }
  const { body } = await perform(planned, surface, actor, input, asking)
  surface.committed(actor.workspace_id)
  return body
}
