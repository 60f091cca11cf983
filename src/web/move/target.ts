import type { Card, Outcome, Pipeline } from '../wire.ts'

/** Where a deal is to go: another stage of its pipeline, or an outcome. */
export type Target = { to_stage: string } | { outcome: 'won' | 'lost' }

/** What a move needs to know of a deal; cards and deal pages both have it. */
export type Moving = Pick<Card, 'id' | 'key' | 'version' | 'name' | 'pipeline' | 'stage' | 'amount' | 'owner'> & {
  outcome?: Outcome | null
  entered_stage_at: string
}

/**
 * Whether the pipeline has a way there at all, so that a column can be closed during the drag. Gates and reasons are
 * for the server to ask.
 */
export function hasWay(pipeline: Pipeline, deal: Moving, target: Target): boolean {
  const stage = pipeline.stages.find(({ key }) => key === deal.stage)
  const open = (deal.outcome ?? null) === null
  if (!open)
    return !('outcome' in target) && target.to_stage === deal.stage && pipeline.transitions.reopen !== 'forbidden'
  if ('outcome' in target) return target.outcome === 'lost' || stage?.may_be_won !== 'forbidden'
  return stage === undefined || stage.ways.includes(target.to_stage)
}

/** The stage before or after, for `Shift+←` and `Shift+→`. */
export function neighbour(pipeline: Pipeline, deal: Moving, step: 1 | -1): Target | null {
  const at = pipeline.stages.findIndex((stage) => stage.key === deal.stage)
  const next = pipeline.stages[at + step]
  return next ? { to_stage: next.key } : null
}
