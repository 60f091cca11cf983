import { type Change, type DealState, lockDeals, saveChange, takeNumbers } from '../../src/domain/ledger/index.ts'
import { accessOf } from '../../src/domain/people/index.ts'
import { boundByNothing } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import type { TestServer } from '../server.ts'

/** What happened to a deal at a moment: the whole state after it. */
export type Told = { at: string; kind: Change['kind']; state: DealState }

/** Writes changes, each deal's in order, as if each had been made by the owner at its moment, and recorded then: what imports cannot tell. */
export async function writeTold({ database, workspace_id, owner }: TestServer, told: readonly Told[]): Promise<void> {
  const actor = { id: owner.id, name: 'Owner', role: 'owner', workspace_id, channel: 'api' } as const
  const by = { ...actor, access: accessOf('owner'), rights: boundByNothing }
  for (const { at, kind, state } of told.toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : a.state.version - b.state.version,
  ))
    await inTransaction(database, { actor: by, effect: 'write', name: 'test', now: at }, async (context) => {
      const [before] = state.version === 1 ? [] : await lockDeals(context.tx, workspace_id, [state.id])
      // The number is the workspace's to give; what was made up beforehand has 0.
      const number = before?.number ?? (state.number || (await takeNumbers(context.tx, workspace_id, 1)))
      const after = { ...state, number }
      await saveChange(context, { before: before ?? null, after, kind, type: 'deal.imported', chance: null })
    })
}
