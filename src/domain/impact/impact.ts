import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { PeriodSchema } from '../../values/fiscal-calendar.ts'
import { CurrencySchema, SumSchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { levels } from '../pipelines/index.ts'

/** One thing that a change adds, alters or takes away. */
export const DefinitionChange = z
  .object({
    op: z.enum(['+', '~', '-']),
    /** Where in the definition, by keys: `stages.proposal.exit.budget`. */
    path: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    /** The same in words. */
    sentence: z.string(),
  })
  .meta({ id: 'DefinitionChange' })
export type DefinitionChange = z.infer<typeof DefinitionChange>

export const stageChanges = ['added', 'renamed', 'removed', 'changed', 'older'] as const

const StageImpact = z
  .object({
    key: Ours,
    name: z.string(),
    /** `older`: a stage of an earlier version, in which deals still stand. */
    change: z.enum(stageChanges),
    /** Its name from then on, where it gets another one. */
    new_name: z.string().nullable(),
    open_deals: z.int(),
    /** The stage where they go; null where they stay in their version, and for a stage that is new. */
    to: Ours.nullable(),
  })
  .meta({ id: 'StageImpact' })
export type StageImpact = z.infer<typeof StageImpact>

const NewlyFailing = z
  .object({
    criterion: Ours,
    label: z.string(),
    level: z.enum(levels),
    rule: z.string().nullable(),
    /** The stage whose gate asks for it; null for winning. */
    stage: Ours.nullable(),
    count: z.int(),
    /** The first 10,000 of them. */
    deal_ids: z.array(Id('deal')),
  })
  .meta({ id: 'NewlyFailing' })
export type NewlyFailing = z.infer<typeof NewlyFailing>

/** What becomes of a figure; null where history is too short, or where the reader may not see forecasts. */
const Expected = z
  .object({
    /** The fiscal quarter. */
    period: PeriodSchema.nullable(),
    currency: CurrencySchema.nullable(),
    before: SumSchema.nullable(),
    after: SumSchema.nullable(),
    /** The chance that a deal which enters a stage is ever won, before and after. */
    chances: z.array(
      z
        .object({ stage: Ours, before: z.number().nullable(), after: z.number().nullable() })
        .meta({ id: 'StageChanceChange' }),
    ),
  })
  .meta({ id: 'ExpectedChange' })

const RightsLost = z
  .object({ field: Ours, right: z.enum(['read', 'write']), roles: z.array(Ours) })
  .meta({ id: 'RightsLost' })
export type RightsLost = z.infer<typeof RightsLost>

const Referring = z
  .object({
    kind: Ours,
    id: Ours,
    name: z.string(),
    refers_to: z.object({ kind: z.enum(['pipeline', 'stage', 'field', 'criterion']), key: Ours }),
  })
  .meta({ id: 'Reference' })

/** What a proposed version would do to the deals, the figures, and whatever refers to what goes away. */
export const impact = {
  stages: z.array(StageImpact),
  newly_failing: z.array(NewlyFailing),
  expected: Expected,
  references: z.array(Referring),
  rights_lost: z.array(RightsLost),
  diff: z.object({
    changes: z.array(DefinitionChange),
    /** The lines of the file, in the unified format. */
    lines: z.string(),
  }),
  /** Such as "Plan: 1 to add, 2 to change, 1 to remove; 40 open deals move". */
  summary: z.string(),
}
export type Impact = z.infer<z.ZodObject<typeof impact>>

/** What of an impact must still be so when it is done, as far as that is about deals. */
export type Fingerprint = {
  version: number
  stages: Record<string, { name: string; deals: number; digest: string }>
  failing: Record<string, { label: string; deals: number; digest: string }>
}
