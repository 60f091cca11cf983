import type { Tick } from '../../platform/jobs.ts'
import * as store from './store.ts'

const batch = 500

/** Writes the keys of accounts that have none yet, because they are older than the keys; nothing to do from then on. */
export const fillKeys: Tick = {
  name: 'match keys',
  every_seconds: 5,
  async run({ database }) {
    for (let filled = batch; filled === batch; )
      filled = await database.owner.transaction().execute(async (tx) => {
        const accounts = await store.lockUnkeyed(tx, batch)
        const workspaces = new Set(accounts.map(({ workspace_id }) => workspace_id))
        for (const workspace_id of workspaces) {
          const own = accounts.filter((account) => account.workspace_id === workspace_id)
          await store.replaceKeys(tx, workspace_id, own)
          await store.markKeyed(
            tx,
            workspace_id,
            own.map(({ id }) => id),
          )
        }
        return accounts.length
      })
  },
}
