import type { Actor } from '../../platform/context.ts'
import { holds } from '../../platform/rights.ts'
import type { Arrival } from '../intake/index.ts'
import type { StoredDeal } from '../ledger/index.ts'
import { type Definition, unwritable } from '../pipelines/index.ts'
import type { Row } from './row.ts'
import { type Read, refused, type Verdict, fieldNotPermitted, notPermitted, pipelineNotActive } from './verdict.ts'

/** Whether whoever imports may write every field that a row fills. */
export function mayFill({ role }: Actor, said: Row, definition: Definition | undefined): boolean {
  const closed = definition ? unwritable(definition, role) : new Set<string>()
  return !Object.keys(said.fields).some((key) => closed.has(key))
}

export const refusedFields = ({ row }: Read): Verdict => refused(row, fieldNotPermitted)

type Parted<R> = { permitted: R[]; refusals: Verdict[] }

/**
 * Rows that open deals where whoever imports may work on them, and a refusal for each of the others. What is closed is
 * history, and may come into a pipeline that takes no new deals.
 */
export function partOpening<R extends Read & { arrival: Arrival }>(actor: Actor, reads: readonly R[]): Parted<R> {
  const takes = ({ arrival: { pipeline, closed } }: R) => closed !== null || pipeline.lifecycle === 'active'
  const { permitted, refusals } = parted(reads.filter(takes), ({ arrival: { pipeline, values } }) =>
    holds(actor, 'work', { pipeline_id: pipeline.id, owner_id: values.owner_id }),
  )
  const late = reads.filter((read) => !takes(read)).map(({ row }) => refused(row, pipelineNotActive))
  return { permitted, refusals: [...refusals, ...late] }
}

/** As above, for rows whose deals are here already. */
export const partChanging = <R extends Read & { link: { deal_id: string } }>(
  actor: Actor,
  reads: readonly R[],
  deals: ReadonlyMap<string, StoredDeal>,
): Parted<R> =>
  parted(reads, ({ link }) => {
    const deal = deals.get(link.deal_id)
    return deal === undefined || holds(actor, 'work', deal)
  })

function parted<R extends Read>(reads: readonly R[], may: (read: R) => boolean): Parted<R> {
  const refusals = reads.filter((read) => !may(read)).map(({ row }) => refused(row, notPermitted))
  return { permitted: reads.filter(may), refusals }
}
