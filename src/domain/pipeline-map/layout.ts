import { type Item, ordered } from './order.ts'

/** A box of the picture. One that is `first` stands at the left edge, before all others. */
export type Box = { key: string; width: number; height: number; first?: boolean }
export type Arrow = { id: string; from: string; to: string }
export type Point = { x: number; y: number }

export type Layout = {
  width: number
  height: number
  /** Where each box stands: its upper left corner. */
  boxes: Map<string, Point & { width: number; height: number }>
  /** The way of each arrow from box to box, and the place of its label. */
  arrows: Map<string, { points: Point[]; label: Point & { width: number; height: number } }>
}

/** The room that a label takes, beside which nothing else stands. */
export const labelSize = { width: 170, height: 36 }
const between = { across: 26, down: 14 }
const thread = 10
const loopRoom = labelSize.height + 10

/**
 * Lays boxes and arrows out from left to right, in layers: arrows against the stream are the ones that close a circle.
 * Labels take room of their own between the layers of boxes, so that none lies upon another. The same boxes and arrows,
 * in whatever order the arrows come, stand in the same places.
 */
export function laidOut(given: readonly Box[], wanted: readonly Arrow[]): Layout {
  const places = new Map(given.map(({ key }, at) => [key, at]))
  const known = wanted
    .filter(({ from, to }) => places.has(from) && places.has(to))
    .toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const loops = known.filter(({ from, to }) => from === to)
  const ways = known.filter(({ from, to }) => from !== to)
  const against = closing(given, ways)
  const stream = ways.map(({ id, from, to }) => (against.has(id) ? { id, from: to, to: from } : { id, from, to }))
  const ranks = ranked(given, stream)
  const items: Item[] = given.map(({ key, width, height }) => ({
    key,
    layer: 2 * (ranks.get(key) ?? 0),
    width,
    height: height + loopRoom * loops.filter(({ from }) => from === key).length,
    left: [],
    right: [],
    y: 0,
  }))
  const chains = stream.map(({ id, from, to }) => ({ id, chain: chained(items, id, at(places, from), at(places, to)) }))
  const layers = ordered(items)
  const columns = columnsOf(layers, items)
  const lowest = Math.max(0, ...items.map(({ y, height }) => y + height))
  const boxes = new Map(
    given.map(({ key, width, height }, i): [string, Point & { width: number; height: number }] => {
      const item = items[i] as Item
      return [key, { x: columns[item.layer]?.x ?? 0, y: item.y, width, height }]
    }),
  )
  const arrows: Layout['arrows'] = new Map()
  for (const { id, chain } of chains) {
    const points = pointsOf(chain, items, columns, given)
    const label = items[chain[1] ?? 0] as Item
    const place = { x: columns[label.layer]?.x ?? 0, y: label.y, width: labelSize.width, height: labelSize.height }
    arrows.set(id, { points: against.has(id) ? points.toReversed() : points, label: place })
  }
  for (const [nth, { id, from }] of loops.entries()) {
    const before = loops.slice(0, nth).filter((loop) => loop.from === from).length
    const box = boxes.get(from)
    if (box) arrows.set(id, loopAt(box, before))
  }
  const last = columns.at(-1)
  return { width: last ? last.x + last.width : 0, height: lowest, boxes, arrows }
}

const at = (places: ReadonlyMap<string, number>, key: string) => places.get(key) ?? 0

/** The arrows that close a circle, found by walking along all others in the order of the boxes. */
function closing(boxes: readonly Box[], ways: readonly Arrow[]): Set<string> {
  const from = Map.groupBy(ways, (way) => way.from)
  const entered = new Set(ways.map(({ to }) => to))
  const state = new Map<string, 'on' | 'done'>()
  const found = new Set<string>()
  const walk = (key: string) => {
    state.set(key, 'on')
    for (const { id, to } of from.get(key) ?? []) {
      if (state.get(to) === 'on') found.add(id)
      else if (!state.has(to)) walk(to)
    }
    state.set(key, 'done')
  }
  // From where nothing leads in, so that only true circles are turned round.
  const begin = [...boxes.filter(({ key }) => !entered.has(key)), ...boxes]
  for (const { key } of begin) if (!state.has(key)) walk(key)
  return found
}

/** How far to the right each box stands: behind all that lead to it. */
function ranked(boxes: readonly Box[], stream: readonly Arrow[]): Map<string, number> {
  const least = boxes.some(({ first }) => first) ? 1 : 0
  const ranks = new Map(boxes.map(({ key, first }) => [key, first ? 0 : least]))
  // As often as there are boxes, since no way is longer.
  for (let round = 0; round < boxes.length; round++)
    for (const { from, to } of stream) ranks.set(to, Math.max(ranks.get(to) ?? 0, (ranks.get(from) ?? 0) + 1))
  return ranks
}

