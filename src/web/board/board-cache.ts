import type { QueryClient } from '@tanstack/react-query'
import { minus, plus } from '../money.ts'
import type { Moving, Target } from '../move/target.ts'
import type { Board, BoardStage, Card, Money } from '../wire.ts'

const page = 50

/** Where a deal stands on a board; null when it is not among the loaded cards. */
export function placeOf(board: Board, id: string): { stage: string; deal: Card } | null {
  for (const column of board.stages) {
    const deal = column.deals.find((entry) => entry.id === id)
    if (deal) return { stage: column.key, deal }
  }
  return null
}

/** The board with a deal taken out of its column and put on top of another, or off the board when `stage` is null. */
export function placed(board: Board, deal: Card, stage: string | null): Board {
  const from = placeOf(board, deal.id)?.stage
  if (from === stage) return replaced(board, deal)
  return {
    ...board,
    stages: board.stages.map((column) => {
      if (column.key === from) return recounted(column, deal, -1)
      if (column.key === stage) return recounted(column, deal, 1)
      return column
    }),
  }
}

/**
 * A fresh answer of the server laid over what is shown: totals and the first page come from the server, further pages
 * that were loaded stay, except for the deals that changed; a card that is held in the hand keeps its place.
 */
export function merged(old: Board, fresh: Board, changed: ReadonlySet<string>, held: string | null): Board {
  const seen = new Set(fresh.stages.flatMap((column) => column.deals.map((deal) => deal.id)))
  const stages = fresh.stages.map((column) => {
    const before = old.stages.find((entry) => entry.key === column.key)
    if (!before || before.deals.length <= page || column.deals.length < page) return column
    const rest = before.deals.slice(page).filter((deal) => !seen.has(deal.id) && !changed.has(deal.id))
    return { ...column, deals: [...column.deals, ...rest], next_cursor: before.next_cursor }
  })
  return withHeld({ ...fresh, stages }, old, held)
}

/** The deals whose stage is another than before: what moved by itself, to be shown once and said once. */
export function arrivals(old: Board, fresh: Board): { deal: Card; stage: string }[] {
  const before = new Map(old.stages.flatMap((column) => column.deals.map((deal) => [deal.id, column.key])))
  return fresh.stages.flatMap((column) =>
    column.deals
      .filter((deal) => {
        const stage = before.get(deal.id)
        return stage !== undefined && stage !== column.key
      })
      .map((deal) => ({ deal, stage: column.name })),
  )
}

/** Writes a settled move into every board in the cache, until the server's own answer arrives. */
export function placeEverywhere(cache: QueryClient, deal: Moving, target: Target, version: number): void {
  const stage = 'outcome' in target ? null : target.to_stage
  cache.setQueriesData<Board>({ queryKey: ['board', deal.pipeline] }, (board) => {
    const card = board && placeOf(board, deal.id)?.deal
    if (!card) return board
    const entered = { stage: stage ?? card.stage, entered_stage_at: new Date().toISOString(), ageing: null }
    return placed(board, { ...card, ...entered, version }, stage)
  })
}

/** More cards at the end of one column. */
export function extended<T extends { stages: BoardStage[] }>(
  board: T,
  stage: string,
  more: { deals: Card[]; next_cursor: string | null },
): T {
  return {
    ...board,
    stages: board.stages.map((column) => {
      if (column.key !== stage) return column
      const known = new Set(column.deals.map((deal) => deal.id))
      const deals = [...column.deals, ...more.deals.filter((deal) => !known.has(deal.id))]
      return { ...column, deals, next_cursor: more.next_cursor }
    }),
  }
}

function replaced(board: Board, deal: Card): Board {
  const stages = board.stages.map((column) => ({
    ...column,
    deals: column.deals.map((entry) => (entry.id === deal.id ? deal : entry)),
  }))
  return { ...board, stages }
}

function recounted(column: BoardStage, deal: Card, by: 1 | -1): BoardStage {
  const rest = column.deals.filter((entry) => entry.id !== deal.id)
  return {
    ...column,
    count: Math.max(0, column.count + by),
    sum: summed(column.sum, deal.amount, by),
    deals: by === 1 ? [deal, ...rest] : rest,
  }
}

/** In another currency the sum waits for the server, which knows the rate. */
function summed(sum: Money, amount: Money | null, by: 1 | -1): Money {
  if (!amount) return sum
  return (by === 1 ? plus(sum, amount) : minus(sum, amount)) ?? sum
}

function withHeld(board: Board, old: Board, held: string | null): Board {
  const before = held ? placeOf(old, held) : null
  if (!before) return board
  const stages = board.stages.map((column) => {
    const without = column.deals.filter((deal) => deal.id !== held)
    if (column.key !== before.stage) return { ...column, deals: without }
    const at = old.stages.find((entry) => entry.key === column.key)?.deals.findIndex((deal) => deal.id === held) ?? 0
    return { ...column, deals: without.toSpliced(at, 0, before.deal) }
  })
  return { ...board, stages }
}
