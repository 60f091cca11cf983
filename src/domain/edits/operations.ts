import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, unwrap } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, dayOf } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { Line } from '../../values/text.ts'
import { currentDeal, Deal, Owner, requireReferences, staleDeal } from '../deals/index.ts'
import { acceptFields, GivenFields } from '../fields/index.ts'
import { categories, DealId, type DealState, differences, lockedDeal, readDeals, saveChange } from '../ledger/index.ts'
import { readLines } from '../line-items/index.ts'
import { situationOf } from '../moves/index.ts'
import { readDefinitionOf, requireWritable, revenueKinds } from '../pipelines/index.ts'
import { decideCategory } from './decide-category.ts'
import { decideEdit } from './decide-edit.ts'
import { DealCategories, categoriesOf } from './deal-categories.ts'

export const updateDeal = operation({
  name: 'deals.update',
  http: 'PATCH /deals/{deal_id}',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'update_deal' },
  summary: 'Change facts of a deal; what is left out stays, null empties',
  input: z.strictObject({
    deal_id: DealId,
    deal_version: z.int().min(1).optional(),
    name: Line(200).optional(),
    account_id: Id('acc').nullable().optional(),
    partner_account_id: Id('acc').nullable().optional(),
    source: Line(100).nullable().optional(),
    amount: MoneySchema.nullable().optional(),
    close_date: DaySchema.nullable().optional(),
    category: z.enum(categories).optional(),
    owner: Owner.nullable().optional(),
    fields: GivenFields.optional(),
    revenue_kind: z.enum(revenueKinds).optional(),
    next_step: Line(500).nullable().optional(),
    wait_until: DaySchema.nullable().optional(),
    /** Why a category is called although something that its pipeline wants for it is missing; only where that is soft. */
    reason: Line(500).optional(),
  }),
  output: Deal,
  version: ({ version }) => version,
  async run(context, { deal_id, fields, owner, reason, ...edit }) {
    const { tx, workspace_id, actor, unchanged } = context
    const deal = await lockedDeal(context, deal_id)
    if (edit.deal_version !== undefined && edit.deal_version !== deal.version) throw await staleDeal(context, deal)
    const situation = { deal, line_items: (await readLines(tx, workspace_id, deal.id)).length }
    const owner_id = owner === 'me' ? actor.id : owner
    await requireReferences(context, { ...edit, owner_id })
    if (fields !== undefined)
      requireWritable(await readDefinitionOf(tx, workspace_id, deal.definition_id), actor.role, fields)
    const accepted = fields === undefined ? undefined : await acceptFields(context, 'deal', fields)
    const after = unwrap(decideEdit(situation, { ...edit, fields: accepted, owner: owner_id }, dayOf(context.now)))
    const difference = differences(deal, after)
    if (!difference.any) {
      unchanged()
      return currentDeal(context, deal.id)
    }
    await requireCategory(context, deal, after, reason)
    const why = reason === undefined ? {} : { reason, data: { reason } }
    await saveChange(context, { before: deal, after, kind: 'edited', type: 'deal.edited', ...why })
    return currentDeal(context, deal.id)
  },
})

export const getDealCategories = operation({
  name: 'deals.categories',
  http: 'GET /deals/{deal_id}/categories',
  access: 'deals:read',
  effect: 'read',
  summary: 'What a deal is called, what its stage suggests, and what its pipeline asks for each category',
  input: z.strictObject({ deal_id: DealId }),
  output: DealCategories,
  async run(context, { deal_id }) {
    const [deal] = await readDeals(context.tx, context.workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    return categoriesOf(await situationOf(context, deal), context.now)
  },
})

/** A firmer call wants what its pipeline asks for it, judged by the deal as it is after the edit. */
async function requireCategory(context: Context, before: DealState, after: DealState, reason: string | undefined) {
  if (before.category === after.category) return
  const situation = await situationOf(context, after)
  unwrap(decideCategory({ ...situation, deal: after }, before.category, reason, context.now))
}
