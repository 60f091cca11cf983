import {
  type CST,
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
} from 'yaml'

export type Path = readonly (string | number)[]
export type Read = Document.Parsed

/** The file with the places of all its parts, as the server reads it. */
export const readFile = (text: string): Read =>
  parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, schema: 'core', version: '1.2', logLevel: 'silent' })

export type Span = { start: number; end: number }

/** Up to the last character of a node, without the line break that block text and collections swallow. */
export function endOf(text: string, node: Node): number {
  if ((isMap(node) || isSeq(node)) && !node.flow) {
    const last: unknown = node.items.at(-1)
    const inner = isPair(last) ? (last.value ?? last.key) : last
    if (inner) return endOf(text, inner as Node)
  }
  let end = node.range?.[1] ?? 0
  if (isBlockText(node)) while (end > 0 && text[end - 1] === '\n') end--
  return end
}

export const isBlockText = (node: unknown): node is Scalar =>
  isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at)
  return found === -1 ? text.length : found
}

/** The lines of every item of a list in block style, each with the comment that stands right above it. */
export function itemLines(text: string, list: Node): Span[] | null {
  if (!isSeq(list) || list.flow) return null
  const dashes = (list.srcToken as CST.BlockSequence | undefined)?.items ?? []
  const spans = list.items.map((item, index) => {
    const dash = dashes[index]?.start.find(({ type }) => type === 'seq-item-ind')
    if (!dash || !(item as Node).range || text.slice(lineStart(text, dash.offset), dash.offset).trim() !== '')
      return null
    return { start: withComment(text, lineStart(text, dash.offset)), end: lineEnd(text, endOf(text, item as Node)) }
  })
  return spans.every((span) => span !== null) ? spans : null
}

/** The lines of one entry of a map in block style; null for the first of a list's item, which shares its line. */
export function pairLines(text: string, pair: Pair): Span | null {
  const key = pair.key as Node
  const start = lineStart(text, key.range?.[0] ?? 0)
  if (text.slice(start, key.range?.[0]).trim() !== '') return null
  return { start: withComment(text, start), end: lineEnd(text, endOf(text, (pair.value ?? key) as Node)) }
}

export const columnOf = (text: string, node: Node): number => {
  const start = node.range?.[0] ?? 0
  return start - lineStart(text, start)
}

function withComment(text: string, start: number): number {
  if (start === 0) return 0
  const above = lineStart(text, start - 1)
  return text.slice(above, start).trimStart().startsWith('#') ? withComment(text, above) : start
}

/** Where a part of the definition stands, or the nearest part around it; for jumping from a finding or a form. */
export function placeOf(text: string, path: Path): Span | null {
  const document = readFile(text)
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    const range = (node as Node | undefined)?.range
    if (range) return { start: range[0], end: endOf(text, node as Node) }
  }
  return null
}

/** `stages[2].exit[0].rule` as steps. */
export const pathOf = (text: string): Path =>
  [...text.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? (name ?? '') : Number(index),
  )

/** The part of a definition that a character of its file belongs to. */
export function pathAt(text: string, offset: number): Path {
  const path: (string | number)[] = []
  let node: unknown = readFile(text).contents
  for (;;) {
    const index = isMap(node) || isSeq(node) ? lastBefore(node.items, offset) : -1
    const item: unknown = isMap(node) || isSeq(node) ? node.items[index] : undefined
    if (item === undefined) return path
    path.push(isPair(item) ? String((item.key as Scalar).value) : index)
    node = isPair(item) ? item.value : item
  }
}

const lastBefore = (items: readonly unknown[], offset: number): number =>
  items.findLastIndex((item) => (((isPair(item) ? item.key : item) as Node).range?.[0] ?? 0) <= offset)
