import type { Day } from '../../values/instant.ts'
import { type AgendaReason, type Happening, type ReasonKind, reasonKinds } from './agenda.ts'

/** All that is known of a deal in scope when an agenda is drawn up. */
export type AgendaFact = {
  deal_id: string
  number: bigint
  person: { id: string; name: string } | null
  /** Open and in scope now: only such a deal is late or a risk. */
  open: boolean
  happened: Happening | null
  /** The last review ended before it was talked about. */
  left_over: boolean
  close_date: Day | null
  /** Whole days in the stage where that is longer than it should be; null where it is not, or waits for a day. */
  stuck_days: number | null
  /** The day of the earliest activity that is still to be done though its day is over. */
  overdue_since: Day | null
  /** Variance of what it brings, in any one unit; 0 where it is certain or worth nothing. */
  variance: number
  /** What it is worth in the agenda's currency, in minor units: the larger of then and now. */
  worth: bigint
}

export type Listed = { deal_id: string; person: AgendaFact['person']; reasons: AgendaReason[] }

/** As many open deals as carry the risk. */
export const mostRisks = 10

/**
 * The agenda of these deals, each once, with every reason that it is there.
 *
 * 1. Person by person, by name; what is nobody's comes last.
 * 2. Of each person by the first reason: left over, changed, late (close date passed, stuck, next step overdue), risk.
 * 3. Then by what it is worth, the most first, and by number.
 *
 * Where there are more than `most`, the least of them by 2 and 3 are left out, whoever's they are.
 */
export function agendaOf(
  facts: readonly AgendaFact[],
  { today, most }: { today: Day; most: number },
): { deals: Listed[]; quiet: number; left_out: number } {
  const shares = riskShares(facts)
  const all = facts.map((fact) => ({ fact, reasons: reasonsOf(fact, shares.get(fact.deal_id), today) }))
  const listed = all.filter(({ reasons }) => reasons.length > 0).sort(byWeight)
  const kept = listed.slice(0, most).sort((a, b) => byPerson(a.fact, b.fact) || byWeight(a, b))
  return {
    deals: kept.map(({ fact: { deal_id, person }, reasons }) => ({ deal_id, person, reasons })),
    quiet: all.filter(({ fact, reasons }) => fact.open && reasons.length === 0).length,
    left_out: listed.length - kept.length,
  }
}

/** The ten open deals with the largest part of the variance of all of them. */
function riskShares(facts: readonly AgendaFact[]): Map<string, number> {
  const open = facts.filter(({ open, variance }) => open && variance > 0)
  const all = open.reduce((sum, { variance }) => sum + variance, 0)
  const largest = open.toSorted((a, b) => b.variance - a.variance || compare(a.number, b.number)).slice(0, mostRisks)
  return new Map(largest.map(({ deal_id, variance }) => [deal_id, variance / all]))
}

function reasonsOf(fact: AgendaFact, share: number | undefined, today: Day): AgendaReason[] {
  const { open, happened, left_over, close_date, stuck_days, overdue_since } = fact
  const reasons: AgendaReason[] = []
  const add = (kind: ReasonKind, more: Partial<AgendaReason> = {}) =>
    reasons.push({ kind, happened: null, days: null, share: null, ...more })
  if (open && left_over) add('left_over')
  if (happened !== null) add('changed', { happened })
  if (!open) return reasons
  if (close_date !== null && close_date < today) add('close_date_passed', { days: daysSince(close_date, today) })
  if (stuck_days !== null) add('stuck', { days: stuck_days })
  if (overdue_since !== null && overdue_since < today)
    add('next_step_overdue', { days: daysSince(overdue_since, today) })
  if (share !== undefined) add('risk', { share })
  return reasons
}

type Weighed = { fact: AgendaFact; reasons: readonly AgendaReason[] }

const byWeight = (a: Weighed, b: Weighed): number =>
  rankOf(a) - rankOf(b) || compare(b.fact.worth, a.fact.worth) || compare(a.fact.number, b.fact.number)

/** What is late is late, whatever of it. */
const ranks: Record<ReasonKind, number> = {
  left_over: 0,
  changed: 1,
  close_date_passed: 2,
  stuck: 2,
  next_step_overdue: 2,
  risk: 3,
}
const rankOf = ({ reasons: [first] }: Weighed): number => (first ? ranks[first.kind] : reasonKinds.length)

function byPerson({ person: a }: AgendaFact, { person: b }: AgendaFact): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compare(a.name, b.name) || compare(a.id, b.id)
}

const compare = <T extends string | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

const daysSince = (day: Day, today: Day): number => Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000)
