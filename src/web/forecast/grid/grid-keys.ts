/** A cell of the grid, and the corner that a range is spanned from. */
export type Place = { row: number; column: number }
export type Selection = { at: Place; from: Place }
export type Size = { rows: number; columns: number }

export const chosen = (at: Place): Selection => ({ at, from: at })

/** Where a key leads, as in a spreadsheet: with Shift the range grows, with Ctrl it goes to the edge. Null for no move. */
export function moved(
  selection: Selection,
  { key, shift, ctrl }: { key: string; shift: boolean; ctrl: boolean },
  { rows, columns }: Size,
): Selection | null {
  const { row, column } = selection.at
  const far = ctrl ? Number.POSITIVE_INFINITY : 1
  const targets: Record<string, Place> = {
    ArrowUp: { row: row - far, column },
    ArrowDown: { row: row + far, column },
    ArrowLeft: { row, column: column - far },
    ArrowRight: { row, column: column + far },
    Home: { row: ctrl ? 0 : row, column: 0 },
    End: { row: ctrl ? rows - 1 : row, column: columns - 1 },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
  }
  const target = targets[key]
  if (!target) return null
  const at = { row: within(target.row, rows), column: within(target.column, columns) }
  return { at, from: shift ? selection.from : at }
}

const within = (value: number, count: number) => Math.min(Math.max(value, 0), Math.max(count - 1, 0))

/** The cells between two corners, both included. */
export function rangeOf({ at, from }: Selection) {
  return {
    top: Math.min(at.row, from.row),
    bottom: Math.max(at.row, from.row),
    left: Math.min(at.column, from.column),
    right: Math.max(at.column, from.column),
  }
}

export function isInRange(selection: Selection, { row, column }: Place): boolean {
  const { top, bottom, left, right } = rangeOf(selection)
  return row >= top && row <= bottom && column >= left && column <= right
}

/** A range as spreadsheets take it: cells parted by tabs, rows by line breaks. */
export function tsvOf(selection: Selection, textAt: (place: Place) => string): string {
  const { top, bottom, left, right } = rangeOf(selection)
  const lines = []
  for (let row = top; row <= bottom; row++) {
    const cells = []
    for (let column = left; column <= right; column++) cells.push(textAt({ row, column }))
    lines.push(cells.join('\t'))
  }
  return lines.join('\n')
}
