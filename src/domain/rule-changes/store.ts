import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import type { Policy } from '../approvals/index.ts'
import { lockRouting } from '../routing/index.ts'
import type { ChangeRow } from './rule-change.ts'

type Asked = { state?: ChangeRow['state'] | undefined; after?: string | undefined; limit: number }
type Decided = Pick<ChangeRow, 'id' | 'state' | 'decided_at' | 'version'>

export type KeptChanges<Row extends ChangeRow> = ReturnType<typeof changesIn<Row>>

/**
 * The proposed sets of rules of one table.
 *
 * @param columns what the rules of this kind have beside the rest
 */
export function changesIn<Row extends ChangeRow>(
  name: string,
  columns: readonly Exclude<Extract<keyof Row, string>, keyof ChangeRow>[],
) {
  const table = sql.table(name)
  const changes = sql`
    select c.id, c.version, c.title, c.reason, c.based_on, c.state, c.created_at, c.decided_at,
      jsonb_build_object('id', p.id, 'name', p.name) as created_by, ${sql.join(columns.map((of) => sql.ref(`c.${of}`)))}
    from ${table} c join person p on p.workspace_id = c.workspace_id and p.id = c.created_by`

  async function read(tx: Tx, workspace_id: string, id: string): Promise<Row | undefined> {
    const { rows } = await sql<Row>`${changes} where c.workspace_id = ${workspace_id} and c.id = ${id}`.execute(tx)
    return rows[0]
  }

  return {
    read,
    /** As above, kept from others until the transaction ends. */
    async lock(tx: Tx, workspace_id: string, id: string): Promise<Row | undefined> {
      await sql`select from ${table} where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
      return read(tx, workspace_id, id)
    },
    /** The newest first. */
    async list(tx: Tx, workspace_id: string, { state, after, limit }: Asked): Promise<Row[]> {
      const { rows } = await sql<Row>`${changes} where c.workspace_id = ${workspace_id}
        ${state === undefined ? sql`` : sql`and c.state = ${state}`}
        ${after === undefined ? sql`` : sql`and c.id < ${after}`}
        order by c.id desc limit ${limit}`.execute(tx)
      return rows
    },
    async insert(
      tx: Tx,
      workspace_id: string,
      change: Omit<Row, 'version' | 'created_by' | 'decided_at' | 'state'> & { created_by: string },
    ): Promise<void> {
      await insertRows(tx, name, [{ workspace_id, ...change, state: 'open' }])
    },
    async update(tx: Tx, workspace_id: string, { id, state, decided_at, version }: Decided): Promise<void> {
      await sql`update ${table} set state = ${state}, decided_at = ${decided_at}, version = ${version}
        where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
    },
  }
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
