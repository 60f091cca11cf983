/** Lines that went, came or stayed, in their order. */
export type LineChange = { op: ' ' | '+' | '-'; line: string }

const mostCompared = 4_000_000

/** The shortest way from one text to another, by lines. */
export function compareLines(before: string, after: string): LineChange[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const stayed = (lines: string[]): LineChange[] => lines.map((line) => ({ op: ' ', line }))
  return [
    ...stayed(a.slice(0, start)),
    ...compareAll(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...stayed(a.slice(a.length - end)),
  ]
}

function compareAll(a: string[], b: string[]): LineChange[] {
  const gone = a.map((line): LineChange => ({ op: '-', line }))
  const came = b.map((line): LineChange => ({ op: '+', line }))
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostCompared) return [...gone, ...came]
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const found: LineChange[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      found.push({ op: ' ', line: a[i] ?? '' })
      i++
      j++
    } else if (at(i + 1, j) >= at(i, j + 1)) found.push(gone[i++] as LineChange)
    else found.push(came[j++] as LineChange)
  }
  return [...found, ...gone.slice(i), ...came.slice(j)]
}

type Block = { start: number; end: number; lines: string[] }

/** Both people's changes of one text together; null where they changed the same lines, which a person must decide. */
export function mergeTexts(base: string, mine: string, theirs: string): string | null {
  const blocks = [...blocksOf(base, mine), ...blocksOf(base, theirs)].toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )
  const kept: Block[] = []
  for (const block of blocks) {
    const last = kept.at(-1)
    if (last && JSON.stringify(last) === JSON.stringify(block)) continue
    if (last && block.start <= last.end) return null
    kept.push(block)
  }
  const lines = base.split('\n')
  for (const { start, end, lines: put } of kept.toReversed()) lines.splice(start, end - start, ...put)
  return lines.join('\n')
}

/** Which lines of the first text become which ones. */
function blocksOf(before: string, after: string): Block[] {
  const blocks: Block[] = []
  let at = 0
  let open: Block | null = null
  for (const { op, line } of compareLines(before, after)) {
    if (op === ' ') {
      open = null
      at++
      continue
    }
    if (!open) blocks.push((open = { start: at, end: at, lines: [] }))
    if (op === '+') open.lines.push(line)
    else open.end = ++at
  }
  return blocks
}
