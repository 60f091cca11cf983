import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { canonical } from '../../platform/canonical.ts'
import type { Actor } from '../../platform/context.ts'
import { readInstallation, writeInstallation } from '../../platform/database/installation.ts'
import type { Tx } from '../../platform/database/open.ts'
import { Problem } from '../../platform/problem.ts'
import { type Instant, instantOf } from '../../values/instant.ts'

/** What somebody planned: bound to them, to the tool with exactly this input, and to the version that would come out. */
export type Plan = { actor: Actor; tool: string; input: unknown }

/** What a token says: its number, the version planned for, and until when it holds. */
type Said = { id: string; version: number | null; until: Instant }

export type Plans = ReturnType<typeof plansSignedWith>

const lifetime = 5 * 60_000

/** The key is kept with the installation, so that two servers of one installation know each other's plans. */
export async function readPlanKey(owner: Tx): Promise<string> {
  await writeInstallation(owner, 'mcp_plan_key', randomBytes(32).toString('base64url'))
  return (await readInstallation(owner, 'mcp_plan_key')) ?? ''
}

export function plansSignedWith(key: string) {
  const sign = (plan: Plan, said: Said) => {
    const { actor, tool, input } = plan
    const content = canonical([actor.workspace_id, actor.id, tool, digestOf(input), said])
    return createHmac('sha256', key).update(content).digest('base64url')
  }
  return {
    tokenFor(plan: Plan, version: number | null, now: Instant): { token: string; until: Instant } {
      const said = { id: randomBytes(12).toString('base64url'), version, until: instantOf(Date.parse(now) + lifetime) }
      const token = `${Buffer.from(JSON.stringify(said)).toString('base64url')}.${sign(plan, said)}`
      return { token, until: said.until }
    },
    /** What a token says, where it was given for exactly this and still holds; else 409 with what to do. */
    read(plan: Plan, token: string, now: Instant): Said {
      const [head = '', signature = ''] = token.split('.')
      const said = saidIn(head)
      if (said === undefined || !same(signature, sign(plan, said)))
        throw new Problem(
          'conflict',
          'This plan_token was not given to you for exactly this input. Leave it out to plan again.',
          'plan-other',
        )
      if (said.until < now)
        throw new Problem('conflict', 'This plan_token has expired. Leave it out to plan again.', 'plan-expired')
      return said
    },
  }
}

const digestOf = (input: unknown) => createHash('sha256').update(canonical(input)).digest('hex')

function saidIn(head: string): Said | undefined {
  try {
    const { id, version, until } = JSON.parse(Buffer.from(head, 'base64url').toString())
    return typeof id === 'string' && typeof until === 'string' ? { id, version, until } : undefined
  } catch {
    return undefined
  }
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
