/** Edges for a pipeline whose deals usually stay a unit of 30 days in a stage; other paces stretch or shrink them. */
const edgesOfThirtyDays = [0, 1, 3, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 200, 300]

/** Days in a stage that a pipeline without a pace of its own is taken to have. */
export const usualPace = 30

/** The paces that there are: powers of two, so coarse that they hardly ever change. */
const paces = Array.from({ length: 10 }, (_, i) => 2 ** (i - 2))

export const msOfDay = 86_400_000

/** A day number in whole milliseconds: sums of those are exact in doubles, in whatever order they are added. */
export const msOf = (day: number): number => Math.round(day * msOfDay)

/** Age bins in days for a pipeline's pace (`unit`: its usual days in a stage, see `paceFrom`), to the millisecond. */
export const ageEdges = (unit: number): number[] =>
  edgesOfThirtyDays.map((edge) => msOf((edge * unit) / usualPace) / msOfDay)

/**
 * Every edge of every pace, in days, ascending: what is counted between two neighbours of these can be put together into
 * the bins of whichever pace a pipeline turns out to have.
 */
export const fineEdges: readonly number[] = [...new Set([usualPace, ...paces].flatMap(ageEdges))].sort((a, b) => a - b)

/** The bin with edge[bin] ≤ age < edge[bin + 1]; the first one for ages below zero. */
export function binOf(edges: ArrayLike<number>, age: number): number {
  let low = 0
  let high = edges.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((edges[middle] ?? 0) <= age) low = middle
    else high = middle
  }
  return low
}

/** What was counted of a pipeline between the fine edges: milliseconds at risk, and how many stays ended there. */
export type AgeTally = { ms: readonly number[]; ended: readonly number[] }

/**
 * The pace of a pipeline: its usual days in a stage, as a power of two between 1/4 and 128 days. Rounded so coarsely
 * because bins should not change with every new deal.
 *
 * The same bins in *relative* age let a slow pipeline borrow the shape of a fast one without borrowing its calendar.
 * Estimates: median stay over all stages / ln 2, and the length that half of the time in finished stays lies below / 1.678;
 * each is the mean of exponential stays. The larger holds: where a program passes half of the stages in no time, as in
 * many process logs, the median is none of the stages in which deals spend their days. Deals that nobody ever closes move
 * neither. Both are of the product limit on the fine edges, S = Π (1 − d / n) with n the deals at risk on average in a bin
 * (time at risk / its width), even within the bin: so they are found from counts alone, and kept counts and a recount have
 * the same pace. No median (empty data, nearly all open): null. Reference: Kaplan and Meier (1958), grouped.
 */
export function paceFrom(tally: AgeTally): number | null {
  const drops = dropsIn(tally)
  const median = reached(drops, ({ share }) => share, 0.5)
  if (median === null) return null
  const timeIn = ({ from, width, share }: Drop) => share * (from + width / 2)
  const time = drops.reduce((sum, drop) => sum + timeIn(drop), 0)
  const ofTime = reached(drops, timeIn, time / 2) ?? 0
  const mean = Math.max(median / Math.LN2, ofTime / middleOfTime)
  const [least = 0, most = 0] = [paces[0], paces.at(-1)]
  return Math.min(Math.max(2 ** Math.round(Math.log2(mean)), least), most)
}

/** The median of an exponential stay that is drawn in proportion to its length, in means: (1 + x) e^{−x} = ½. */
const middleOfTime = 1.678

/** The share of all stays that ends between two fine edges. */
type Drop = { from: number; width: number; share: number }

function dropsIn({ ms, ended }: AgeTally): Drop[] {
  const drops: Drop[] = []
  const widthOf = (bin: number) => (fineEdges[bin + 1] ?? 2 * (fineEdges[bin] ?? 0)) - (fineEdges[bin] ?? 0)
  const averageIn = (bin: number) => (ms[bin] ?? 0) / msOfDay / widthOf(bin)
  let survival = 1
  for (const [bin, from] of fineEdges.entries()) {
    const d = ended[bin] ?? 0
    if (d === 0) continue
    const width = widthOf(bin)
    // A stay of no length counts half a day, which is many times the first bin: there, whoever ended or went on was at risk.
    const atRisk = Math.max(bin === 0 ? Math.min(averageIn(0), d + averageIn(1)) : averageIn(bin), d)
    const share = (survival * d) / atRisk
    drops.push({ from, width, share })
    survival -= share
  }
  return drops
}

/** The age at which a sum over the drops comes to so much; null where it never does. */
function reached(drops: readonly Drop[], of: (drop: Drop) => number, wanted: number): number | null {
  let sum = 0
  for (const drop of drops) {
    const part = of(drop)
    if (sum + part >= wanted - 1e-12) return part === 0 ? drop.from : drop.from + (drop.width * (wanted - sum)) / part
    sum += part
  }
  return null
}
