type Line = { op: ' ' | '+' | '-'; text: string }

const around = 3
/** Beyond so many pairs of lines the middle counts as replaced: a file is at most 128 kB, its lines may be many. */
const mostPairs = 4_000_000

/** What differs between two texts, in the unified format; empty where nothing does. */
export function diffLines(before: string, after: string): string {
  if (before === after) return ''
  const lines = compared(before.split('\n'), after.split('\n'))
  const shown = new Set(
    lines.flatMap(({ op }, i) => (op === ' ' ? [] : Array.from({ length: 2 * around + 1 }, (_, d) => i + d - around))),
  )
  const out: string[] = []
  let [a, b] = [1, 1]
  for (const [i, { op, text }] of lines.entries()) {
    if (shown.has(i)) {
      if (!shown.has(i - 1)) out.push(`@@ line ${a} → ${b} @@`)
      out.push(`${op}${text}`)
    }
    if (op !== '+') a++
    if (op !== '-') b++
  }
  return out.join('\n')
}

function compared(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const same = (lines: readonly string[]): Line[] => lines.map((text) => ({ op: ' ', text }))
  return [
    ...same(before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ]
}

/** By the longest common sequence of lines. */
function middle(before: readonly string[], after: readonly string[]): Line[] {
  const [n, m] = [before.length, after.length]
  if (n * m > mostPairs) return [...of('-', before), ...of('+', after)]
  const width = m + 1
  const longest = new Uint16Array((n + 1) * width)
  const at = (i: number, j: number) => longest[i * width + j] ?? 0
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--)
      longest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < n || j < m) {
    if (i < n && j < m && before[i] === after[j]) {
      lines.push({ op: ' ', text: before[i] ?? '' })
      i++
      j++
    } else if (i < n && (j === m || at(i + 1, j) >= at(i, j + 1))) lines.push({ op: '-', text: before[i++] ?? '' })
    else lines.push({ op: '+', text: after[j++] ?? '' })
  }
  return lines
}

const of = (op: Line['op'], lines: readonly string[]): Line[] => lines.map((text) => ({ op, text }))
