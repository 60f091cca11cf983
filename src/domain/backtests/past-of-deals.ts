import type { Categorised } from '../../stats/backtest/history.ts'
import type { InPieces } from '../../stats/gently.ts'
import type { Stay } from '../../stats/stay.ts'
import { type Exchange, keyingStays, type Plan, worthWhenWon } from '../forecast/index.ts'
import { dayNumber, type Lineages, restatedPlace, type StayRow } from '../history/index.ts'
import { digitsOf } from '../../values/money.ts'

/** What a deal was said to be from a moment on, as its ledger has it. */
export type FactRow = {
  deal_id: string
  version: number
  occurred: string
  closed: string | null
  outcome: string | null
  amount_minor: bigint | null
  currency: string
  counted: boolean
  frozen_rate: string | null
  category: string
}

/**
 * What a deal was said to be worth from a day on, in major units of its own currency; nothing while its co-sell twin is
 * the one that is counted. `worth` is what a win brought in the one currency, at the rate that was frozen with it.
 */
export type Note = { deal: string; from: number; amount: number | null; currency: string; worth: number | null }

/** The past of some deals. */
export type Part = { stays: Stay[]; notes: Note[]; categories: Categorised[] }

/**
 * Makes the past of some deals from their ledger: stays as the forecast reads them, pipelines by their id.
 *
 * @param rows changes of place, in each deal's order
 * @param facts every row of the ledger, in the same order
 */
export function* makingPast(
  { rows, facts }: { rows: readonly StayRow[]; facts: readonly FactRow[] },
  { plans, lineages, exchange }: { plans: readonly Plan[]; lineages: Lineages; exchange: Exchange },
): InPieces<Part> {
  const restated = rows.map((row) => restatedPlace(row, lineages, row.occurred))
  const known = new Set(plans.map(({ id }) => id))
  const all = yield* keyingStays(
    restated,
    plans.map((plan) => ({ ...plan, key: plan.id })),
    // Of what a deal was worth there are notes: they are converted anew at every origin.
    { sizeOf: () => null },
  )
  const stays = all.filter(({ pipeline }) => known.has(pipeline))
  const kept = new Set(stays.map(({ deal }) => deal))
  const notes = notesOf(
    facts.filter(({ deal_id }) => kept.has(deal_id)),
    exchange,
  )
  const categories = categoriesOf(facts.filter(({ deal_id }) => kept.has(deal_id)))
  return { stays: stays.map(valued(notes)), notes, categories }
}

/** A win counts with what its deal was last said to bring before it went on, if ever it was reopened. */
function valued(notes: readonly Note[]): (stay: Stay, i: number, stays: readonly Stay[]) => Stay {
  const of = Map.groupBy(notes, ({ deal }) => deal)
  return (stay, i, stays) => {
    if (stay.to !== 'won') return stay
    const next = stays[i + 1]?.deal === stay.deal ? (stays[i + 1]?.entered ?? Infinity) : Infinity
    const last = of.get(stay.deal)?.findLast(({ from, worth }) => worth !== null && from < next)
    return { ...stay, amount: last?.worth ?? 0 }
  }
}

function notesOf(facts: readonly FactRow[], exchange: Exchange): Note[] {
  const notes: Note[] = []
  for (const row of facts) {
    const note = noteOf(row, exchange)
    const last = notes.at(-1)
    const isNews =
      last?.deal !== note.deal ||
      last.amount !== note.amount ||
      last.currency !== note.currency ||
      last.worth !== note.worth
    if (isNews) notes.push(note)
  }
  return notes
}

function noteOf(row: FactRow, exchange: Exchange): Note {
  const { deal_id: deal, occurred, closed, outcome, amount_minor, currency, counted } = row
  const amount = amount_minor === null ? null : counted ? Number(amount_minor) / 10 ** digitsOf(currency) : 0
  const at = dayNumber(occurred)
  if (outcome !== 'won' || closed === null) return { deal, from: at, amount, currency, worth: null }
  const worth = worthWhenWon({ ...row, closed_at: closed }, exchange)
  const from = Math.min(at, dayNumber(closed))
  return { deal, from, amount, currency, worth: worth === null ? null : Number(worth.amount) }
}

function categoriesOf(facts: readonly FactRow[]): Categorised[] {
  const said: Categorised[] = []
  for (const { deal_id: deal, category, occurred } of facts) {
    const last = said.at(-1)
    if (last?.deal !== deal || last.category !== category) said.push({ deal, category, from: dayNumber(occurred) })
  }
  return said
}
