import { sql } from 'kysely'
import type { z } from 'zod'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Policy } from '../approvals/index.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'
import { type Fallback, lockRouting, readCurrent, type RoutingPlan, type RoutingRule, setOf } from '../routing/index.ts'
import { namesIn } from './names-in.ts'
import type { changeStates } from './routing-change.ts'

type Named = { id: string; name: string }

export type ChangeRow = {
  id: string
  version: number
  title: string
  reason: string
  rules: RoutingRule[]
  fallback: Fallback | null
  based_on: number
  plan: z.input<typeof RoutingPlan>
  state: (typeof changeStates)[number]
  created_by: Named
  created_at: Instant
  decided_at: Instant | null
}

const changes = sql`
  select c.id, c.version, c.title, c.reason, c.rules, c.fallback, c.based_on, c.plan, c.state,
    jsonb_build_object('id', p.id, 'name', p.name) as created_by, c.created_at, c.decided_at
  from routing_change c join person p on p.workspace_id = c.workspace_id and p.id = c.created_by`

export async function readChange(tx: Tx, workspace_id: string, id: string): Promise<ChangeRow | undefined> {
  const { rows } = await sql<ChangeRow>`${changes} where c.workspace_id = ${workspace_id} and c.id = ${id}`.execute(tx)
  return rows[0]
}

/** As above, kept from others until the transaction ends. */
export async function lockChange(tx: Tx, workspace_id: string, id: string): Promise<ChangeRow | undefined> {
  await sql`select from routing_change where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return readChange(tx, workspace_id, id)
}

export async function readChanges(
  tx: Tx,
  workspace_id: string,
  { state, after, limit }: { state?: ChangeRow['state'] | undefined; after?: string | undefined; limit: number },
): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`${changes} where c.workspace_id = ${workspace_id}
    ${state === undefined ? sql`` : sql`and c.state = ${state}`} ${after === undefined ? sql`` : sql`and c.id < ${after}`}
    order by c.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function insertChange(
  tx: Tx,
  workspace_id: string,
  change: Omit<ChangeRow, 'version' | 'created_by' | 'decided_at' | 'state'> & { created_by: string },
): Promise<void> {
  await insertRows(tx, 'routing_change', [{ workspace_id, ...change, state: 'open' }])
}

export async function updateChange(
  tx: Tx,
  workspace_id: string,
  { id, state, decided_at, version }: Pick<ChangeRow, 'id' | 'state' | 'decided_at' | 'version'>,
): Promise<void> {
  await sql`update routing_change set state = ${state}, decided_at = ${decided_at}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

export type PolicyRow = Policy & { valid_from: Instant }
/** Nothing is needed any more where a policy was taken back. */
type KeptPolicy = Omit<PolicyRow, 'needed'> & { needed: number | null }

export async function readPolicy(tx: Tx, workspace_id: string, at: Instant): Promise<PolicyRow | undefined> {
  const { rows } = await sql<KeptPolicy>`select needed, by_role, by_people, valid_from from routing_policy
    where workspace_id = ${workspace_id} and valid_from <= ${at} order by valid_from desc limit 1`.execute(tx)
  const [row] = rows
  return row && row.needed !== null ? { ...row, needed: row.needed } : undefined
}

export async function insertPolicy(tx: Tx, workspace_id: string, row: KeptPolicy & { set_by: string }): Promise<void> {
  await lockRouting(tx, workspace_id)
  await insertRows(tx, 'routing_policy', [{ workspace_id, ...row }])
}

/** Rules name pipelines, stages and fields: those that are published, and those that are asked for. */
export const routingReferences: ReferenceSource = {
  tables: ['deal_routing', 'routing_turn', 'routing_version', 'routing_change'],
  async find(tx, workspace_id, { pipeline, stages, fields }) {
    const current = await readCurrent(tx, workspace_id)
    const open = await readChanges(tx, workspace_id, { state: 'open', limit: mostReferences })
    const sets = [
      ...(current ? [{ id: current.change_id, name: `routing rules v${current.version}`, ...setOf(current) }] : []),
      ...open.map(({ id, title, rules, fallback }) => ({ id, name: `proposed: ${title}`, rules, fallback })),
    ]
    return sets.flatMap((set) => namesIn(set, { pipeline, stages, fields })).slice(0, mostReferences)
  },
}
