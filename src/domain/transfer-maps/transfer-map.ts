import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Ours } from '../../values/text.ts'
import { PipelineRef } from '../pipelines/index.ts'

const key = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'expected a key such as proposal_sent')
const PipelineName = z.string().min(1).max(60)

/** Stage of the one pipeline → stage of the other; where nothing is said, the same key or phase decides. */
export const KeyMap = z.record(key, key).refine((map) => Object.keys(map).length <= 200, 'at most 200 entries')

export const TransferMapRequest = z.strictObject({
  from_pipeline: PipelineName,
  to_pipeline: PipelineName,
  stages: KeyMap.default({}),
  fields: KeyMap.default({}),
})
export type TransferMapRequest = z.output<typeof TransferMapRequest>

export const TransferMapName = TransferMapRequest.pick({ from_pipeline: true, to_pipeline: true })

/** Where deals land that go from one pipeline to another, as somebody declared it. */
export const TransferMap = z
  .object({
    id: Id('tmap'),
    from_pipeline: PipelineRef,
    to_pipeline: PipelineRef,
    stages: z.record(z.string(), Ours),
    fields: z.record(z.string(), Ours),
    valid_from: InstantSchema,
  })
  .meta({ id: 'TransferMap' })
export type TransferMap = z.infer<typeof TransferMap>

/** What a transfer needs of a map. */
export type Mapped = { stages: Record<string, string>; fields: Record<string, string> }