/** Puts a label and, in layers that an arrow passes, a thread between its two boxes; answers all that it goes through. */
function chained(items: Item[], id: string, from: number, to: number): number[] {
  const [begin, end] = [items[from] as Item, items[to] as Item]
  const chain = [from]
  for (let layer = begin.layer + 1; layer < end.layer; layer++) {
    const label = layer === begin.layer + 1
    const size = label ? labelSize : { width: 0, height: thread }
    items.push({ key: `${id} ${layer}`, layer, ...size, left: [], right: [], y: 0 })
    chain.push(items.length - 1)
  }
  chain.push(to)
  for (const [i, here] of chain.entries()) {
    const next = chain[i + 1]
    if (next === undefined) break
    items[here]?.right.push(next)
    items[next]?.left.push(here)
  }
  return chain
}

type Column = { x: number; width: number }

/** How wide each layer is and where it begins; puts the items of each one below the other, near what they hang on. */
function columnsOf(layers: readonly number[][], items: Item[]): Column[] {
  const columns: Column[] = []
  let x = 0
  for (const layer of layers) {
    const width = Math.max(0, ...layer.map((i) => items[i]?.width ?? 0))
    columns.push({ x, width })
    x += width + between.across
  }
  for (const layer of layers) settle(layer, items, () => 0)
  const middle = (i: number) => (items[i]?.y ?? 0) + (items[i]?.height ?? 0) / 2
  const near = (side: 'left' | 'right') => (i: number) => {
    const beside = items[i]?.[side] ?? []
    const mean = beside.reduce((sum, one) => sum + middle(one), 0) / beside.length
    return (beside.length === 0 ? middle(i) : mean) - (items[i]?.height ?? 0) / 2
  }
  for (let round = 0; round < 8; round++) {
    for (const layer of layers) settle(layer, items, near('left'))
    for (const layer of layers.toReversed()) settle(layer, items, near('right'))
  }
  const highest = Math.min(0, ...items.map(({ y }) => y))
  for (const item of items) item.y = Math.round(item.y - highest)
  return columns
}

/**
 * Moves what stands in a layer as near as it can to where it wants to be, in its order and without touching: neighbours
 * that want the same place share the difference.
 */
function settle(layer: readonly number[], items: Item[], wish: (i: number) => number): void {
  const groups: { members: number[]; sum: number; start: number }[] = []
  let offset = 0
  const offsets: number[] = []
  for (const i of layer) {
    offsets.push(offset)
    groups.push({ members: [i], sum: wish(i) - offset, start: offsets.length - 1 })
    offset += (items[i]?.height ?? 0) + between.down
    for (;;) {
      const [before, last] = [groups.at(-2), groups.at(-1)]
      if (!before || !last || before.sum / before.members.length <= last.sum / last.members.length) break
      before.members.push(...last.members)
      before.sum += last.sum
      groups.pop()
    }
  }
  for (const { members, sum, start } of groups)
    for (const [nth, i] of members.entries()) (items[i] as Item).y = sum / members.length + (offsets[start + nth] ?? 0)
}

/** From the right side of one box to the left side of another, through what lies between. */
function pointsOf(chain: readonly number[], items: readonly Item[], columns: readonly Column[], given: readonly Box[]) {
  const points: Point[] = []
  for (const [i, here] of chain.entries()) {
    const item = items[here] as Item
    const { x, width } = columns[item.layer] ?? { x: 0, width: 0 }
    const box = given[here]
    if (box) {
      const side = i === 0 ? 'right' : 'left'
      points.push({ x: i === 0 ? x + box.width : x, y: item.y + portOf(item, side, chain, i, items, box.height) })
      continue
    }
    const y = item.y + item.height / 2
    // Level over the whole layer, so that a way that passes by runs into no box beside it.
    points.push({ x, y }, { x: x + width, y })
  }
  return points
}

/** Arrows leave and enter a box one below the other, in the order of where they come from or lead to. */
function portOf(
  item: Item,
  side: 'left' | 'right',
  chain: readonly number[],
  i: number,
  items: readonly Item[],
  height: number,
): number {
  const beside = item[side].toSorted((a, b) => (items[a]?.y ?? 0) - (items[b]?.y ?? 0) || a - b)
  const nth = beside.indexOf(chain[i === 0 ? 1 : i - 1] ?? -1)
  return Math.round(((nth + 1) * height) / (beside.length + 1))
}

/** An arrow that leads back to its own box goes round below it. */
function loopAt({ x, y, width, height }: Point & { width: number; height: number }, nth: number) {
  const [bottom, left, right] = [y + height, x + 16, x + width - 16]
  const low = bottom + nth * loopRoom + loopRoom / 2
  const points = [
    { x: right, y: bottom },
    { x: right, y: low },
    { x: left, y: low },
    { x: left, y: bottom },
  ]
  const label = { x: x + (width - labelSize.width) / 2, y: low - labelSize.height / 2, ...labelSize }
  return { points, label }
}
