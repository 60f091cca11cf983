import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'

export const Job = z
  .object({
    id: Id('job'),
    kind: Ours,
    status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    /** Parts done, and of how many where that is known. */
    done: z.int(),
    total: z.int().nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.string().nullable(),
    created_at: InstantSchema,
    finished_at: InstantSchema.nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>
