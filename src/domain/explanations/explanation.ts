import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { Ours } from '../../values/text.ts'
import { DealId } from '../ledger/index.ts'
import { Gate } from '../moves/index.ts'

/** One part of a rule, judged by itself. Parts follow what they are part of; `depth` says how deep inside. */
export const RulePart = z
  .object({
    depth: z.int(),
    /** `all` and `any` hold by their parts, `not` by its opposite, a `test` by what it looks at. */
    op: z.enum(['all', 'any', 'not', 'test']),
    source: z.string(),
    holds: z.boolean(),
    /** In words, what keeps it from holding. */
    because: z.array(z.string()),
    /** What it looked at; null is empty, which no test holds on. */
    values: z.array(z.object({ path: Ours, label: z.string(), value: z.string().nullable() })),
  })
  .meta({ id: 'RulePart' })

export const ExplanationRequest = z.strictObject({
  deal_id: DealId,
  /** Key of a criterion of the deal's pipeline; or a rule of one's own. */
  criterion: z.string().min(1).max(130).optional(),
  rule: z.string().trim().min(1, 'must not be empty').max(2000, 'at most 2000 characters').optional(),
})

export const Explanation = z
  .object({
    deal: z.object({ id: Id('deal'), key: Ours }),
    criterion: Ours.nullable(),
    rule: z.string().nullable(),
    /** Whether the rule holds, and with a criterion whether all that it asks for is there. */
    holds: z.boolean(),
    because: z.array(z.string()),
    /** Part by part; empty where there is no rule, or it rests on a field that is not for the reader. */
    parts: z.array(RulePart),
    /** The criterion as a gate would judge it. */
    gate: Gate.nullable(),
  })
  .meta({ id: 'Explanation' })
