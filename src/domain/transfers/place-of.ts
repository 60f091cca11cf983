import type { Definition } from '../pipelines/index.ts'

/** A stage of a pipeline, as it is called. */
export const placeOf = (
  { id, key, name }: { id: string; key: string; name: string },
  { stages }: Definition,
  stage: string,
) => ({
  pipeline: { id, key, name },
  stage,
  stage_name: stages.find((one) => one.key === stage)?.name ?? stage,
})
