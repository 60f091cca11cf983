import type { DealState } from './state.ts'

export type BoardDelta = {
  pipeline_id: string
  stage: string
  currency: string
  deals: bigint
  amount_minor: bigint
  weighted_minor: bigint
}

type Placed = Pick<DealState, 'pipeline_id' | 'stage' | 'currency' | 'amount_minor' | 'outcome' | 'counted'> & {
  weighted_minor: bigint | null
}

/** What a change does to the totals of a board: out of where the deal was, into where it is; nothing where they agree. */
export function boardDeltas(before: Placed | null, after: Placed): BoardDelta[] {
  const [out] = before ? shareOf(before, -1n) : []
  const [into] = shareOf(after, 1n)
  if (!out || !into || !samePlace(out, into)) return [out, into].filter((delta) => delta !== undefined)
  const sum = {
    ...into,
    deals: out.deals + into.deals,
    amount_minor: out.amount_minor + into.amount_minor,
    weighted_minor: out.weighted_minor + into.weighted_minor,
  }
  return sum.deals === 0n && sum.amount_minor === 0n && sum.weighted_minor === 0n ? [] : [sum]
}

/** Only open deals stand on a board; one whose co-sell twin is counted stands there without its money. */
function shareOf(deal: Placed, sign: 1n | -1n): BoardDelta[] {
  if (deal.outcome !== null) return []
  const { pipeline_id, stage, currency } = deal
  const money = deal.counted ? sign : 0n
  const amount_minor = money * (deal.amount_minor ?? 0n)
  return [
    { pipeline_id, stage, currency, deals: sign, amount_minor, weighted_minor: money * (deal.weighted_minor ?? 0n) },
  ]
}

const samePlace = (a: BoardDelta, b: BoardDelta) =>
  a.pipeline_id === b.pipeline_id && a.stage === b.stage && a.currency === b.currency
