import { boundByNothing, type PipelineRight, type Rights } from '../../src/platform/rights.ts'

/** As short as a charter may be: for pipelines of which only the stages matter. */
export const shortCharter = {
  motion: 'm',
  buyer: 'b',
  entry_rule: 'e',
  won_means: 'w',
  lost_means: 'l',
  owner: 'o',
  review_every_days: 90,
  reason_to_be_separate: 'r',
}

/** A pipeline through these stages, any way; deals are lost for a price, and go elsewhere for their size. */
export const plainDefinition = (key: string, stages: readonly string[]) => ({
  key,
  name: key,
  charter: shortCharter,
  revenue_kind: 'new',
  transitions: { skip: 'allowed', back: 'allowed', reopen: 'allowed' },
  stages: stages.map((stage) => ({ key: stage, name: stage, phase: 'qualify' })),
  outcomes: {
    lost: { reasons: [{ key: 'price', label: 'Price' }] },
    transferred: { reasons: [{ key: 'size', label: 'Size' }] },
  },
})

/** Of somebody who sees all of a pipeline and works on none of it: for such a reader everything is counted anew. */
export const seeingAlone = (pipeline_id: string): Rights => ({
  ...boundByNothing,
  pipelines: new Map([
    [
      pipeline_id,
      new Map<PipelineRight, 'all'>([
        ['see', 'all'],
        ['see_forecast', 'all'],
      ]),
    ],
  ]),
})
