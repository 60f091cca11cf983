import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { NamedDeal } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { levels, PipelineRef } from '../pipelines/index.ts'

export const standings = ['in_force', 'lapsed', 'withdrawn'] as const

/** One criterion that a deal passed by override. */
export const GateOverride = z
  .object({
    id: Id('ovr'),
    deal: NamedDeal,
    pipeline: PipelineRef,
    criterion: Ours,
    label: z.string(),
    level: z.enum(levels),
    /** Key of the stage that the deal came to by it; null where it was won by it. */
    to_stage: Ours.nullable(),
    move_id: Id('led'),
    reason: z.string(),
    granted_by: PersonRef,
    granted_at: InstantSchema,
    expires_on: DaySchema,
    /** `lapsed` from the day after; `withdrawn` where its move was undone. */
    standing: z.enum(standings),
    /** Whether the deal satisfies the criterion by now; null where its pipeline no longer asks for it. */
    met: z.boolean().nullable(),
  })
  .meta({ id: 'GateOverride' })

/** How often one criterion was passed by override in one month. */
export const OverrideTally = z
  .object({
    pipeline: PipelineRef,
    criterion: Ours,
    label: z.string(),
    month: Ours,
    overrides: z.int(),
    lapsed: z.int(),
  })
  .meta({ id: 'OverrideTally' })

export function standingOf(
  { withdrawn_at, expires_on }: { withdrawn_at: string | null; expires_on: string },
  today: string,
): (typeof standings)[number] {
  if (withdrawn_at !== null) return 'withdrawn'
  return expires_on >= today ? 'in_force' : 'lapsed'
}
