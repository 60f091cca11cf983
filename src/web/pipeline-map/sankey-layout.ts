/** What flowed from one place to another, as a plain number. */
export type Flowed = { id: string; from: string; to: string; value: number }
export type Bar = { key: string; value: number; y: number; height: number }
/** A band from a bar on the left to one on the right: where it begins and ends, and how thick it is. */
export type Ribbon = { id: string; y0: number; y1: number; thickness: number }
export type Sankey = { left: Bar[]; right: Bar[]; ribbons: Ribbon[]; height: number }

/** Room below each bar, so that two lines of text beside thin ones do not meet. */
export const slot = 34
const tallest = 260
const thinnest = 1.5

/**
 * Value as it left places and as it arrived: those it came from on the left, those it went to on the right, the largest
 * first. In two columns anything can be drawn, pipelines that give to each other and to themselves included.
 */
export function sankeyOf(flows: readonly Flowed[]): Sankey {
  const total = flows.reduce((sum, { value }) => sum + value, 0)
  const scale = total > 0 ? tallest / total : 0
  const [left, right] = [stacked(flows, 'from', scale), stacked(flows, 'to', scale)]
  const [yOfLeft, yOfRight] = [left, right].map((bars) => new Map(bars.map(({ key, y }) => [key, y])))
  const used = new Map<string, number>()
  const take = (side: string, key: string, start: number, thickness: number) => {
    const at = used.get(side + key) ?? start
    used.set(side + key, at + thickness)
    return at
  }
  const above = (a: Flowed, b: Flowed) =>
    (yOfLeft?.get(a.from) ?? 0) - (yOfLeft?.get(b.from) ?? 0) || (yOfRight?.get(a.to) ?? 0) - (yOfRight?.get(b.to) ?? 0)
  const ribbons = flows.toSorted(above).map(({ id, from, to, value }) => {
    const thickness = value * scale
    return {
      id,
      y0: take('from ', from, yOfLeft?.get(from) ?? 0, thickness),
      y1: take('to ', to, yOfRight?.get(to) ?? 0, thickness),
      thickness: Math.max(thinnest, thickness),
    }
  })
  return { left, right, ribbons, height: tallest + slot * Math.max(left.length, right.length, 1) }
}

function stacked(flows: readonly Flowed[], side: 'from' | 'to', scale: number): Bar[] {
  const sums = new Map<string, number>()
  for (const flow of flows) sums.set(flow[side], (sums.get(flow[side]) ?? 0) + flow.value)
  let y = slot / 2
  return [...sums]
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([key, value]) => {
      const bar = { key, value, y, height: Math.max(thinnest, value * scale) }
      y += value * scale + slot
      return bar
    })
}
