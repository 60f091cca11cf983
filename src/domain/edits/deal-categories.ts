import { z } from 'zod'
import { Id } from '../../values/id.ts'
import type { Instant } from '../../values/instant.ts'
import { categories } from '../ledger/index.ts'
import { crossedByCalling, Gate, gatesOf, refusalOf, type Situation } from '../moves/index.ts'
import { countedCategories, suggestedCategories } from '../pipelines/index.ts'

export const DealCategories = z
  .object({
    deal_id: Id('deal'),
    category: z.enum(categories),
    /** What the stage suggests; only a person takes that over. Null once the deal is closed. */
    suggested: z.enum(suggestedCategories).nullable(),
    categories: z.array(
      z.object({
        category: z.enum(suggestedCategories),
        /** Whether it may be called so as it stands; with a reason, where only soft criteria are missing. */
        allowed: z.boolean(),
        /** What its pipeline asks for it, beginning at the loosest category. */
        gates: z.array(Gate),
      }),
    ),
  })
  .meta({ id: 'DealCategories' })

/** Every category that a person may choose, with what is missing for it. */
export function categoriesOf(situation: Situation, now: Instant): z.output<typeof DealCategories> {
  const { deal, definition } = situation
  const stage = definition.stages.find(({ key }) => key === deal.stage)
  const chosen = [...countedCategories.toReversed(), 'omitted'] as const
  return {
    deal_id: deal.id,
    category: deal.category,
    suggested: deal.outcome === null ? (stage?.category ?? 'pipeline') : null,
    categories: chosen.map((category) => {
      const gates = gatesOf(situation, crossedByCalling(definition, null, category), now)
      const crossed = gatesOf(situation, crossedByCalling(definition, deal.category, category), now)
      const allowed = deal.outcome === null && refusalOf(crossed, category, undefined) === undefined
      return { category, allowed, gates }
    }),
  }
}
