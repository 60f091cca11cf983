import {
  type Change,
  type DealState,
  type History,
  takeNumbers,
  writeHistories,
} from '../../src/domain/ledger/index.ts'
import { readPipelines } from '../../src/domain/pipelines/index.ts'
import { rateBetween, readRates } from '../../src/domain/rates/index.ts'
import type { Context } from '../../src/platform/context.ts'
import { dayOf, instantOf } from '../../src/values/instant.ts'
import { minorOf } from '../../src/values/money.ts'

/** A deal that went through some stages before anybody wrote it down here; days since 1970, fractions included. */
export type PastDeal = {
  pipeline: string
  stays: readonly { stage: string; entered: number; left: number | null; to: string | null }[]
  amount: { amount: string; currency: string } | null
  close_date?: string
}

/** Writes deals with their whole past as an import does: five hundred in a statement. Answers their ids in order. */
export async function writePast(context: Context, deals: readonly PastDeal[]): Promise<string[]> {
  const { tx, workspace_id, newId } = context
  const pipelines = new Map((await readPipelines(tx, workspace_id)).map((row) => [row.key, row]))
  const rates = await readRates(tx, workspace_id)
  const frozen = (currency: string, day: string) =>
    currency === 'EUR' ? null : rateBetween(rates, currency, 'EUR', day)
  const ids: string[] = []
  for (let from = 0; from < deals.length; from += 500) {
    const some = deals.slice(from, from + 500)
    const first = await takeNumbers(tx, workspace_id, some.length)
    const histories = some.map((deal, i): History => {
      const pipeline = pipelines.get(deal.pipeline)
      if (!pipeline) throw new Error(`no pipeline ${deal.pipeline}`)
      const id = newId('deal')
      ids.push(id)
      const place = { id, number: first + BigInt(i), pipeline_id: pipeline.id, definition_id: pipeline.definition_id }
      return { states: statesOf(context, deal, { ...blank, ...place }, frozen), chance: null }
    })
    await writeHistories(tx, workspace_id, histories)
  }
  return ids
}

type Frozen = (currency: string, day: string) => string | null

function statesOf(
  { newId, now, record }: Context,
  deal: PastDeal,
  start: DealState,
  frozen: Frozen,
): History['states'] {
  const states: History['states'] = []
  const event_id = record({ type: 'deal.imported', subject: start.id, version: 1, data: {} })
  const currency = deal.amount?.currency ?? 'EUR'
  const created_at = instantAt(deal.stays[0]?.entered ?? 0)
  let state: DealState = {
    ...start,
    created_at,
    currency,
    name: `Deal ${start.number}`,
    amount_minor: deal.amount && minorOf(deal.amount),
    close_date: deal.close_date ?? null,
  }
  const add = (kind: Change['kind'], occurred_at: string, next: Partial<DealState>) => {
    state = { ...state, ...next, version: states.length + 1 }
    states.push({ state, change: { id: newId('led'), kind, event_id, occurred_at, recorded_at: now } })
  }
  for (const [i, { stage, entered, left, to }] of deal.stays.entries()) {
    const at = instantAt(entered)
    add(i === 0 ? 'created' : 'moved', at, { stage, entered_stage_at: at })
    if (left === null || (to !== 'won' && to !== 'lost')) continue
    const closed_at = instantAt(left)
    const rate = to === 'won' && state.amount_minor !== null ? frozen(currency, dayOf(closed_at)) : null
    add(to, closed_at, { outcome: to, closed_at, category: 'closed', frozen_rate: rate })
  }
  return states
}

const instantAt = (day: number) => instantOf(Math.round(day * 86_400_000))

const blank: DealState = {
  id: '',
  number: 0n,
  version: 1,
  name: '',
  account_id: null,
  partner_account_id: null,
  source: null,
  pipeline_id: '',
  definition_id: '',
  stage: '',
  entered_stage_at: '',
  outcome: null,
  outcome_reason: null,
  closed_at: null,
  amount_minor: null,
  currency: 'EUR',
  close_date: null,
  category: 'pipeline',
  owner_id: null,
  fields: {},
  owed: [],
  carried: {},
  revenue_kind: 'new',
  amount_measure: 'total_contract_value',
  frozen_rate: null,
  counted: true,
  next_step: null,
  wait_until: null,
  created_at: '',
}
