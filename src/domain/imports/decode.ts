import { Problem } from '../../platform/problem.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const mostInLine = 4_000_000

/**
 * Bytes of a text file as text, while they arrive. A byte order mark says the encoding, and so do the zeros of UTF-16;
 * else it is UTF-8 where that fits, line by line, and Windows-1252 where it does not. Throws 400 for packed files.
 */
export function decoded(chunks: AsyncIterable<Uint8Array>): { parts: AsyncGenerator<string>; encoding(): Encoding } {
  let encoding: Encoding = 'utf-8'
  async function* parts(): AsyncGenerator<string> {
    const { start, rest } = await startOf(chunks)
    refusePacked(start)
    encoding = wideIn(start) ?? 'utf-8'
    if (encoding !== 'utf-8') {
      yield* wide(start, rest, encoding)
      return
    }
    for await (const lines of wholeLines(start, rest)) {
      const text = utf8(lines)
      if (text === undefined) encoding = 'windows-1252'
      yield text ?? byLine(lines)
    }
  }
  return { parts: parts(), encoding: () => encoding }
}

/** The first bytes, at least as many as tell the encoding, and an iteration over what follows. */
async function startOf(chunks: AsyncIterable<Uint8Array>) {
  const rest = chunks[Symbol.asyncIterator]()
  let start = new Uint8Array(0)
  while (start.length < 4) {
    const next = await rest.next()
    if (next.done) break
    start = concat([start, next.value])
  }
  return { start, rest: { [Symbol.asyncIterator]: () => rest } }
}

const packed: [string, number[]][] = [
  ['a gzip file', [0x1f, 0x8b]],
  ['a ZIP or Excel file', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel file', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a Zstandard file', [0x28, 0xb5, 0x2f, 0xfd]],
]

function refusePacked(start: Uint8Array): void {
  const found = packed.find(([, magic]) => magic.every((byte, i) => start[i] === byte))
  if (!found) return
  throw new Problem('invalid', `This is ${found[0]}. Unpack it, or save it as CSV, and send that.`, 'csv-packed')
}

function wideIn([a, b, c, d]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le'
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? 'utf-16be' : undefined
}

async function* wide(start: Uint8Array, rest: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  yield decoder.decode(start, { stream: true })
  for await (const chunk of rest) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Cut behind line ends, so that no character is cut in two and each line can be read by itself. */
async function* wholeLines(start: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const chunk of chained(start, rest)) {
    const end = Math.max(chunk.lastIndexOf(0x0a), chunk.lastIndexOf(0x0d)) + 1
    waiting.push(chunk.subarray(0, end === 0 ? chunk.length : end))
    length += chunk.length
    if (end === 0 && length > mostInLine)
      throw new Problem('invalid', `A line has more than ${mostInLine} bytes.`, 'csv-row-too-long')
    if (end === 0) continue
    yield concat(waiting)
    waiting = end === chunk.length ? [] : [chunk.subarray(end)]
    length = chunk.length - end
  }
  if (waiting.length > 0) yield concat(waiting)
}

async function* chained(start: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start
  yield* rest
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const windows = new TextDecoder('windows-1252')

function byLine(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(0x0a, from)
    const end = found < 0 ? bytes.length : found + 1
    const line = bytes.subarray(from, end)
    text += utf8(line) ?? windows.decode(line)
    from = end
  }
  return text
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
