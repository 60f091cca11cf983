import type { DealState } from '../ledger/index.ts'
import type { Mapped } from '../transfer-maps/index.ts'
import type { PartRow } from './store.ts'

/** The map of a part read backwards: of stages that became one, the first one of the pipeline of today. */
export function backwards({ stages, fields }: PartRow, today: readonly { key: string }[]): Mapped {
  const first: Record<string, string> = {}
  for (const { key } of today) {
    const there = stages[key]
    if (there !== undefined) first[there] ??= key
  }
  return { stages: first, fields: Object.fromEntries(Object.entries(fields).map(([from, to]) => [to, from])) }
}

/** A deal that nobody touched since stands again where it stood, as it was. */
export const standsAgain = (deal: DealState, was: DealState): DealState => ({
  ...deal,
  version: deal.version + 1,
  pipeline_id: was.pipeline_id,
  definition_id: was.definition_id,
  stage: was.stage,
  entered_stage_at: was.entered_stage_at,
  fields: was.fields,
  carried: was.carried,
  owed: was.owed,
  revenue_kind: was.revenue_kind,
})
