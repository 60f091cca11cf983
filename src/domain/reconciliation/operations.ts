import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { ViewpointSchema } from '../../values/instant.ts'
import { readPipelines } from '../pipelines/index.ts'
import { openBooks, post, reconciled, Reconciliation } from './reconciliation.ts'
import * as store from './store.ts'

const batch = 5_000

export const getReconciliation = operation({
  name: 'reconciliations.get',
  http: 'GET /reconciliation',
  access: 'deals:read',
  effect: 'read',
  cost: 20,
  summary: 'Do the pipelines add up to the total, in every currency? Replays the ledger as postings',
  input: z.strictObject({ as_of: ViewpointSchema.optional() }),
  output: Reconciliation,
  async run({ tx, workspace_id, now }, { as_of: asked }) {
    const as_of = asked === undefined || asked > now ? now : asked
    const books = openBooks()
    for (let after: store.Place | null = { deal_id: '', version: 0 }; after; ) {
      const rows = await store.readRows(tx, workspace_id, as_of, { after, limit: batch })
      post(books, rows)
      after = rows.length === batch ? (rows.at(-1) ?? null) : null
    }
    return reconciled({
      as_of,
      pipelines: await readPipelines(tx, workspace_id),
      books,
      deals: await store.readDeals(tx, workspace_id, as_of),
      board: as_of < now ? null : await store.readBoard(tx, workspace_id),
    })
  },
})
