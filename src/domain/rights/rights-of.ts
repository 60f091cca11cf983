import { boundByNothing, type Extent, extents, type PipelineRight, type Rights } from '../../platform/rights.ts'
import type { Standing } from '../people/index.ts'

/** What somebody may do in pipelines, from the grants that are theirs: of two that say the same right, the wider. */
export function rightsOf({ role, standing }: { role: string; standing: Standing }): Rights {
  if (standing === null || role === 'owner') return boundByNothing
  const pipelines = new Map(standing.closed.map((id) => [id, new Map<PipelineRight, Extent>()]))
  for (const { pipeline_id, rights, deals } of standing.grants)
    for (const right of rights) {
      const granted = pipelines.get(pipeline_id)
      granted?.set(right, wider(granted.get(right), deals))
    }
  return { pipelines, team: new Set(standing.team), deals: new Map(standing.deals) }
}

const wider = (a: Extent | undefined, b: Extent): Extent =>
  a !== undefined && extents.indexOf(a) > extents.indexOf(b) ? a : b
