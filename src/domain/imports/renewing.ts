import type { Arrival } from '../intake/index.ts'
import type { Edge } from '../links/index.ts'
import { type Read, refused, renewsUnknown, type Verdict } from './verdict.ts'

/**
 * Rows whose renewed deal is here, or opens in a row above, and a refusal for each of the others; a row that renews a
 * refused one waits for it.
 */
export function partRenewing<R extends Read & { arrival: Arrival }>(
  reads: readonly R[],
  renewed: ReadonlyMap<string, string | null>,
  column: string | null,
): { standing: R[]; refusals: Verdict[] } {
  const standing: R[] = []
  const refusals: Verdict[] = []
  const above = new Set<string>()
  for (const read of reads) {
    const { renews, source_id } = read.said
    if (renews !== null && !renewed.has(renews) && !above.has(renews)) {
      refusals.push(refused(read.row, renewsUnknown(renews, column)))
      continue
    }
    above.add(source_id)
    standing.push(read)
  }
  return { standing, refusals }
}

/** Which deals renew which, now that the rows have opened theirs; nothing for those of which a dry run kept none. */
export function renewalsOf(
  reads: readonly Read[],
  opened: readonly { source_id: string; deal_id: string }[],
  renewed: ReadonlyMap<string, string | null>,
): Edge[] {
  const here = new Map([...renewed, ...opened.map(({ source_id, deal_id }) => [source_id, deal_id] as const)])
  return reads.flatMap(({ said }, i) => {
    const other_id = said.renews === null ? null : here.get(said.renews)
    return other_id ? [{ deal_id: opened[i]?.deal_id ?? '', other_id }] : []
  })
}
