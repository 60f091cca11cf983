import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { followLedger } from '../src/domain/exposure-counts/index.ts'
import { keyingStays, type Plan, readPlans } from '../src/domain/forecast/index.ts'
import { readKeptHistory } from '../src/domain/forecast/kept-history.ts'
import { countingWins } from '../src/domain/forecast/win-model.ts'
import { readSizing } from '../src/domain/forecast/store.ts'
import type { Sizing } from '../src/domain/forecast/worth.ts'
import { readHistory } from '../src/domain/history/index.ts'
import type { Database, Tx } from '../src/platform/database/open.ts'
import { atOnce } from '../src/stats/gently.ts'
import type { History } from '../src/stats/motion-model.ts'
import type { Instant } from '../src/values/instant.ts'

/** The history of a workspace, all of it counted from the ledger. */
export async function countLedger(
  tx: Tx,
  workspace_id: string,
  { plans, as_of, sizing }: { plans: readonly Plan[]; as_of: Instant; sizing: Sizing },
): Promise<History> {
  const { rows } = await readHistory(tx, workspace_id, as_of, { anew: true, open_of: [] })
  return atOnce(countingWins(atOnce(keyingStays(rows, plans, sizing)), plans, as_of))
}

/** The history of a workspace twice: from the counts that are kept of it, as they are, and counted from the ledger. */
export async function keptAndCounted(
  tx: Tx,
  workspace_id: string,
  as_of: Instant,
): Promise<{ kept: History | undefined; counted: History }> {
  const plans = await readPlans(tx, workspace_id, as_of)
  const asked = { plans, as_of, sizing: await readSizing(tx, workspace_id, as_of) }
  return { kept: await readKeptHistory(tx, workspace_id, asked), counted: await countLedger(tx, workspace_id, asked) }
}

export async function follow(database: Pick<Database, 'owner'>, workspace_id: string, now: Instant): Promise<void> {
  const pasts = await readPlans(database.owner, workspace_id, now)
  while (!(await followLedger(database, workspace_id, { pasts, now })));
}

/** After everything that has happened by then. */
const theEnd = '2099-01-01T00:00:00.000Z'

/** The workspaces whose counts, brought up to date from wherever they are, are not those of their ledger. */
export async function miscounted(database: Pick<Database, 'owner'>): Promise<{ workspace_id: string }[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    select distinct workspace_id from deal_ledger order by workspace_id`.execute(database.owner)
  const wrong: { workspace_id: string }[] = []
  for (const { workspace_id } of rows) {
    await follow(database, workspace_id, theEnd)
    const { kept, counted } = await keptAndCounted(database.owner, workspace_id, theEnd)
    if (!isDeepStrictEqual(kept, counted)) wrong.push({ workspace_id })
  }
  return wrong
}
