import type { DealDetail, HistoryRow, Instant, Pipeline } from '../wire.ts'

/**
 * The deal as it was at a moment, from its ledger; null when it did not exist yet. People and line items are not kept
 * by time and are left out; of the evidence only what had been given.
 */
export function dealAt(
  deal: DealDetail,
  history: HistoryRow[],
  moment: Instant,
  pipelines: Pipeline[],
): DealDetail | null {
  const at = Date.parse(moment)
  const row = history.findLast(({ occurred_at }) => Date.parse(occurred_at) <= at)
  if (!row) return null
  const pipeline = pipelines.find(({ key }) => key === row.pipeline)
  const phase = pipeline?.stages.find(({ key }) => key === row.stage)?.phase ?? deal.stage.phase
  return {
    ...deal,
    name: row.name,
    version: row.version,
    pipeline: pipeline ?? deal.pipeline,
    stage: { key: row.stage, name: row.stage_name, phase },
    entered_stage_at: row.entered_stage_at,
    outcome: row.outcome,
    outcome_reason: row.outcome_reason,
    closed_at: row.outcome ? row.occurred_at : null,
    amount: row.amount,
    close_date: row.close_date,
    category: row.category,
    owner: row.owner,
    fields: row.fields,
    owed: row.owed,
    account: row.account,
    partner: row.partner,
    source: row.source,
    next_step: row.next_step,
    wait_until: row.wait_until,
    ageing: null,
    probability: null,
    contacts: [],
    team: [],
    line_items: [],
    amounts: null,
    carried: [],
    evidence: deal.evidence.filter(({ given_at }) => Date.parse(given_at) <= at),
  }
}
