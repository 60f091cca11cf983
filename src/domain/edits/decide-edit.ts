import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Day } from '../../values/instant.ts'
import { type Money, minorOf } from '../../values/money.ts'
import { type FieldValues, mergedFields } from '../fields/index.ts'
import type { Category, DealState } from '../ledger/index.ts'
import type { RevenueKind } from '../pipelines/index.ts'

/** What a person may change of a deal without moving it; absent means as it is, null means empty. */
export type Edit = {
  deal_version?: number | undefined
  name?: string | undefined
  account_id?: string | null | undefined
  partner_account_id?: string | null | undefined
  source?: string | null | undefined
  amount?: Money | null | undefined
  close_date?: string | null | undefined
  category?: Category | undefined
  owner?: string | null | undefined
  fields?: FieldValues | undefined
  revenue_kind?: RevenueKind | undefined
  next_step?: string | null | undefined
  wait_until?: string | null | undefined
}

export type EditSituation = { deal: DealState; line_items: number }

/** Decides an edit. What a win settled (amount, date, category) stays as it was until the deal is reopened. */
export function decideEdit({ deal, line_items }: EditSituation, edit: Edit, today: Day): Decision<DealState> {
  if (edit.deal_version !== undefined && edit.deal_version !== deal.version)
    return refuse('deal-changed', 'Someone changed this deal meanwhile.')
  const settled = (['amount', 'close_date', 'category'] as const).filter((part) => edit[part] !== undefined)
  if (deal.outcome !== null && settled.length > 0)
    return refuse('deal-closed', `This deal is ${deal.outcome}; reopen it before changing its ${settled.join(', ')}.`)
  if (edit.category === 'closed')
    return refuse(
      'category-closed',
      'The category closed is set by winning alone; choose commit, best_case, pipeline or omitted.',
    )
  const until = edit.wait_until ?? null
  if (until !== null && until !== deal.wait_until && until <= today) {
    const detail = 'A deal waits until a day that is still to come; null ends its waiting.'
    return refuse('wait-past', detail, { errors: [{ pointer: '/wait_until', code: 'past', detail }] })
  }
  if (edit.amount !== undefined && line_items > 0)
    return refuse('amount-computed', 'The amount comes from the line items; change those, or remove them first.')
  return accept({ ...deal, version: deal.version + 1, ...changed(deal, edit) })
}

function changed(deal: DealState, edit: Edit): Partial<DealState> {
  const { amount, owner, fields, deal_version: _, ...same } = edit
  const given = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined))
  return {
    ...given,
    ...(amount === undefined ? {} : amountOf(deal, amount)),
    ...(owner === undefined ? {} : { owner_id: owner }),
    ...(fields === undefined ? {} : { fields: mergedFields(deal.fields as FieldValues, fields) }),
  }
}

const amountOf = (deal: DealState, amount: Money | null): Partial<DealState> =>
  amount === null
    ? { amount_minor: null }
    : { amount_minor: minorOf(amount), currency: amount.currency || deal.currency }
