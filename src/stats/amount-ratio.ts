/** A won deal's amount as it was while open (when it entered the stage it was won from, say) and as it was won. */
export type AmountPair = { pipeline: string; open: number; won: number }

/**
 * By what factor an open amount must be multiplied to be what a win of this pipeline brings (discounts, growth).
 *
 * Ratio of sums Σ won / Σ open per pipeline, eased toward the ratio over all pipelines with the weight of 20 average
 * deals of the pipeline; so it is weighted by amount, as the sum it serves. Pairs whose open amount is not above zero
 * are left out. No pairs of a pipeline: the overall ratio; no pairs at all: 1. Same currency within a pipeline.
 */
export function amountRatios(pairs: readonly AmountPair[], pipelines: readonly string[]): Map<string, number> {
  const usable = pairs.filter(({ open, won }) => open > 0 && won >= 0)
  // Averaged over deals' relative sizes, so that a pipeline kept in another currency does not drown the rest.
  const overall = relativeRatio(usable)
  const pairsOf = Map.groupBy(usable, ({ pipeline }) => pipeline)
  return new Map(
    pipelines.map((pipeline) => {
      const own = pairsOf.get(pipeline)
      if (own === undefined) return [pipeline, overall]
      const open = own.reduce((sum, pair) => sum + pair.open, 0)
      const won = own.reduce((sum, pair) => sum + pair.won, 0)
      const prior = (20 * open) / own.length
      return [pipeline, (won + prior * overall) / (open + prior)]
    }),
  )
}

function relativeRatio(pairs: readonly AmountPair[]): number {
  const sums = new Map<string, { open: number; won: number; n: number }>()
  for (const { pipeline, open, won } of pairs) {
    const sum = sums.getOrInsertComputed(pipeline, () => ({ open: 0, won: 0, n: 0 }))
    sum.open += open
    sum.won += won
    sum.n++
  }
  const n = pairs.length
  if (n === 0) return 1
  return [...sums.values()].reduce((ratio, sum) => ratio + ((sum.won / sum.open) * sum.n) / n, 0)
}
