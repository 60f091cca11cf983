import { z } from 'zod'
import { InstantSchema } from '../../values/instant.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'
import { type ChanceMethod, chanceMethods } from '../../stats/other-methods.ts'

/** What a backtest found on a pipeline's open deals. */
export type Evidence = { method: ChanceMethod; horizon_days: number; windows: number; against_model: number }

/** A word of a person on a pipeline, or of the record, from a moment on. */
export type Chosen = {
  method: ChanceMethod | null
  reason: string | null
  valid_from: string
  evidence: Omit<Evidence, 'method'> | null
  set_by: { id: string; name: string } | null
}

/** The method of a pipeline at a moment, and why it is that one. */
export type MethodInUse = {
  method: ChanceMethod
  chosen_by: 'usual' | 'record' | 'person'
  chosen: Chosen | null
}

export const usualMethod: MethodInUse = { method: 'model', chosen_by: 'usual', chosen: null }

/** A person goes before the record; one who leaves it to the record says nothing. Without either, the model. */
export function methodInUse({
  person,
  record,
}: {
  person?: Chosen | undefined
  record?: Chosen | undefined
}): MethodInUse {
  if (person?.method) return { method: person.method, chosen_by: 'person', chosen: person }
  if (record?.method && record.method !== 'model') return { method: record.method, chosen_by: 'record', chosen: record }
  return usualMethod
}

const names: Record<ChanceMethod, string> = {
  model: 'the full model',
  partial: 'the model without sizes',
  pooled: 'what all pipelines have in common',
  per_pipeline: 'the history of this pipeline alone',
  horizon_share: 'the share of open deals of a stage that was won in as many days',
  win_rate: 'the win rate of this pipeline',
}

/** What a reader of a forecast must know of how it was made; null where it is the model, as usual. */
export function methodNote({ method, chosen_by, chosen }: MethodInUse): string | null {
  if (chosen_by === 'usual' || chosen === null) return null
  if (chosen_by === 'person') return `chances by ${names[method]}, as was chosen: ${chosen.reason}`
  const { evidence } = chosen
  if (evidence === null) return `chances by ${names[method]}, by the record`
  const nearer = Math.round(-100 * evidence.against_model)
  return `chances by ${names[method]}: ${nearer} % nearer to what came than the model in the last backtest (${evidence.windows} windows of ${evidence.horizon_days} days)`
}

export const ForecastMethod = z
  .object({
    pipeline: PipelineRef,
    /** By which the chances of its open deals are reckoned now. */
    method: z.enum(chanceMethods),
    /** `usual`: the model, as nothing speaks for another; `record`: the last backtest does; `person`: somebody said so. */
    chosen_by: z.enum(['usual', 'record', 'person']),
    reason: z.string().nullable(),
    set_by: PersonRef.nullable(),
    valid_from: InstantSchema.nullable(),
    /** What the last backtest that changed it found: the method that it speaks for, whether or not that is in use. */
    record: z
      .object({
        method: z.enum(chanceMethods),
        horizon_days: z.int(),
        windows: z.int(),
        /** −0.2: a fifth nearer to what came than the model. */
        against_model: z.number(),
      })
      .nullable(),
  })
  .meta({ id: 'ForecastMethod' })
export type ForecastMethod = z.input<typeof ForecastMethod>

export const NewForecastMethod = z.strictObject({
  /** Key or id. */
  pipeline: z.string().min(1).max(100),
  /** `automatic` leaves it to the record. */
  method: z.enum(['automatic', ...chanceMethods]),
  reason: z.string().trim().min(1).max(500),
})
