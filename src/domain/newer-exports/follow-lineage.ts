import type { Restatement } from '../history/index.ts'
import type { Arrival } from '../intake/index.ts'
import type { DealState } from '../ledger/index.ts'

/**
 * A row of a pipeline that was split or merged, as it reads in the pipeline where its deal was brought by that: each stage
 * as the one that it became, each field under the name that it has there. Null where no act led from there to here.
 */
export function followed(
  arrival: Arrival,
  { pipeline_id, fields }: Pick<DealState, 'pipeline_id' | 'fields'>,
  lineage: readonly Restatement[],
  pipeline: Arrival['pipeline'],
): Arrival | null {
  const way: Restatement[] = []
  let at = arrival.pipeline.id
  for (const act of lineage) {
    if (act.from !== at) continue
    way.push(act)
    at = act.to
  }
  if (at !== pipeline_id || way.length === 0) return null
  const read = (key: string, of: (act: Restatement) => Readonly<Record<string, string>> | undefined) =>
    way.reduce((name, act) => of(act)?.[name] ?? name, key)
  const own = new Set([...pipeline.definition.fields.map(({ key }) => key), ...Object.keys(fields)])
  const values = Object.entries(arrival.values.fields).map(([key, value]) => [read(key, (act) => act.fields), value])
  return {
    ...arrival,
    pipeline,
    stages: arrival.stages.map(({ stage, at: since }) => ({ stage: read(stage, (act) => act.stages), at: since })),
    // What the new pipeline has no field for it carries along, and is not asked about again.
    values: { ...arrival.values, fields: Object.fromEntries(values.filter(([key]) => own.has(key as string))) },
  }
}
