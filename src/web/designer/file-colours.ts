export type Piece = { text: string; tone: 'plain' | 'key' | 'comment' }

// A key stands at the beginning of its line, behind the dash of an item, or in a map that is written on one line.
const told = /(?<=^\s*(?:- (?:\{ )?)?|[{,] )\w+(?=:(?:\s|$))|(?<=^|\s)#.*$/g

/** A line of YAML in pieces that are coloured alike: keys, comments, and what is said. */
export function coloured(line: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const { 0: text, index } of line.matchAll(told)) {
    if (index > end) pieces.push({ text: line.slice(end, index), tone: 'plain' })
    pieces.push({ text, tone: text.startsWith('#') ? 'comment' : 'key' })
    end = index + text.length
  }
  if (end < line.length) pieces.push({ text: line.slice(end), tone: 'plain' })
  return pieces
}
