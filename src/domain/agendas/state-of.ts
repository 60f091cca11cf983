import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { Exchange } from '../forecast/index.ts'
import { type Figures, type Worth, worthOf } from '../forecast-grid/index.ts'
import type { EndState } from '../history/index.ts'
import type { Definition } from '../pipelines/index.ts'
import { type Agenda, type AgendaState, calledCategories } from './agenda.ts'

/** What is needed to tell of a deal as it was at one moment. */
export type Telling = {
  exchange: Exchange
  names: ReadonlyMap<string, string>
  definitions: ReadonlyMap<string, Definition>
  /** By the id of the deal. */
  chances: ReadonlyMap<string, number>
}

/** A deal at one moment with the names of what it points to, and its worth in the agenda's currency. */
export function stateOf(deal_id: string, state: EndState | null, telling: Telling): AgendaState | null {
  if (state === null) return null
  const { exchange, names, definitions, chances } = telling
  const { definition_id, stage, outcome, amount_minor, currency, close_date, category, owner_id } = state
  const worth = worthIn(deal_id, state, exchange)
  return {
    stage,
    stage_name: definitions.get(definition_id)?.stages.find(({ key }) => key === stage)?.name ?? stage,
    outcome,
    amount: amount_minor === null ? null : moneyOf(amount_minor, currency),
    worth: worth === null ? null : moneyOf(worth, exchange.currency),
    close_date,
    category,
    owner: owner_id === null ? null : { id: owner_id, name: names.get(owner_id) ?? '' },
    chance: outcome === null ? (chances.get(deal_id) ?? null) : null,
  }
}

/** What a deal was worth at a moment, in minor units of the exchange's currency; null without an amount or a rate. */
export const worthIn = (deal_id: string, state: EndState, exchange: Exchange): bigint | null =>
  worthOf({ deal_id, ...state }, exchange).worth

type Called = Pick<Agenda, 'called' | 'unconverted'>

/** What deals of each category came to at the two moments, and the amounts that are in none for want of a rate. */
export function calledOf(
  from: { figures: Figures; deals: readonly Worth[] },
  to: { figures: Figures; deals: readonly Worth[] },
  currency: string,
): Called {
  const pile = ({ amount, count }: Figures['closed']) => ({ amount: moneyOf(amount, currency), count })
  return {
    called: calledCategories.map((category) => ({
      category,
      from: pile(from.figures[category]),
      to: pile(to.figures[category]),
    })),
    unconverted: { from: withoutRate(from.deals), to: withoutRate(to.deals) },
  }
}

function withoutRate(deals: readonly Worth[]): Money[] {
  const sums = new Map<string, bigint>()
  for (const { unconverted } of deals)
    if (unconverted) sums.set(unconverted.currency, (sums.get(unconverted.currency) ?? 0n) + minorOf(unconverted))
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, minor]) => moneyOf(minor, code))
}
