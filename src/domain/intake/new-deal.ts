import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { Line } from '../../values/text.ts'
import { GivenFields } from '../fields/index.ts'
import { revenueKinds } from '../pipelines/index.ts'

/** What somebody says of a deal that is to be opened. */
export const NewDeal = z.strictObject({
  name: Line(200),
  /** Its key or id. Whoever names it has it so; left out, the routing rules decide, or the only one that takes deals. */
  pipeline: z.string().min(1).max(100).optional(),
  account_id: Id('acc').optional(),
  amount: MoneySchema.optional(),
  close_date: DaySchema.optional(),
  /** Whoever a routing rule gives it to where nobody is named, else whoever asks. */
  owner: z.union([z.literal('me'), Id('per')], 'expected me or the id of a person').optional(),
  source: Line(100).optional(),
  partner_account_id: Id('acc').optional(),
  fields: GivenFields.optional(),
  revenue_kind: z.enum(revenueKinds).optional(),
  next_step: Line(500).optional(),
  /** Why a soft criterion of the first stage is not met. */
  reason: Line(500).optional(),
})
export type NewDeal = z.infer<typeof NewDeal>
