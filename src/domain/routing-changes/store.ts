import type { z } from 'zod'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'
import { type Fallback, readCurrent, type RoutingPlan, type RoutingRule, setOf } from '../routing/index.ts'
import { type ChangeRow, changesIn } from '../rule-changes/index.ts'
import { namesIn } from './names-in.ts'

type RoutingChangeRow = ChangeRow & {
  rules: RoutingRule[]
  fallback: Fallback | null
  plan: z.input<typeof RoutingPlan>
}

export const routingChanges = changesIn<RoutingChangeRow>('routing_change', ['rules', 'fallback', 'plan'])

/** Rules name pipelines, stages and fields: those that are published, and those that are asked for. */
export const routingReferences: ReferenceSource = {
  tables: ['deal_routing', 'routing_turn', 'routing_version', 'routing_change'],
  async find(tx, workspace_id, { pipeline, stages, fields }) {
    const current = await readCurrent(tx, workspace_id)
    const open = await routingChanges.list(tx, workspace_id, { state: 'open', limit: mostReferences })
    const sets = [
      ...(current ? [{ id: current.change_id, name: `routing rules v${current.version}`, ...setOf(current) }] : []),
      ...open.map(({ id, title, rules, fallback }) => ({ id, name: `proposed: ${title}`, rules, fallback })),
    ]
    return sets.flatMap((set) => namesIn(set, { pipeline, stages, fields })).slice(0, mostReferences)
  },
}
