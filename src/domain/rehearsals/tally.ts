import { differenceOfProportions, proportion } from '../../stats/proportion.ts'
import type { Outcome } from '../ledger/index.ts'
import type { Hindrance, Judgement } from './judge-move.ts'
import type { Replay, RuleEffect } from './rehearsal.ts'

type Judged = { deal: string; outcome: Outcome | null; judgement: Judgement }
type Tallied = Pick<
  Replay,
  'moves' | 'won' | 'lost' | 'open' | 'difference' | 'rules' | 'unmapped_stages' | 'not_judged'
> & { stopped_won: string[] }

const shown = 100

/** Adds up what a definition would have done to the moves of the past. A deal that is stopped once counts once. */
export function tally(judged: readonly Judged[]): Tallied {
  const deals = new Map<string, { outcome: Outcome | null; stopped: boolean }>()
  const rules = new Map<string, Hindrance & { moves: number; deals: Map<string, Outcome | null> }>()
  const unmapped = new Map<string, number>()
  const moves = { judged: judged.length, passed: 0, stopped: 0, asked_for_reason: 0, unmapped: 0 }
  let not_judged = 0
  for (const { deal, outcome, judgement } of judged) {
    moves[judgement.verdict] += 1
    not_judged += judgement.not_judged
    for (const stage of judgement.unmapped) unmapped.set(stage, (unmapped.get(stage) ?? 0) + 1)
    const known = deals.get(deal) ?? { outcome, stopped: false }
    known.stopped ||= judgement.verdict === 'stopped'
    deals.set(deal, known)
    for (const one of judgement.by) {
      const key = `${one.key} ${one.stage} ${one.level}`
      const rule = rules.get(key) ?? { ...one, moves: 0, deals: new Map() }
      rule.moves += 1
      rule.deals.set(deal, outcome)
      rules.set(key, rule)
    }
  }
  const of = (outcome: Outcome | null) => [...deals.values()].filter((deal) => deal.outcome === outcome)
  const count = (some: { stopped: boolean }[]) => ({
    successes: some.filter(({ stopped }) => stopped).length,
    n: some.length,
  })
  const [won, lost, open] = [count(of('won')), count(of('lost')), count(of(null))]
  return {
    moves,
    won: shareOf(won),
    lost: shareOf(lost),
    open: shareOf(open),
    difference: differenceOfProportions(lost, won),
    rules: [...rules.values()].map(effectOf).toSorted((a, b) => b.deals - a.deals || (a.key < b.key ? -1 : 1)),
    unmapped_stages: [...unmapped].map(([stage, moves]) => ({ stage, moves })),
    not_judged,
    stopped_won: [...deals].flatMap(([id, { outcome, stopped }]) => (stopped && outcome === 'won' ? [id] : [])),
  }
}

function shareOf({ successes, n }: { successes: number; n: number }): Replay['won'] {
  const { estimate, low, high } = proportion(successes, n)
  return { n, stopped: successes, share: estimate, low, high }
}

function effectOf({ deals, ...rule }: Hindrance & { moves: number; deals: Map<string, Outcome | null> }): RuleEffect {
  const of = (outcome: Outcome | null) => [...deals.values()].filter((one) => one === outcome).length
  const wonFirst = [...deals].toSorted(([, a], [, b]) => Number(b === 'won') - Number(a === 'won')).map(([id]) => id)
  return {
    ...rule,
    deals: deals.size,
    won: of('won'),
    lost: of('lost'),
    open: of(null),
    deal_ids: wonFirst.slice(0, shown),
  }
}
