/** Shares of a pipeline's deals at which a new band of size begins: the dear tenth carries most of a lognormal's money. */
const shares = [1 / 3, 2 / 3, 0.9]

/** Fewer deals with an amount than this, and a pipeline's sizes are not told apart. */
const enoughSizes = 60

/**
 * The amounts at which a pipeline's bands of size begin, ascending: the 1/3, 2/3 and 9/10 quantiles of its deals.
 * Fewer than 60 amounts: no bands. Equal quantiles (many deals of one price) are one edge, and an edge that no amount
 * lies below is none, so that no band is empty. Units: those of the amounts.
 *
 * @param amounts one for each deal, whatever became of it
 */
export function sizeEdges(amounts: readonly number[]): number[] {
  if (amounts.length < enoughSizes) return []
  const sorted = Float64Array.from(amounts).sort()
  const edges = shares.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0)
  return [...new Set(edges)].filter((edge) => edge > (sorted[0] ?? 0))
}

/** Whether an amount says how large a deal is: nothing stands for *not known yet*, or is counted elsewhere. */
export const isSize = (amount: number | null | undefined): amount is number =>
  amount !== null && amount !== undefined && amount > 0

/** The band that an amount falls into; undefined where nobody said more than nothing, or sizes are not told apart. */
export function bandOf(edges: readonly number[] | undefined, amount: number | null | undefined): number | undefined {
  if (edges === undefined || edges.length === 0 || !isSize(amount)) return undefined
  let band = 0
  while (band < edges.length && (edges[band] ?? 0) <= amount) band++
  return band
}

/**
 * An amount rounded down to three binary digits, four steps from one to its double: near enough to tell large from small,
 * and few enough that counts can be kept for each. Nothing and less: as it is.
 */
export function roundedSize(amount: number): number {
  if (!(amount > 0)) return amount
  const step = 2 ** (Math.floor(Math.log2(amount)) - 2)
  return Math.floor(amount / step) * step
}
