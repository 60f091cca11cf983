import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { DealState } from '../ledger/index.ts'
import type { SaidKind } from './link.ts'

/** Kinds that say one order of deals together: what renews a deal comes after it, as what expands it does. */
const orders: readonly (readonly SaidKind[])[] = [['renews', 'expands', 'sourced_from'], ['part_of'], ['blocks']]

/** All kinds among which a link of this kind must close no circle. */
export const orderOf = (kind: SaidKind): readonly SaidKind[] => orders.find((order) => order.includes(kind)) ?? [kind]

export type Edge = { deal_id: string; other_id: string }

export type LinkSituation = {
  deal: Pick<DealState, 'id' | 'number' | 'outcome'>
  other: Pick<DealState, 'id' | 'number' | 'outcome'>
  /** The links of that order that lead on from the other deal. */
  onward: readonly Edge[]
}

/**
 * Decides whether a deal is linked to another one. Nothing renews itself, also not by a detour: of two deals one is first.
 * A deal that went into another one is linked no more; the other one is.
 */
export function decideLink({ deal, other, onward }: LinkSituation, kind: SaidKind): Decision<Edge> {
  if (deal.id === other.id) return refuse('link-self', 'A deal is nothing to itself; name another one.')
  const gone = [deal, other].find(({ outcome }) => outcome === 'void')
  if (gone) return refuse('deal-void', `D-${gone.number} was never a deal of its own; link the one that it went into.`)
  if (leadsBack(other.id, deal.id, onward))
    return refuse(
      'link-cycle',
      `D-${other.number} comes before D-${deal.number} already, directly or by way of others; one of the two is first.`,
      { kinds: orderOf(kind) },
    )
  return accept({ deal_id: deal.id, other_id: other.id })
}

function leadsBack(from: string, to: string, edges: readonly Edge[]): boolean {
  const reached = new Set([from])
  for (const one of reached) for (const { deal_id, other_id } of edges) if (deal_id === one) reached.add(other_id)
  return reached.has(to)
}
