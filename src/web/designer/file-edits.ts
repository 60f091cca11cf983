import { isCollection, isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import {
  columnOf,
  endOf,
  isBlockText,
  itemLines,
  lineStart,
  type Path,
  pairLines,
  type Read,
  readFile,
} from './file-places.ts'
import { folded, isFoldable, itemText, oneLine, order, pairText } from './file-words.ts'

/** A change of a definition's file. `set` with nothing takes the part away; `insert` and `move` are of a list. */
export type Edit =
  | { kind: 'set'; path: Path; value: unknown }
  | { kind: 'insert'; path: Path; at: number; value: unknown }
  | { kind: 'move'; path: Path; from: number; to: number }

/**
 * Makes a change in the text itself, so that comments, order and every other line stay as they were written. Where the
 * text so made would not say what was meant, the whole file is written anew, with its comments.
 */
export function editFile(text: string, edit: Edit): string {
  const file = readFile(text)
  if (file.errors.length > 0) return text
  const wanted = canonical(meant(file.toJS(), edit))
  const spliced = splice(text, file, edit)
  if (spliced !== null && says(spliced, wanted)) return spliced
  return rewritten(file, edit)
}

export const editAll = (text: string, edits: readonly Edit[]): string => edits.reduce(editFile, text)

function splice(text: string, file: Read, edit: Edit): string | null {
  if (edit.kind === 'move') return moved(text, file.getIn(edit.path, true), edit)
  if (edit.kind === 'insert') return inserted(text, file, edit)
  const parent = edit.path.length === 1 ? file.contents : file.getIn(edit.path.slice(0, -1), true)
  const last = edit.path.at(-1)
  if (isSeq(parent) && typeof last === 'number')
    return edit.value === undefined
      ? withoutItem(text, file, edit.path)
      : replacedNode(text, parent.items[last], edit.value, parent)
  if (typeof last !== 'string') return null
  if (!isMap(parent)) return edit.value === undefined ? text : withParent(text, file, edit)
  const pair = parent.items.find((one) => isScalar(one.key) && one.key.value === last)
  if (!pair) return edit.value === undefined ? text : withPair(text, parent, last, edit.value)
  if (edit.value === undefined) return withoutPair(text, file, edit.path, pair, parent)
  return replaced(text, pair, last, edit.value, parent)
}

/** A part whose parent is not written yet: the parent is, with that part in it. */
function withParent(text: string, file: Read, { path, value }: { path: Path; value: unknown }): string | null {
  const key = path.at(-1) as string
  return path.length < 2 ? null : splice(text, file, { kind: 'set', path: path.slice(0, -1), value: { [key]: value } })
}

function replaced(text: string, pair: Pair, key: string, value: unknown, map: YAMLMap): string | null {
  const old = pair.value as Node | null
  const plain = old === null || !isCollection(old) || old.flow === true
  if (!plain || (typeof value === 'object' && !map.flow)) {
    const lines = map.flow ? null : pairLines(text, pair)
    if (!lines) return null
    const comment = text.slice(lines.start, lineStart(text, (pair.key as Node).range?.[0] ?? 0))
    return at(text, lines.start, lines.end, comment + pairText(key, value, columnOf(text, pair.key as Node), old))
  }
  if (old === null || old.range?.[0] === old.range?.[1]) {
    const end = old?.range?.[0] ?? 0
    return end === 0 ? null : at(text, end, end, ` ${oneLine(value, { flow: map.flow === true })}`)
  }
  return replacedNode(text, old, value, map)
}

function replacedNode(text: string, old: unknown, value: unknown, parent: YAMLMap | YAMLSeq): string | null {
  const node = old as Node
  if (!node.range) return null
  const flow = parent.flow === true
  const first = isMap(parent) ? (parent.items[0]?.key as Node | undefined) : undefined
  const said =
    isBlockText(node) && typeof value === 'string' && isFoldable(value) && first
      ? folded(value, columnOf(text, first) + 2)
      : oneLine(value, { flow, before: node })
  return at(text, node.range[0], endOf(text, node), said)
}

function withPair(text: string, map: YAMLMap, key: string, value: unknown): string | null {
  const before =
    map.items.findLast((one) => isScalar(one.key) && rank(String(one.key.value)) < rank(key)) ?? map.items[0]
  if (map.flow) {
    const [start = 0, close = 0] = map.range ?? []
    const said = `${key}: ${oneLine(value, { flow: true })}`
    if (!before) return at(text, start, close, `{ ${said} }`)
    const end = endOf(text, (before.value ?? before.key) as Node)
    return at(text, end, end, `, ${said}`)
  }
  if (!before) return null
  const end = lineAfter(text, (before.value ?? before.key) as Node)
  return at(text, end, end, `\n${pairText(key, value, columnOf(text, before.key as Node))}`)
}

const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)

function withoutPair(text: string, file: Read, path: Path, pair: Pair, map: YAMLMap): string | null {
  // A map of which nothing is left goes with its last entry.
  if (map.items.length === 1)
    return path.length < 2 ? null : splice(text, file, { kind: 'set', path: path.slice(0, -1), value: {} })
  if (map.flow) return withoutPart(text, map.items.map(spanOf(text)), map.items.indexOf(pair))
  const lines = pairLines(text, pair)
  return lines && at(text, lines.start, Math.min(text.length, lines.end + 1), '')
}

