/** What people said of two deals: the money of `gone` is counted through `kept`, or `gone` lives on in it. */
export type Bond = { as: 'co_sell' | 'same_deal'; kept_id: string; gone_id: string }

/**
 * Whether a deal's own money counts: not as long as one that it is sold together with stands for it. Of a co-sell whose
 * counted deal is lost the other one counts, and no longer once that one is open again.
 */
export function isCounted(deal_id: string, bonds: readonly Bond[], standing: ReadonlySet<string>): boolean {
  const mine = bonds.filter(({ as, gone_id }) => as === 'co_sell' && gone_id === deal_id)
  return !mine.some(({ kept_id }) => isStoodFor(kept_id, bonds, standing, new Set([deal_id])))
}

/** Whether a deal is open or won, or another one in its place: what it went into, or is counted through. */
function isStoodFor(id: string, bonds: readonly Bond[], standing: ReadonlySet<string>, passed: Set<string>): boolean {
  if (passed.has(id)) return false
  if (standing.has(id)) return true
  passed.add(id)
  return bonds.some(({ gone_id, kept_id }) => gone_id === id && isStoodFor(kept_id, bonds, standing, passed))
}
