export type Spot = { key: string; x: number; y: number }
const ways = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'] as const
export type Way = (typeof ways)[number]

export const isWay = (key: string): key is Way => ways.some((way) => way === key)

/** Spots that are no further apart stand in one column. */
const column = 60

/** What lies next in a direction: along a row the nearest, less so the more it is off the row; in a column the next one. */
export function nextSpot(spots: readonly Spot[], from: Spot, way: Way): Spot | undefined {
  const along = way === 'ArrowRight' || way === 'ArrowLeft'
  const sign = way === 'ArrowRight' || way === 'ArrowDown' ? 1 : -1
  const reached = spots.flatMap((spot) => {
    const [dx, dy] = [spot.x - from.x, spot.y - from.y]
    if (along) return sign * dx > column ? [{ spot, cost: sign * dx + 2 * Math.abs(dy) }] : []
    return sign * dy > 0 && Math.abs(dx) <= column ? [{ spot, cost: sign * dy }] : []
  })
  return reached.toSorted((a, b) => a.cost - b.cost)[0]?.spot
}