const spanOf = (text: string) => (one: unknown) => {
  const [from, to] = isPair(one) ? [one.key, one.value ?? one.key] : [one, one]
  return { start: (from as Node).range?.[0] ?? 0, end: endOf(text, to as Node) }
}

function withoutPart(text: string, spans: { start: number; end: number }[], index: number): string | null {
  const [before, one, after] = [spans[index - 1], spans[index], spans[index + 1]]
  if (!one) return null
  if (before) return at(text, before.end, one.end, '')
  return at(text, one.start, after?.start ?? one.end, '')
}

function withoutItem(text: string, file: Read, path: Path): string | null {
  const list = file.getIn(path.slice(0, -1), true)
  const index = path.at(-1) as number
  if (!isSeq(list)) return null
  // An empty list is left out altogether.
  if (list.items.length === 1) return splice(text, file, { kind: 'set', path: path.slice(0, -1), value: undefined })
  if (list.flow) return withoutPart(text, list.items.map(spanOf(text)), index)
  const lines = itemLines(text, list)
  return lines && withoutPart(text, lines, index)
}

function inserted(
  text: string,
  file: Read,
  { path, at: index, value }: Extract<Edit, { kind: 'insert' }>,
): string | null {
  const list = file.getIn(path, true)
  if (!isSeq(list) || list.items.length === 0) return splice(text, file, { kind: 'set', path, value: [value] })
  if (list.flow) {
    const spans = list.items.map(spanOf(text))
    const said = oneLine(value, { flow: true })
    const before = spans[index - 1]
    const first = spans[0]?.start ?? 0
    return before ? at(text, before.end, before.end, `, ${said}`) : at(text, first, first, `${said}, `)
  }
  const lines = itemLines(text, list)
  const [first, second] = lines ?? []
  if (!lines || !first) return null
  const dash = (list.range?.[0] ?? 0) - lineStart(text, list.range?.[0] ?? 0)
  const neighbour = list.items[Math.max(0, index - 1)]
  const said = itemText(value, dash, isCollection(neighbour) && neighbour.flow === true)
  const gap = second ? text.slice(first.end, second.start) : '\n'
  const before = lines[index - 1]
  return before ? at(text, before.end, before.end, gap + said) : at(text, first.start, first.start, said + gap)
}

/** Items change places; what stands between them, such as blank lines, stays. */
function moved(text: string, list: unknown, { from, to }: { from: number; to: number }): string | null {
  if (!isSeq(list)) return null
  const spans = list.flow ? list.items.map(spanOf(text)) : itemLines(text, list)
  if (!spans) return null
  const pieces = spans.map(({ start, end }) => text.slice(start, end))
  pieces.splice(to, 0, ...pieces.splice(from, 1))
  return spans.reduceRight((rest, { start, end }, index) => at(rest, start, end, pieces[index] ?? ''), text)
}

const at = (text: string, start: number, end: number, said: string) => text.slice(0, start) + said + text.slice(end)

const lineAfter = (text: string, node: Node) => {
  const found = text.indexOf('\n', endOf(text, node))
  return found === -1 ? text.length : found
}

function says(text: string, wanted: string): boolean {
  const file = readFile(text)
  return file.errors.length === 0 && canonical(file.toJS()) === wanted
}

type Plain = Record<string | number, unknown>

/** What the file is to say after a change. */
export function meant(value: unknown, edit: Edit): unknown {
  const whole = structuredClone(value) as Plain
  const steps = edit.kind === 'set' ? edit.path.slice(0, -1) : edit.path
  let place: Plain = whole
  for (const [index, step] of steps.entries()) {
    const list = edit.kind !== 'set' && index === steps.length - 1
    place = (place[step] ??= list ? [] : {}) as Plain
  }
  if (edit.kind === 'move') {
    const items = place as unknown as unknown[]
    items.splice(edit.to, 0, ...items.splice(edit.from, 1))
  }
  if (edit.kind === 'insert') (place as unknown as unknown[]).splice(edit.at, 0, edit.value)
  if (edit.kind === 'set') {
    const last = edit.path.at(-1) ?? ''
    if (edit.value !== undefined) place[last] = edit.value
    else if (Array.isArray(place)) place.splice(Number(last), 1)
    else delete place[last]
  }
  return whole
}

/** Equal for equal meanings: order of keys aside, and with nothing for what is empty. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value) ?? null)

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => sorted(one) ?? null)
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const entries = Object.entries(value).flatMap(([key, one]) => {
    const said = sorted(one)
    return said === undefined ? [] : [[key, said] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function rewritten(file: Read, edit: Edit): string {
  const list = edit.kind === 'set' ? null : file.getIn(edit.path, true)
  if (edit.kind === 'set' && edit.value === undefined) file.deleteIn(edit.path)
  if (edit.kind === 'set' && edit.value !== undefined) file.setIn(edit.path, file.createNode(edit.value))
  if (edit.kind === 'insert') {
    if (isSeq(list)) list.items.splice(edit.at, 0, file.createNode(edit.value))
    else file.setIn(edit.path, file.createNode([edit.value]))
  }
  if (edit.kind === 'move' && isSeq(list)) list.items.splice(edit.to, 0, ...list.items.splice(edit.from, 1))
  return file.toString({ lineWidth: 0 })
}
