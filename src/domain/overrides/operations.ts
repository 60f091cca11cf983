import type { Context } from '../../platform/context.ts'
import { Problem } from '../../platform/problem.ts'
import { holds, type Place } from '../../platform/rights.ts'
import type { DealState } from '../ledger/index.ts'
import { rolesWith } from '../people/index.ts'
import { permitOn } from '../rights/index.ts'
import * as store from './store.ts'

const access = 'gates:override'

/**
 * Whoever decides exceptions need not be able to change the rules, and whoever works on deals does not excuse their own:
 * it takes a role that may override at all and, where the pipeline has grants, the right to approve there.
 */
export const mayOverride = ({ actor }: Context, deal: Place): boolean =>
  actor.access.has(access) && holds(actor, 'approve', deal)

export async function permitOverride(context: Context, deal: Place): Promise<void> {
  const { actor } = context
  if (!actor.access.has(access)) {
    const roles = rolesWith(access)
    const detail = `Passing a gate by an override needs the right ${access}; ask someone who is ${roles.join(' or ')}.`
    throw new Problem('forbidden', detail, 'forbidden', { access, roles })
  }
  await permitOn(context, 'approve', deal)
}

type Passed = { key: string; label: string; level: 'hard' | 'soft'; because: string[] }
type Granted = {
  move_id: string
  to_stage: string | null
  reason: string
  expires_on: string
  passed: readonly Passed[]
}

/** Writes down what a move passed by override, criterion by criterion, and records it as one event. */
export async function grantOverrides(context: Context, deal: DealState, granted: Granted): Promise<void> {
  const { tx, workspace_id, now, newId, actor, record } = context
  const { move_id, to_stage, reason, expires_on, passed } = granted
  if (passed.length === 0) return
  const rows = passed.map(({ key, label, level }) => ({
    id: newId('ovr'),
    deal_id: deal.id,
    pipeline_id: deal.pipeline_id,
    definition_id: deal.definition_id,
    move_id,
    criterion: key,
    label,
    level,
    to_stage,
    reason,
    expires_on,
    granted_by: actor.id,
    granted_at: now,
  }))
  await store.insertOverrides(tx, workspace_id, rows)
  record({
    type: 'deal.gate_overridden',
    subject: deal.id,
    version: deal.version,
    data: {
      key: `D-${deal.number}`,
      name: deal.name,
      move_id,
      before: { missing: passed.map(({ key, because }) => ({ criterion: key, because })) },
      after: { overridden: passed.map(({ key }) => key), reason, expires_on },
    },
  })
}
