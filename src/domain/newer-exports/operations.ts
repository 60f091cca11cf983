import type { Context } from '../../platform/context.ts'
import { accept, type Decision } from '../../values/decision.ts'
import { readLineages } from '../history/index.ts'
import { type Arrival, owedBy } from '../intake/index.ts'
import { type Continuation, type DealState, differences, type StoredDeal, writeContinuations } from '../ledger/index.ts'
import { type LineRow, linesOf, replaceLinesOf, sameLine } from '../line-items/index.ts'
import { type Edge, linkRenewals, renewalOf } from '../links/index.ts'
import { type Definition, readDefinitionOf, readPipelines } from '../pipelines/index.ts'
import { decideUpdate, type Known, type Step } from './decide-update.ts'
import { followed } from './follow-lineage.ts'

/** A deal as it stands here, and what a newer export says happened to it since. */
export type Plan = { deal: StoredDeal; steps: Step[]; lines: LinesChange; renews: Edge | null }
/** Its line items as they were, and as the export has them. */
type LinesChange = { before: readonly LineRow[]; after: readonly LineRow[]; same: boolean }

/** Reads rows of a pipeline that was split or merged in the one where their deals are now. */
export async function followingLineages({ tx, workspace_id, now }: Context, some: boolean) {
  if (!some) return (arrival: Arrival) => arrival
  const [lineages, pipelines] = await Promise.all([
    readLineages(tx, workspace_id, now, { anew: true }),
    readPipelines(tx, workspace_id),
  ])
  return (arrival: Arrival, deal: StoredDeal): Arrival => {
    const acts = lineages.get(deal.id)
    const here = pipelines.find(({ id }) => id === deal.pipeline_id)
    if (!acts || !here || here.id === arrival.pipeline.id) return arrival
    const { id, lifecycle, definition_id, definition } = here
    return followed(arrival, deal, acts, { id, lifecycle, definition_id, definition }) ?? arrival
  }
}

export type KnownOfDeal = Pick<Known, 'last_at' | 'now'> & { lines: readonly LineRow[]; renewed_id: string | null }

/** What a newer export makes of a deal, its line items and what it renews; refused where one of these cannot be. */
export async function decidePlan(
  context: Context,
  deal: StoredDeal,
  arrival: Arrival,
  { lines: before, renewed_id, ...known }: KnownOfDeal,
): Promise<Decision<Plan>> {
  const after = arrival.lines ?? []
  const same = before.length === after.length && before.every((line, i) => sameLine(line, after[i] ?? line))
  const steps = decideUpdate(deal, arrival, { ...known, other_lines: !same })
  if (!steps.ok) return steps
  const renewal = renewed_id === null ? accept(null) : await renewalOf(context, deal, renewed_id)
  if (!renewal.ok) return renewal
  return accept({ deal, steps: steps.value, lines: { before, after, same }, renews: renewal.value })
}

/** Writes what newer exports make of deals, in a handful of statements for all of them. */
export async function writePlans(context: Context, plans: readonly Plan[]): Promise<void> {
  const others = plans.filter(({ lines }) => !lines.same)
  const lines = new Map(others.map(({ deal, lines }) => [deal.id, lines.after]))
  if (lines.size > 0) await replaceLinesOf(context.tx, context.workspace_id, lines)
  await writeSteps(context, plans)
  await linkRenewals(
    context,
    plans.flatMap(({ renews }) => renews ?? []),
  )
}

/** One event a deal, which all its new ledger rows name. */
async function writeSteps(context: Context, plans: readonly Plan[]): Promise<void> {
  const { tx, workspace_id, now, newId, record } = context
  const moving = plans.filter(({ steps }) => steps.length > 0)
  const lasts = moving.map(({ steps }) => (steps.at(-1) as Step).state)
  const definitions = await Promise.all(lasts.map((deal) => readDefinitionOf(tx, workspace_id, deal.definition_id)))
  const debts = await owedBy(
    context,
    lasts.map((deal, i) => ({ deal, definition: definitions[i] as Definition, lines: moving[i]?.lines.after })),
  )
  const continuations = moving.map(({ deal, steps, lines }, i): Continuation => {
    const last = lasts[i] as DealState
    const owed = deal.stage === last.stage && deal.outcome === last.outcome ? last.owed : (debts.get(deal.id) ?? [])
    const { before, after } = differences(deal, { ...last, owed })
    const said = { key: `D-${deal.number}`, name: last.name }
    const items = (rows: readonly LineRow[], currency: string) =>
      lines.same ? {} : { line_items: linesOf(rows, currency).data }
    const data = {
      ...said,
      before: { ...before, ...items(lines.before, deal.currency) },
      after: { ...after, ...items(lines.after, last.currency) },
    }
    const event_id = record({ type: 'deal.imported', subject: deal.id, version: last.version, data })
    const states = steps.map(({ kind, at, state }) => ({
      state: state === last ? { ...state, owed } : state,
      change: { id: newId('led'), kind, event_id, occurred_at: at, recorded_at: now },
    }))
    const stays = last.outcome === null && last.stage === deal.stage && deal.outcome === null
    return { before: deal, states, chance: stays ? deal.probability : null }
  })
  await writeContinuations(tx, workspace_id, continuations)
}
