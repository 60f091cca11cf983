import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

/** Above what a definition may be, so that one that is too large is answered with what would do. */
export const mostText = 1_000_000

export const DefinitionText = z.string({ error: 'expected a definition' }).min(1, 'expected a definition').max(mostText)

const key = z.string().max(60, 'at most 60 characters')

/** Where deals of stages go that are no longer there: the old key, then the new one. */
export const StageMapInput = z.record(key, key)

export const migrations = ['all', 'grandfather'] as const

const Found = z
  .object({
    file: z.string(),
    line: z.int().nullable(),
    column: z.int().nullable(),
    /** Where in the definition, such as `stages[2].exit[0].rule`. */
    path: z.string(),
    message: z.string(),
    /** What would put it right. */
    remedy: z.string(),
  })
  .meta({ id: 'DefinitionFinding' })

export const DefinitionCheck = z
  .object({
    /** Whether it could be published as it is. */
    ok: z.boolean(),
    findings: z.array(Found),
    /** What may be so and its writer should know. */
    warnings: z.array(Found),
  })
  .meta({ id: 'DefinitionCheck' })

export const Draft = z
  .object({
    pipeline: PipelineRef,
    version: z.int(),
    source: z.string(),
    stage_map: z.record(Ours, Ours),
    based_on: z.object({ id: Id('def'), version: z.int() }),
    /** Another version was published since this was begun. */
    behind: z.boolean(),
    updated_by: PersonRef,
    updated_at: InstantSchema,
    check: DefinitionCheck,
  })
  .meta({ id: 'DefinitionDraft' })
