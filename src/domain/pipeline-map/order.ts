/** What takes room in a layer: a box, the label of an arrow, or an arrow that passes by. */
export type Item = {
  key: string
  layer: number
  width: number
  height: number
  left: number[]
  right: number[]
  y: number
}

const sweeps = 12

/**
 * The items of each layer from top to bottom, in an order with few crossings: each layer is sorted by the middle of what
 * its items hang on, again and again from left to right and back, and the best order seen is kept.
 */
export function ordered(items: readonly Item[]): number[][] {
  const layers: number[][] = Array.from({ length: 1 + Math.max(-1, ...items.map(({ layer }) => layer)) }, () => [])
  for (const [i, { layer }] of items.entries()) layers[layer]?.push(i)
  let best = layers.map((layer) => [...layer])
  let fewest = crossings(best, items)
  let current = best
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    current = swept(current, items, sweep % 2 === 0 ? 'left' : 'right')
    const now = crossings(current, items)
    if (now >= fewest) continue
    fewest = now
    best = current
  }
  return best
}

function swept(layers: readonly number[][], items: readonly Item[], side: 'left' | 'right'): number[][] {
  const next = layers.map((layer) => [...layer])
  const along = side === 'left' ? next : next.toReversed()
  const places = new Map(next.flatMap((layer) => layer.map((i, place): [number, number] => [i, place])))
  for (const layer of along) {
    const wish = new Map(
      layer.map((i, place): [number, number] => {
        const beside = items[i]?.[side] ?? []
        const sum = beside.reduce((all, one) => all + (places.get(one) ?? 0), 0)
        return [i, beside.length === 0 ? place : sum / beside.length]
      }),
    )
    // Sorting keeps the order of equals, so that nothing moves without a reason.
    layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0))
    for (const [place, i] of layer.entries()) places.set(i, place)
  }
  return next
}

/** How many lines between neighbouring layers cross each other. */
export function crossings(layers: readonly number[][], items: readonly Item[]): number {
  const places = new Map(layers.flatMap((layer) => layer.map((i, place): [number, number] => [i, place])))
  let count = 0
  for (const layer of layers) {
    const lines = layer.flatMap((i, place) =>
      (items[i]?.right ?? []).map((other) => [place, places.get(other) ?? 0] as const),
    )
    for (const [one, [a, b]] of lines.entries())
      for (const [c, d] of lines.slice(one + 1)) if ((a - c) * (b - d) < 0) count++
  }
  return count
}
