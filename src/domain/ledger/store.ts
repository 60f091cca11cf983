import { sql } from 'kysely'
import { insertRows, updateRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { boardDeltas } from './board-deltas.ts'
import type { Change, DealState } from './state.ts'

/** The columns of a deal's state: the same in `deal` and in `deal_ledger`. */
const stateColumns = [
  'name',
  'account_id',
  'partner_account_id',
  'source',
  'pipeline_id',
  'definition_id',
  'stage',
  'entered_stage_at',
  'outcome',
  'outcome_reason',
  'closed_at',
  'amount_minor',
  'currency',
  'close_date',
  'category',
  'owner_id',
  'fields',
  'owed',
  'carried',
  'revenue_kind',
  'amount_measure',
  'frozen_rate',
  'counted',
  'next_step',
  'wait_until',
] as const satisfies readonly (keyof DealState)[]

/** A deal's state with the statistic that stands beside it. */
export type StoredDeal = DealState & {
  probability: number | null
  weighted_minor: bigint | null
  /** When its last change was recorded; the next one is no earlier. */
  updated_at: string
}

/** A column of a deal that decisions read. */
export type DealColumn = (typeof stateColumns)[number] | 'created_at'

const stateList = sql.raw(stateColumns.map((column) => `d.${column}`).join(', '))

/**
 * Reads a deal by id or key and locks its row until the transaction ends, so that two changes of one deal never
 * interleave.
 */
export async function lockDeal(tx: Tx, workspace_id: string, id_or_key: string): Promise<StoredDeal | undefined> {
  const { rows } = await sql<StoredDeal>`
    select d.id, d.number, d.version, d.created_at, d.updated_at, d.probability, d.weighted_minor,
      ${stateList}
    from deal d where d.workspace_id = ${workspace_id} and ${which(id_or_key)} for update`.execute(tx)
  return rows[0]
}

/** Deals by ids or keys as they are now, without a lock: for questions, never for a change. */
export async function readDeals(tx: Tx, workspace_id: string, ids_or_keys: readonly string[]): Promise<StoredDeal[]> {
  const keys = ids_or_keys.filter((one) => one.startsWith('D-')).map((key) => key.slice(2))
  const { rows } = await sql<StoredDeal>`
    select d.id, d.number, d.version, d.created_at, d.updated_at, d.probability, d.weighted_minor,
      ${stateList}
    from deal d where d.workspace_id = ${workspace_id}
      and (d.id = any(${ids_or_keys}::text[]) or d.number = any(${keys}::bigint[]))`.execute(tx)
  return rows
}

/** A deal as it was at one of its versions. */
export async function readStateAt(
  tx: Tx,
  workspace_id: string,
  { id, number, created_at }: DealState,
  version: number,
): Promise<DealState | undefined> {
  const { rows } = await sql<Omit<DealState, 'id' | 'number' | 'created_at'>>`
    select d.version, ${stateList} from deal_ledger d
    where d.workspace_id = ${workspace_id} and d.deal_id = ${id} and d.version = ${version}`.execute(tx)
  return rows[0] && { ...rows[0], id, number, created_at }
}

/** Several deals at once, locked in the order of their ids so that two such readers cannot deadlock. */
export async function lockDeals(tx: Tx, workspace_id: string, ids: readonly string[]): Promise<StoredDeal[]> {
  const { rows } = await sql<StoredDeal>`
    select d.id, d.number, d.version, d.created_at, d.updated_at, d.probability, d.weighted_minor,
      ${stateList}
    from deal d where d.workspace_id = ${workspace_id} and d.id = any(${ids}::text[]) order by d.id for update`.execute(
    tx,
  )
  return rows
}

/** Where open deals are looked for: in a version of a pipeline, and in one of its stages where one is named. */
export type OpenPlace = { pipeline_id: string; definition_id: string; stage?: string }

/** The next open deals of a version in the order of their ids, without a lock, and of each what is asked for. */
export async function readOpenDeals<Column extends DealColumn>(
  tx: Tx,
  workspace_id: string,
  { pipeline_id, definition_id, stage }: OpenPlace,
  { after, limit, columns }: { after: string; limit: number; columns: readonly Column[] },
): Promise<Pick<DealState, 'id' | Column>[]> {
  const { rows } = await sql<Pick<DealState, 'id' | Column>>`
    select ${sql.join(['id', ...columns].map((column) => sql.ref(`d.${column}`)))} from deal d where d.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id}
      and d.definition_id = ${definition_id} and d.outcome is null and d.id > ${after}
      ${stage === undefined ? sql`` : sql`and d.stage = ${stage}`}
    order by d.id limit ${limit}`.execute(tx)
  return rows
}

export const which = (id_or_key: string) =>
  id_or_key.startsWith('D-') ? sql`d.number = ${id_or_key.slice(2)}` : sql`d.id = ${id_or_key}`

/** Takes a block of numbers for human keys; answers the first. The counter's row is locked until the commit. */
export async function takeNumbers(tx: Tx, workspace_id: string, how_many: number): Promise<bigint> {
  const { rows } = await sql<{ next: bigint }>`
    insert into deal_counter as c (workspace_id, next) values (${workspace_id}, ${how_many + 1})
    on conflict (workspace_id) do update set next = c.next + ${how_many} returning next`.execute(tx)
  return (rows[0]?.next ?? 1n) - BigInt(how_many)
}

/** A deal's state after a change, with the chance that its new stage gives it. */
export type Written = { before: StoredDeal | null; after: DealState; change: Change; chance: number | null }

/** Writes one change: closes the last ledger row, appends the next, and brings the current deal and its board along. */
export async function writeChange(
  tx: Tx,
  workspace_id: string,
  { before, after, change, chance }: Written,
): Promise<void> {
  const weighted_minor = weightedOf(after, chance)
  const current = {
    ...stateOf(after),
    updated_at: change.recorded_at,
    version: after.version,
    probability: chance,
    weighted_minor,
  }
  const deltas = boardDeltas(before, { ...after, weighted_minor }).map((delta) => ({ workspace_id, ...delta }))
  // None needs the answer of another: they travel together, and are done in this order.
  await Promise.all([
    ...(before ? [closeRow(tx, workspace_id, before, change.occurred_at)] : []),
    before
      ? updateDeal(tx, workspace_id, after.id, current)
      : insertRows(tx, 'deal', [newDealRow(workspace_id, after, current)]),
    insertRows(tx, 'deal_ledger', [ledgerRow(workspace_id, after, change)]),
    insertRows(tx, 'board_delta', deltas),
  ])
}

async function closeRow(tx: Tx, workspace_id: string, { id, version }: DealState, until: string): Promise<void> {
  await sql`update deal_ledger set until = ${until}
    where workspace_id = ${workspace_id} and deal_id = ${id} and version = ${version}`.execute(tx)
}

/** A deal with its whole past, as an import brings it: its states in their order, each with the change that led there. */
export type History = { states: { state: DealState; change: Change }[]; chance: number | null }

/** Writes deals that are new here together with their history, in a handful of statements for all of them. */
export async function writeHistories(tx: Tx, workspace_id: string, histories: readonly History[]): Promise<void> {
  const deals: Record<string, unknown>[] = []
  const ledger: Record<string, unknown>[] = []
  const deltas: Record<string, unknown>[] = []
  for (const { states, chance } of histories) {
    const last = states.at(-1)
    if (!last) continue
    const weighted_minor = weightedOf(last.state, chance)
    const statistic = { probability: last.state.outcome === null ? chance : null, weighted_minor }
    const current = {
      ...stateOf(last.state),
      updated_at: last.change.recorded_at,
      version: last.state.version,
      ...statistic,
    }
    deals.push(newDealRow(workspace_id, last.state, current))
    for (const [i, { state, change }] of states.entries())
      ledger.push({ ...ledgerRow(workspace_id, state, change), until: states[i + 1]?.change.occurred_at ?? 'infinity' })
    for (const delta of boardDeltas(null, { ...last.state, weighted_minor })) deltas.push({ workspace_id, ...delta })
  }
  // The database works on the first while the next is put together.
  await Promise.all([
    insertRows(tx, 'deal', deals),
    insertRows(tx, 'deal_ledger', ledger),
    insertRows(tx, 'board_delta', folded(deltas)),
  ])
}

/** A deal that is here already with what happened to it elsewhere since: the states that follow, each with its change. */
export type Continuation = { before: StoredDeal } & History

/** Writes what happened to many deals, several changes of one deal among them, in a handful of statements for all. */
export async function writeContinuations(
  tx: Tx,
  workspace_id: string,
  continuations: readonly Continuation[],
): Promise<void> {
  const ended: Record<string, unknown>[] = []
  const deals: Record<string, unknown>[] = []
  const ledger: Record<string, unknown>[] = []
  const deltas: Record<string, unknown>[] = []
  for (const { before, states, chance } of continuations) {
    const [first, last] = [states[0], states.at(-1)]
    if (!first || !last) continue
    ended.push({ workspace_id, deal_id: before.id, version: before.version, until: first.change.occurred_at })
    const weighted_minor = weightedOf(last.state, chance)
    const current = { ...stateOf(last.state), updated_at: last.change.recorded_at, version: last.state.version }
    deals.push({ workspace_id, id: before.id, ...current, probability: chance, weighted_minor })
    for (const [i, { state, change }] of states.entries())
      ledger.push({ ...ledgerRow(workspace_id, state, change), until: states[i + 1]?.change.occurred_at ?? 'infinity' })
    for (const delta of boardDeltas(before, { ...last.state, weighted_minor })) deltas.push({ workspace_id, ...delta })
  }
  await updateRows(tx, 'deal_ledger', ['workspace_id', 'deal_id', 'version'], ended)
  await updateRows(tx, 'deal', ['workspace_id', 'id'], deals)
  await insertRows(tx, 'deal_ledger', ledger)
  await insertRows(tx, 'board_delta', folded(deltas))
}

/** Many deltas of one place are one row: an import of thousands of deals leaves a handful. */
function folded(deltas: Record<string, unknown>[]): Record<string, unknown>[] {
  const sums = new Map<string, Record<string, unknown>>()
  for (const delta of deltas) {
    const key = `${delta.pipeline_id} ${delta.stage} ${delta.currency}`
    const sum = sums.get(key)
    if (!sum) sums.set(key, { ...delta })
    else
      for (const part of ['deals', 'amount_minor', 'weighted_minor'])
        sum[part] = (sum[part] as bigint) + (delta[part] as bigint)
  }
  return [...sums.values()]
}

/** The chance of a deal as it stands in a stage; null where history is too short to say. */
export type StandingChance = { deal_id: string; pipeline_id: string; stage: string; chance: number | null }

const mostLocked = 250

/**
 * Gives open deals their chance and brings the totals of their boards along; as the owner, a transaction for every
 * 250 deals. Each is weighted by what its locked row holds; one that closed or left the stage since keeps the chance
 * which that gave it. Answers how many deals changed.
 */
export async function saveChances(
  owner: Tx,
  workspace_id: string,
  chances: readonly StandingChance[],
  now: string,
): Promise<number> {
  let changed = 0
  // In the order of ids, as everybody locks several deals.
  const sorted = chances.toSorted((a, b) => (a.deal_id < b.deal_id ? -1 : 1))
  for (let from = 0; from < sorted.length; from += mostLocked) {
    const some = sorted.slice(from, from + mostLocked)
    changed += await owner.transaction().execute((tx) => saveSome(tx, workspace_id, some, now))
  }
  return changed
}

async function saveSome(
  tx: Tx,
  workspace_id: string,
  chances: readonly StandingChance[],
  now: string,
): Promise<number> {
  const given = new Map(chances.map((one) => [one.deal_id, one]))
  const deals = await lockDeals(tx, workspace_id, [...given.keys()])
  const updates = deals.flatMap((before) => {
    const one = given.get(before.id)
    if (!one || before.outcome !== null || one.pipeline_id !== before.pipeline_id || one.stage !== before.stage)
      return []
    if (one.chance === before.probability) return []
    return [{ before, chance: one.chance, weighted_minor: weightedOf(before, one.chance) }]
  })
  if (updates.length === 0) return 0
  const rows = updates.map(({ before, chance, weighted_minor }) => ({
    id: before.id,
    chance,
    weighted: weighted_minor === null ? null : String(weighted_minor),
  }))
  await sql`
    update deal d set probability = g.chance, weighted_minor = g.weighted, probability_computed_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id text, chance double precision, weighted bigint)
    where d.workspace_id = ${workspace_id} and d.id = g.id`.execute(tx)
  const deltas = updates.flatMap(({ before, weighted_minor }) => boardDeltas(before, { ...before, weighted_minor }))
  await insertRows(tx, 'board_delta', folded(deltas.map((delta) => ({ workspace_id, ...delta }))))
  return updates.length
}

/** Amount × chance in minor units, rounded once per deal, so that sums over deals are exact. */
export function weightedOf(
  { amount_minor, outcome }: Pick<DealState, 'amount_minor' | 'outcome'>,
  chance: number | null,
): bigint | null {
  if (amount_minor === null || chance === null || outcome !== null) return null
  return BigInt(Math.round(Number(amount_minor) * chance))
}

const stateOf = (state: DealState) => Object.fromEntries(stateColumns.map((column) => [column, state[column]]))

const ledgerRow = (workspace_id: string, state: DealState, change: Change) => ({
  workspace_id,
  deal_id: state.id,
  version: state.version,
  ...stateOf(state),
  id: change.id,
  kind: change.kind,
  reason: change.reason ?? null,
  administrative: change.administrative ?? false,
  reversal_of: change.reversal_of ?? null,
  event_id: change.event_id,
  occurred_at: change.occurred_at,
  recorded_at: change.recorded_at,
  until: 'infinity',
})

const newDealRow = (workspace_id: string, state: DealState, current: Record<string, unknown>) => ({
  workspace_id,
  id: state.id,
  number: state.number,
  created_at: state.created_at,
  ...current,
})

async function updateDeal(tx: Tx, workspace_id: string, id: string, current: Record<string, unknown>): Promise<void> {
  const set = sql.join(Object.entries(current).map(([column, value]) => sql`${sql.ref(column)} = ${plain(value)}`))
  await sql`update deal set ${set} where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

/** jsonb columns take text; node-postgres would send an array as a PostgreSQL array. */
const plain = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? JSON.stringify(value)
    : typeof value === 'bigint'
      ? String(value)
      : value
