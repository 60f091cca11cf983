import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { forever } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { currentDeal } from '../deals/index.ts'
import { DealId } from '../ledger/index.ts'
import { type Definition, readableFields, readDefinitionOf } from '../pipelines/index.ts'
import { HistoryRow } from './history.ts'
import * as store from './store.ts'

export const getHistory = operation({
  name: 'deals.history',
  http: 'GET /deals/{deal_id}/history',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'get_deal_history' },
  summary: 'Everything that a deal was: the rows of its ledger, oldest first',
  input: z.strictObject({ deal_id: DealId }),
  output: z.object({ data: z.array(HistoryRow) }),
  async run(context, { deal_id }) {
    const { tx, workspace_id, actor } = context
    const { id, definition } = await currentDeal(context, deal_id)
    const today = await readDefinitionOf(tx, workspace_id, definition.id)
    const rows = await store.readLedger(tx, workspace_id, id)
    return {
      data: await Promise.all(
        rows.map(async (row) => {
          const then = await readDefinitionOf(tx, workspace_id, row.definition_id)
          // Not for this reader is what was not for them then or is not now.
          const fields = readableFields(today, actor.role, readableFields(then, actor.role, row.fields))
          return historyOf({ ...row, fields }, then)
        }),
      ),
    }
  },
})

const historyOf = (row: store.LedgerRow, { stages }: Definition): z.input<typeof HistoryRow> => ({
  id: row.ledger_id,
  version: row.version,
  kind: row.kind,
  stage: row.stage,
  stage_name: stages.find(({ key }) => key === row.stage)?.name ?? row.stage,
  pipeline: row.pipeline_key,
  outcome: row.outcome,
  outcome_reason: row.outcome_reason,
  amount: row.amount_minor === null ? null : moneyOf(row.amount_minor, row.currency),
  close_date: row.close_date,
  category: row.category,
  counted: row.counted,
  owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
  name: row.name,
  account: accountOf(row.account_id, row.account_name, row.account_domain),
  partner: accountOf(row.partner_account_id, row.partner_name, row.partner_domain),
  source: row.source,
  next_step: row.next_step,
  wait_until: row.wait_until,
  fields: row.fields,
  owed: row.owed,
  reason: row.reason,
  reversal_of: row.reversal_of,
  administrative: row.administrative,
  by: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
  channel: row.channel,
  entered_stage_at: row.entered_stage_at,
  occurred_at: row.occurred_at,
  recorded_at: row.recorded_at,
  until: row.until === forever ? null : row.until,
})

const accountOf = (id: string | null, name: string | null, domain: string | null) =>
  id === null ? null : { id, name: name ?? '', domain }
