import { type Change, type DealState, lockDeals, saveChange } from '../../src/domain/ledger/index.ts'
import { accessOf } from '../../src/domain/people/index.ts'
import { boundByNothing } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import type { TestServer } from '../server.ts'

/** What happened to a deal at a moment: the whole state after it. */
export type Told = { at: string; kind: Change['kind']; state: DealState }

/** Writes changes as if each had been made by the owner at its moment, and recorded then: what imports cannot tell. */
export async function writeTold({ database, workspace_id, owner }: TestServer, told: readonly Told[]): Promise<void> {
  const actor = { id: owner.id, name: 'Owner', role: 'owner', workspace_id, channel: 'api' } as const
  const by = { ...actor, access: accessOf('owner'), rights: boundByNothing }
  for (const { at, kind, state } of told.toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : a.state.version - b.state.version,
  ))
    await inTransaction(database, { actor: by, effect: 'write', name: 'test', now: at }, async (context) => {
      const [before = null] = state.version === 1 ? [] : await lockDeals(context.tx, workspace_id, [state.id])
      await saveChange(context, { before, after: state, kind, type: 'deal.imported', chance: null })
    })
}
