import type { Context } from '../../platform/context.ts'
import { readLibrary } from '../fields/index.ts'
import { type DealState, inWords, type Owed, takeNumbers, writeHistories } from '../ledger/index.ts'
import { type LineRow, linesOf } from '../line-items/index.ts'
import { lineItemsOf, noActivities, owedOnArrival, readRatesFor } from '../moves/index.ts'
import type { Definition } from '../pipelines/index.ts'
import { readStatistics } from '../stage-statistics/index.ts'
import { type Arrival, arrivedState, historyOf } from './arrivals.ts'
import { readAddresses, readParties } from './store.ts'

export type Opened = { id: string; version: number }

/**
 * Opens deals that come from elsewhere, in a handful of statements for all of them: each with its whole past, one event
 * a deal. Their stages stand as they are; what the gates behind them ask for and they do not have is owed.
 */
export async function openArrivals(context: Context, arrivals: readonly Arrival[]): Promise<Opened[]> {
  const { tx, workspace_id, now, newId, record } = context
  if (arrivals.length === 0) return []
  const first = await takeNumbers(tx, workspace_id, arrivals.length)
  const states = arrivals.map((arrival, i) => arrivedState(arrival, { id: newId('deal'), number: first + BigInt(i) }))
  const debts = await owedBy(
    context,
    states.map((deal, i) => ({ deal, definition: definitionOf(arrivals, i), lines: arrivals[i]?.lines })),
  )
  const chances = await chancesFor(context, states)
  const histories = states.map((state, i) => {
    const arrival = arrivals[i] as Arrival
    const version = arrival.stages.length + (arrival.closed === null ? 0 : 1)
    const key = `D-${state.number}`
    const data = { key, name: state.name, before: null, after: { ...presentIn(state), ...linesIn(arrival) } }
    const event_id = record({ type: 'deal.imported', subject: state.id, version, data })
    const owed = debts.get(state.id) ?? []
    const chance = chances.get(`${state.pipeline_id} ${state.stage}`) ?? null
    return historyOf(arrival, state, { event_id, now, newId: () => newId('led'), owed, chance })
  })
  await writeHistories(tx, workspace_id, histories)
  return histories.map(({ states: rows }, i) => ({ id: states[i]?.id ?? '', version: rows.length }))
}

/** Its line items, where it has any. */
const linesIn = ({ lines = [], values }: Arrival) =>
  lines.length > 0 ? { line_items: linesOf(lines, values.currency).data } : {}

/** What there is to say of a state, as events say it. */
const presentIn = (state: DealState) =>
  inWords(
    state,
    (Object.keys(state) as (keyof DealState)[]).filter((name) => name !== 'version' && state[name] !== null),
  )

const definitionOf = (arrivals: readonly Arrival[], i: number) => (arrivals[i] as Arrival).pipeline.definition

/** What each open deal owes in the stage where an import puts it, by the deal's id; nothing else hangs on the deals yet. */
export async function owedBy(
  { tx, workspace_id, now }: Context,
  deals: readonly { deal: DealState; definition: Definition; lines?: readonly LineRow[] | undefined }[],
): Promise<Map<string, Owed[]>> {
  const open = deals.filter(({ deal }) => deal.outcome === null)
  if (open.length === 0) return new Map()
  const library = await readLibrary(tx, workspace_id)
  const rates = await readRatesFor(
    tx,
    workspace_id,
    open.map(({ deal }) => deal),
    now,
  )
  const parties = await readParties(
    tx,
    workspace_id,
    open.flatMap(({ deal }) => [deal.account_id, deal.partner_account_id]),
  )
  const owners = await readAddresses(tx, workspace_id)
  const nothing = {
    evidence: [],
    asked: [],
    approvals: [],
    activities: noActivities,
    contacts: [],
  }
  return new Map(
    open.map(({ deal, definition, lines = [] }) => {
      const account = parties.get(deal.account_id ?? '') ?? null
      const partner = parties.get(deal.partner_account_id ?? '') ?? null
      const owner = owners.get(deal.owner_id ?? '') ?? null
      return [
        deal.id,
        owedOnArrival(
          { deal, definition, library, rates, account, partner, owner, line_items: itemsOf(lines), ...nothing },
          now,
        ),
      ]
    }),
  )
}

const itemsOf = (lines: readonly LineRow[]) =>
  lineItemsOf(lines.map((line) => ({ ...line, product: line.product_key })))

/** The chances of the stages that these deals stand in, by pipeline and stage. */
export async function chancesFor(
  { tx, workspace_id }: Context,
  deals: readonly DealState[],
): Promise<Map<string, number | null>> {
  const statistics = await readStatistics(tx, workspace_id, [...new Set(deals.map(({ pipeline_id }) => pipeline_id))])
  return new Map(statistics.map(({ pipeline_id, stage, chance }) => [`${pipeline_id} ${stage}`, chance]))
}
